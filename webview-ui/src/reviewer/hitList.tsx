import { useEffect } from 'preact/hooks';
import type { HistoryHit, RuleToTest } from '../../../src/core/liveBacktest';
import { Badge } from '../common/badge';
import { Command } from '../common/command';
import { formatCount } from '../common/format';
import { t } from '../common/texts';
import { cutText } from '../common/visibleText';
import { answersText } from './evidence';
import type { LiveHits } from './liveTests';

/** The requests of a list of hits. */
export interface HitSends {
  readonly onMore: (from: number, limit: number) => void;
  readonly onLabel: (command: string, label: 'safe' | 'unsafe') => void;
  /** Narrows the rule so that it does not match the command; absent where it cannot be edited. */
  readonly onExclude?: ((command: string) => void) | undefined;
}

interface HitListProps extends HitSends {
  readonly rule: RuleToTest;
  readonly hits: LiveHits | undefined;
}

const FIRST = 50;
const MOST = 1000;
/** Characters of a command in the name of a button. */
const NAME_LENGTH = 60;

/** Every command of the history that a rule matches, read as it is needed, with its label. */
export function HitList({ rule, hits, onMore, onLabel, onExclude }: HitListProps) {
  const isMissing = hits === undefined;
  useEffect(() => {
    if (isMissing) onMore(0, FIRST);
  }, [isMissing, rule.pattern, rule.effect]);
  if (hits === undefined) return <p class="hint">{t('testing')}</p>;
  const known = hits.hits.length;
  const left = hits.total - known;
  const step = Math.min(MOST, Math.max(FIRST, known), left);
  const more =
    left > step
      ? t('showMoreOf', formatCount(step), formatCount(left))
      : t('showMore', formatCount(left));
  return (
    <div class="hit-list">
      <ul>
        {hits.hits.map((hit) => (
          <li key={hit.command}>
            <Hit hit={hit} rule={rule} onLabel={onLabel} onExclude={onExclude} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          class="secondary more"
          aria-label={t('ofRule', more, rule.pattern)}
          onClick={() => {
            onMore(known, step);
          }}
        >
          {more}
        </button>
      )}
    </div>
  );
}

const LABEL_TEXTS = { safe: 'safe', unsafe: 'unsafe', unknown: 'noLabel' } as const;

function Hit(props: {
  readonly hit: HistoryHit;
  readonly rule: RuleToTest;
  readonly onLabel: HitSends['onLabel'];
  readonly onExclude: HitSends['onExclude'];
}) {
  const { hit, rule, onLabel, onExclude } = props;
  const unwanted = rule.effect === 'allow' ? 'unsafe' : 'safe';
  const name = cutText(hit.command, NAME_LENGTH).text;
  return (
    <>
      <Badge tone={hit.label === unwanted ? 'warn' : 'plain'} icon={hit.label}>
        {t(LABEL_TEXTS[hit.label])}
      </Badge>{' '}
      {hit.change !== 'same' && (
        <strong class="hit-change">{t(hit.change === 'gained' ? 'gainedHit' : 'lostHit')} </strong>
      )}
      <Command text={hit.command} />
      {hit.count !== 1 && <span class="times"> {t('times', formatCount(hit.count))}</span>}
      {hit.said !== undefined && <span class="times"> {answersText(hit.said)}</span>}{' '}
      <span class="hit-labels">
        {(['safe', 'unsafe'] as const)
          .filter((label) => label !== hit.label)
          .map((label) => (
            <button
              key={label}
              type="button"
              class="link"
              aria-label={t('labelHitAs', t(label), name, rule.pattern)}
              onClick={() => {
                onLabel(hit.command, label);
              }}
            >
              {t(label === 'safe' ? 'labelSafe' : 'labelUnsafe')}
            </button>
          ))}
        {onExclude !== undefined && hit.change !== 'lost' && (
          <button
            type="button"
            class="link"
            aria-label={t('excludeHit', name, rule.pattern)}
            onClick={() => {
              onExclude(hit.command);
            }}
          >
            {t('excludeThis')}
          </button>
        )}
      </span>
    </>
  );
}
