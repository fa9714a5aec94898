import type { PromptAnswers } from '../../../src/core/event';
import {
  commandsBehind,
  type EvidenceExample,
  type EvidenceRung as Rung,
} from '../../../src/core/evidence';
import type { Effect } from '../../../src/core/rule';
import type { NewlyBlocked, RuleEvidence } from '../../../src/protocol/reviewer';
import { Command } from '../common/command';
import { Sentence } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatCount, formatShare, formatTime } from '../common/format';
import { Icon, type IconName } from '../common/icon';
import { useMore } from '../common/list';
import { counted, t, type TextKey } from '../common/texts';
import { STOP_TEXTS, type StopKind } from './reviewState';

/** The backtest of one rule on the history. The hits that contradict the rule come first. */
export function EvidenceView(props: {
  readonly evidence: RuleEvidence;
  readonly effect: Effect;
  /** Number of commands that cannot be judged and may be hits of either kind. */
  readonly unjudged: number;
}) {
  const { evidence, effect, unjudged } = props;
  const titles = TITLES[effect];
  const isOpen = evidence.unknownHits + Math.max(unjudged, evidence.unjudged ?? 0) > 0;
  const columns = {
    unsafe: { title: titles.unsafe, hits: evidence.unsafeHits, rows: evidence.unsafeExamples },
    safe: { title: titles.harmless, hits: evidence.safeHits, rows: evidence.safeExamples },
  };
  const order = effect === 'allow' ? (['unsafe', 'safe'] as const) : (['safe', 'unsafe'] as const);
  return (
    <div class="evidence">
      {evidence.rejected !== undefined && (
        <p class="rejected-before">
          <Icon name="rejected" /> {rejectedText(evidence, evidence.rejected, effect)}
        </p>
      )}
      <p class="counts">{countsText(evidence, effect)}</p>
      {evidence.forest !== undefined && (
        <p class="counts">
          <ForestText {...evidence.forest} />
        </p>
      )}
      <BehaviourView evidence={evidence} effect={effect} />
      <div class="examples">
        {order.map((kind, at) => (
          <Examples
            key={kind}
            kind={kind}
            {...columns[kind]}
            isUnwanted={at === 0}
            isOpen={isOpen}
          />
        ))}
      </div>
    </div>
  );
}

function rejectedText(
  evidence: RuleEvidence,
  { at, commands }: NonNullable<RuleEvidence['rejected']>,
  effect: Effect,
): string {
  return t(
    'rejectedEarlier',
    formatTime(at).slice(0, 10),
    counted('commands', commandsBehind(effect, evidence)),
    counted('commands', commands),
  );
}

const TITLES = {
  deny: STOP_TEXTS.denies,
  ask: STOP_TEXTS.asks,
  allow: { unsafe: 'allowsUnsafe', harmless: 'allowsHarmless' },
} as const satisfies Record<Effect, { readonly unsafe: TextKey; readonly harmless: TextKey }>;

/** The number of commands that a rule matches, and how reliable their labels are. */
export function countsText(evidence: RuleEvidence, effect: Effect): string {
  const labelled = evidence.unsafeHits + evidence.safeHits;
  const hits = counted('labelledHits', labelled);
  const share =
    effect === 'allow'
      ? t('shareSafe', formatShare(1 - evidence.precision), hits)
      : t('shareUnsafe', formatShare(evidence.precision), hits);
  const parts = [
    // Shapes are counted for unsafe commands, which do not apply to an allow rule.
    ...(effect === 'allow' || evidence.templates === 0
      ? []
      : [counted('differentCommands', evidence.templates)]),
    ...(labelled === 0 ? [] : [share]),
    counted('unlabelled', evidence.unknownHits),
    ...(evidence.unjudged === undefined ? [] : [counted('unjudgedCommands', evidence.unjudged)]),
  ];
  return parts.join(' · ');
}

/**
 * The prompts that the rule saves, and the ladder that it was chosen from. The reason of the rule already contains a
 * person's answers and the prompts that an allow rule saves.
 */
function BehaviourView(props: { readonly evidence: RuleEvidence; readonly effect: Effect }) {
  const { questionsSaved = 0, rungs = [] } = props.evidence;
  return (
    <>
      {props.effect !== 'allow' && questionsSaved > 0 && (
        <p class="counts">{counted('questionsSaved', questionsSaved)}</p>
      )}
      {rungs.length > 1 && (
        <section class="ladder">
          <h4>{t('ladderTitle')}</h4>
          <p class="hint">{t('ladderHint')}</p>
          <ul>
            {rungs.map((rung, at) => (
              <li key={at}>
                <RungView {...rung} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function RungView({ text, commands, refused, approved, isProposed }: Rung) {
  const parts = [
    counted('rungCommands', commands),
    t('rungAnswers', formatCount(refused), formatCount(approved)),
  ];
  return (
    <>
      <Sentence text={text} />
      {isProposed && (
        <span class="suggested-rung">
          {' '}
          <Icon name="done" /> {t('suggestedRung')}
        </span>
      )}{' '}
      <span class="rung-figures">{parts.join(' · ')}</span>
    </>
  );
}

function ForestText({ meanRisk, restsOn }: NonNullable<RuleEvidence['forest']>) {
  const risk = formatShare(meanRisk);
  if (restsOn.length === 0) return <>{t('meanRisk', risk)}</>;
  const features = <Sentence text={restsOn.join('; ')} />;
  return <Filled text="meanRiskAndFeatures" parts={[risk, features]} />;
}

function Examples(props: {
  readonly kind: 'unsafe' | 'safe';
  readonly title: TextKey;
  readonly hits: number;
  readonly rows: readonly EvidenceExample[];
  /** Whether hits of this kind contradict the rule. */
  readonly isUnwanted: boolean;
  /** Whether there may be more of this kind: hits without a label, or commands that cannot be judged. */
  readonly isOpen: boolean;
}) {
  const { shown, more } = useMore(props.rows, props.isUnwanted ? 50 : 5);
  const none = props.isUnwanted && props.isOpen ? 'noneKnown' : 'none';
  const alarm = props.isUnwanted && props.hits > 0;
  return (
    <section class={alarm ? 'example-list alarm' : 'example-list'}>
      <h4>
        <Icon name={headIcon(props)} /> {t(props.title)}:{' '}
        {props.hits === 0 ? t(none) : formatCount(props.hits)}
      </h4>
      <ExampleRows rows={shown} />
      {more}
    </section>
  );
}

function ExampleRows({ rows }: { readonly rows: readonly EvidenceExample[] }) {
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.map((example) => (
        <li key={example.command}>
          <Command text={example.command} />
          {example.count !== 1 && (
            <span class="times"> {t('times', formatCount(example.count))}</span>
          )}
          {example.said !== undefined && <span class="said"> · {answersText(example.said)}</span>}
        </li>
      ))}
    </ul>
  );
}

/** A person's answers when a host asked about a command. */
export function answersText({ refused, approved }: PromptAnswers): string {
  return [
    refused > 0 ? counted('youRefused', refused) : '',
    approved > 0 ? counted('youApproved', approved) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/**
 * Commands that are not labelled unsafe, are not stopped today and would be stopped. Nothing is shown if there are
 * none.
 */
export function NewlyBlockedView(props: {
  readonly blocked: NewlyBlocked;
  readonly kind: StopKind;
  /** Whether it can still be decided, and the commands be labelled. */
  readonly isPending: boolean;
}) {
  const { count, examples } = props.blocked;
  if (count === 0) return null;
  return (
    <section class="example-list alarm newly-blocked" aria-labelledby="newly-blocked">
      <h3 id="newly-blocked">
        <Icon name="unsafe" /> {counted(STOP_TEXTS[props.kind].newly, count)}
      </h3>
      {props.isPending && <p class="hint">{counted('newlyBlockedHint', count)}</p>}
      <ExampleRows rows={examples} />
      {count > examples.length && (
        <p class="hint">{t('firstShown', formatCount(examples.length))}</p>
      )}
    </section>
  );
}

function headIcon(props: {
  readonly isUnwanted: boolean;
  readonly hits: number;
  readonly isOpen: boolean;
  readonly kind: 'unsafe' | 'safe';
}): IconName {
  if (!props.isUnwanted) return props.kind;
  if (props.hits > 0) return 'unsafe';
  return props.isOpen ? 'unknown' : 'done';
}
