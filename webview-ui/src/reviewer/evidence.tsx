import type { EvidenceExample } from '../../../src/core/evidence';
import type { Effect } from '../../../src/core/rule';
import type { NewlyBlocked, RuleEvidence, RuleToAdd } from '../../../src/protocol/reviewer';
import { Command } from '../common/command';
import { formatCount, formatShare, plural } from '../common/format';
import { Icon, type IconName } from '../common/icon';
import { useMore } from '../common/list';

/** What one rule would have done in the person's own history: unsafe hits first, then every safe one. */
export function EvidenceView({ rule }: { readonly rule: RuleToAdd }) {
  const { evidence } = rule;
  if (evidence === undefined) {
    return <p class="hint">This rule was not tried on your history.</p>;
  }
  return (
    <div class="evidence">
      <p class="counts">{countsText(evidence, rule.effect)}</p>
      {evidence.forest !== undefined && <p class="counts">{forestText(evidence.forest)}</p>}
      <div class="examples">
        <Examples
          kind="unsafe"
          title={UNSAFE_TITLES[rule.effect]}
          hits={evidence.unsafeHits}
          rows={evidence.unsafeExamples}
          alarming={rule.effect === 'allow'}
        />
        <Examples
          kind="safe"
          title={SAFE_TITLES[rule.effect]}
          hits={evidence.safeHits}
          rows={evidence.safeExamples}
          alarming={rule.effect !== 'allow'}
        />
      </div>
    </div>
  );
}

const UNSAFE_TITLES = {
  deny: 'Unsafe commands it would have blocked',
  ask: 'Unsafe commands it would have asked about',
  allow: 'Unsafe commands it would let through',
} as const;
const SAFE_TITLES = {
  deny: 'Harmless commands it would hit',
  ask: 'Harmless commands it would ask about',
  allow: 'Harmless commands it would let through',
} as const;

function countsText(evidence: RuleEvidence, effect: Effect): string {
  const labelled = evidence.unsafeHits + evidence.safeHits;
  const right = effect === 'allow' ? 1 - evidence.precision : evidence.precision;
  const parts = [
    plural(evidence.templates, 'command shape'),
    ...(labelled === 0
      ? []
      : [
          `${formatShare(right)} of ${plural(labelled, 'labelled hit')} ${effect === 'allow' ? 'safe' : 'unsafe'}`,
        ]),
    plural(evidence.unknownHits, 'unlabelled hit'),
  ];
  return parts.join(' · ');
}

function forestText({ meanRisk, restsOn }: NonNullable<RuleEvidence['forest']>): string {
  const risk = `Model: mean risk ${formatShare(meanRisk)}`;
  return restsOn.length === 0 ? risk : `${risk} · important features: ${restsOn.join('; ')}`;
}

function Examples(props: {
  readonly kind: 'unsafe' | 'safe';
  readonly title: string;
  readonly hits: number;
  readonly rows: readonly EvidenceExample[];
  /** Hits of this kind speak against the rule. */
  readonly alarming: boolean;
}) {
  const { shown, more } = useMore(props.rows, props.alarming ? 50 : 5);
  const alarm = props.alarming && props.hits > 0;
  return (
    <section class={alarm ? 'example-list alarm' : 'example-list'}>
      <h4>
        <Icon name={headIcon(props.alarming, props.hits, props.kind)} /> {props.title}:{' '}
        {props.hits === 0 ? 'none' : formatCount(props.hits)}
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
          {example.count !== 1 && <span class="times"> {formatCount(example.count)} times</span>}
        </li>
      ))}
    </ul>
  );
}

/** What runs today and would be stopped, though nobody called it unsafe. Nothing where there is none. */
export function NewlyBlockedView(props: {
  readonly blocked: NewlyBlocked;
  /** `blocked`, `asked about`, or either. */
  readonly word: string;
}) {
  const { count, examples } = props.blocked;
  if (count === 0) return null;
  return (
    <section class="example-list alarm newly-blocked" aria-labelledby="newly-blocked">
      <h3 id="newly-blocked">
        <Icon name="unsafe" /> Newly {props.word}: {plural(count, 'command')} that nobody labelled
        unsafe
      </h3>
      <p class="hint">
        Nothing blocks {count === 1 ? 'it' : 'them'} today. Label what is harmless, or reject the
        change.
      </p>
      <ExampleRows rows={examples} />
      {count > examples.length && (
        <p class="hint">The first {formatCount(examples.length)} are shown.</p>
      )}
    </section>
  );
}

function headIcon(alarming: boolean, hits: number, kind: 'unsafe' | 'safe'): IconName {
  if (!alarming) return kind;
  return hits === 0 ? 'done' : 'unsafe';
}
