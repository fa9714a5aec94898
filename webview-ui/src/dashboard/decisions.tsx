import { Decision } from '../../../src/core/verdict';
import { Badge } from '../common/badge';
import { formatCount } from '../common/format';

const WORDS = { deny: 'Denied', ask: 'Asked', allow: 'Allowed', none: 'No rule' } as const;
const TONES = { deny: 'bad', ask: 'warn', allow: 'good', none: 'plain' } as const;

/** How often the policy decided each way; nothing where it was never asked, as with an imported history. */
export function Decisions({ counts }: { readonly counts: Readonly<Record<Decision, number>> }) {
  if (Decision.every((decision) => counts[decision] === 0)) return null;
  return (
    <dl class="decisions" aria-label="Decisions over the whole history">
      {Decision.map((decision) => (
        <div key={decision}>
          <dt>
            <DecisionBadge decision={decision} />
          </dt>
          <dd>{formatCount(counts[decision])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One decision as word and icon. */
export function DecisionBadge(props: {
  readonly decision: Decision;
  readonly title?: string | undefined;
}) {
  return (
    <Badge tone={TONES[props.decision]} icon={props.decision} title={props.title}>
      {WORDS[props.decision]}
    </Badge>
  );
}
