import {
  DecidedKind,
  type ChangedDecision,
  type Decided,
  type DecidedBoth,
} from '../../../src/core/liveBacktest';
import { Command } from '../common/command';
import { formatCount } from '../common/format';
import { counted, t } from '../common/texts';

const KINDS = DecidedKind.options;

/**
 * The decisions about the history with the rules in force and after the change, drawn and in numbers, and the most
 * recent commands about which they differ.
 */
export function DecidedStrip({ decided }: { readonly decided: DecidedBoth | undefined }) {
  const total = decided === undefined ? 0 : totalOf(decided.before);
  if (decided === undefined || total === 0) return null;
  const { before, after } = decided;
  // Both rows have the same figures, each below the other.
  const kinds = KINDS.filter((kind) => kind !== 'unjudged' || before[kind] + after[kind] > 0);
  return (
    <section class="strip" aria-labelledby="strip">
      <h2 id="strip" class="strip-title">
        {counted('decidedHistory', total)}
      </h2>
      <Row name={t('before')} figures={before} {...{ kinds, total }} />
      <Row name={t('after')} figures={after} {...{ kinds, total }} />
      <Changed changed={decided.changed} />
    </section>
  );
}

function Changed({ changed }: { readonly changed: readonly ChangedDecision[] }) {
  if (changed.length === 0) return null;
  return (
    <>
      <p class="strip-changed" id="changed">
        {t('latestChanged')}
      </p>
      <ul aria-labelledby="changed">
        {changed.map(({ command, before, after }) => (
          <li key={command}>
            <span class="strip-change">{t('fromTo', t(TEXTS[before]), t(TEXTS[after]))}</span>{' '}
            <Command text={command} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Row(props: {
  readonly name: string;
  readonly figures: Decided;
  readonly kinds: readonly (keyof Decided)[];
  readonly total: number;
}) {
  const { name, figures, kinds, total } = props;
  return (
    <div class="strip-row">
      <span class="strip-name">{name}</span>
      <span class="strip-bar" aria-hidden="true">
        {KINDS.map((kind) => {
          const share = (100 * figures[kind]) / total;
          return (
            share > 0 && <span key={kind} class={`strip-${kind}`} style={{ width: `${share}%` }} />
          );
        })}
      </span>
      <span class="strip-figures">
        {kinds.map((kind) => (
          <span key={kind} class="strip-figure">
            <span class={`strip-key strip-${kind}`} aria-hidden="true" /> {t(TEXTS[kind])}{' '}
            <b>{formatCount(figures[kind])}</b>
          </span>
        ))}
      </span>
    </div>
  );
}

const TEXTS = {
  denied: 'decidedDenied',
  asked: 'decidedAsked',
  allowed: 'decidedAllowed',
  noRule: 'decidedNoRule',
  unjudged: 'decidedUnjudged',
} as const;

function totalOf(figures: Decided): number {
  return KINDS.reduce((sum, kind) => sum + figures[kind], 0);
}
