import type { EvidenceExample } from '../../../src/core/evidence';
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
  const deny = rule.effect === 'deny';
  return (
    <div class="evidence">
      <p class="counts">{countsText(evidence, deny)}</p>
      <div class="examples">
        <Examples
          kind="unsafe"
          title={
            deny ? 'Unsafe commands it would have blocked' : 'Unsafe commands it would let through'
          }
          hits={evidence.unsafeHits}
          rows={evidence.unsafeExamples}
          alarming={!deny}
        />
        <Examples
          kind="safe"
          title={deny ? 'Harmless commands it would hit' : 'Harmless commands it would let through'}
          hits={evidence.safeHits}
          rows={evidence.safeExamples}
          alarming={deny}
        />
      </div>
    </div>
  );
}

function countsText(evidence: RuleEvidence, deny: boolean): string {
  const labelled = evidence.unsafeHits + evidence.safeHits;
  const right = deny ? evidence.precision : 1 - evidence.precision;
  const parts = [
    plural(evidence.templates, 'command shape'),
    ...(labelled === 0
      ? []
      : [
          `${formatShare(right)} of ${plural(labelled, 'labelled hit')} ${deny ? 'unsafe' : 'safe'}`,
        ]),
    plural(evidence.unknownHits, 'unlabelled hit'),
  ];
  return parts.join(' · ');
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
export function NewlyBlockedView({ count, examples }: NewlyBlocked) {
  if (count === 0) return null;
  return (
    <section class="example-list alarm newly-blocked" aria-labelledby="newly-blocked">
      <h3 id="newly-blocked">
        <Icon name="unsafe" /> Newly blocked: {plural(count, 'command')} that nobody labelled unsafe
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
