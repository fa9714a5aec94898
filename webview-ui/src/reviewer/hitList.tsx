import { useMemo, useRef } from 'preact/hooks';
import type { HistoryHit, RuleToTest } from '../../../src/core/liveBacktest';
import { HITS_PER_PAGE } from '../../../src/protocol/reviewer';
import { Badge } from '../common/badge';
import { Command } from '../common/command';
import { Words } from '../common/exactText';
import { formatCount } from '../common/format';
import { counted, t } from '../common/texts';
import { VirtualList } from '../common/virtualList';
import { cutText } from '../common/visibleText';
import { answersText } from './ruleEvidence';
import type { LiveHits } from './liveTests';

/** The requests of a list of hits. */
export interface HitSends {
  readonly onMore: (from: number, limit: number) => void;
  readonly onLabel: (command: string, label: 'safe' | 'unsafe') => void;
  /**
   * Narrows the rule so that it does not match the command; absent if the rule cannot be edited.
   */
  readonly onExclude?: ((command: string) => void) | undefined;
}

interface HitListProps extends HitSends {
  readonly rule: RuleToTest;
  /** The visible range: the index of the first command. */
  readonly first: number;
  readonly count: number;
  /** Length of that list. */
  readonly total: number;
  readonly hits: LiveHits | undefined;
  readonly label: string;
}

/** Maximum length of a command in the accessible name of a button. */
const NAME_LENGTH = 60;

/** Commands of the history that a rule matches or may match, with their labels. They are loaded on demand. */
export function HitList(props: HitListProps) {
  const { rule, first, count, total, hits, label, onMore, onLabel, onExclude } = props;
  const asked = useRef({ total, pages: new Set<number>() });
  if (asked.current.total !== total) asked.current = { total, pages: new Set() };
  const pages = hits?.total === total ? hits.pages : NO_PAGES;
  // The list depends on nothing else, so editing another rule does not render it again.
  return useMemo(
    () => (
      <div class="hit-list">
        <VirtualList
          count={count}
          label={label}
          onShown={(from, end) => {
            for (let page = pageOf(first + from); page <= pageOf(first + end - 1); page += 1) {
              if (pages[page] !== undefined || asked.current.pages.has(page)) continue;
              asked.current.pages.add(page);
              onMore(page * HITS_PER_PAGE, HITS_PER_PAGE);
            }
          }}
          row={(row, isCurrent) => {
            const at = first + row;
            const hit = pages[pageOf(at)]?.[at % HITS_PER_PAGE];
            if (hit === undefined) return <span class="hint">{t('loadingHit')}</span>;
            return <Hit key={hit.command} {...{ hit, rule, isCurrent, onLabel, onExclude }} />;
          }}
        />
      </div>
    ),
    [pages, first, count, rule.pattern, rule.effect, onExclude === undefined],
  );
}

const NO_PAGES: LiveHits['pages'] = {};

function pageOf(at: number): number {
  return Math.floor(at / HITS_PER_PAGE);
}

const LABEL_TEXTS = { safe: 'safe', unsafe: 'unsafe', unknown: 'noLabel' } as const;

function Hit(props: {
  readonly hit: HistoryHit;
  readonly rule: RuleToTest;
  /** Whether its buttons are tab stops. */
  readonly isCurrent: boolean;
  readonly onLabel: HitSends['onLabel'];
  readonly onExclude: HitSends['onExclude'];
}) {
  const { hit, rule, isCurrent, onLabel, onExclude } = props;
  const tabIndex = isCurrent ? 0 : -1;
  const unwanted = rule.effect === 'allow' ? 'unsafe' : 'safe';
  const name = cutText(hit.command, NAME_LENGTH).text;
  return (
    <>
      <Badge tone={hit.label === unwanted ? 'warn' : 'plain'} icon={hit.label}>
        {t(LABEL_TEXTS[hit.label])}
      </Badge>{' '}
      {(hit.change === 'gained' || hit.change === 'lost') && (
        <strong class="hit-change">{t(hit.change === 'gained' ? 'gainedHit' : 'lostHit')} </strong>
      )}
      <Command text={hit.command} />
      {hit.count !== 1 && <span class="times"> {t('times', formatCount(hit.count))}</span>}
      {hit.said !== undefined && <span class="times"> {answersText(hit.said)}</span>}
      <Origin hit={hit} />{' '}
      <span class="hit-labels">
        {(['safe', 'unsafe'] as const)
          .filter((label) => label !== hit.label)
          .map((label) => (
            <button
              key={label}
              type="button"
              class="link"
              tabIndex={tabIndex}
              aria-label={t('labelHitAs', t(label), name, rule.pattern)}
              onClick={() => {
                onLabel(hit.command, label);
              }}
            >
              {t(label === 'safe' ? 'labelSafe' : 'labelUnsafe')}
            </button>
          ))}
        {onExclude !== undefined && (hit.change === 'gained' || hit.change === 'same') && (
          <button
            type="button"
            class="link"
            tabIndex={tabIndex}
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

/** Where a command is from, where it ran, and how often it failed. */
function Origin({ hit: { sources = [], folders = [], failed = 0 } }: { readonly hit: HistoryHit }) {
  const parts = [
    sources.join(', '),
    folders.join(', '),
    failed === 0 ? '' : counted('failedTimes', failed),
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  return (
    <span class="times">
      {' '}
      · <Words text={parts.join(' · ')} />
    </span>
  );
}
