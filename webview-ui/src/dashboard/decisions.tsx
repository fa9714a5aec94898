import { Decision } from '../../../src/core/verdict';
import { Badge } from '../common/badge';
import { formatCount } from '../common/format';
import { t } from '../common/texts';

const TEXTS = { deny: 'denied', ask: 'asked', allow: 'allowed', none: 'noRule' } as const;
const TONES = { deny: 'bad', ask: 'warn', allow: 'good', none: 'plain' } as const;

/** The number of commands per decision. Nothing is shown if no command has a verdict, as in an imported history. */
export function Decisions({ counts }: { readonly counts: Readonly<Record<Decision, number>> }) {
  if (Decision.every((decision) => counts[decision] === 0)) return null;
  return (
    <dl class="decisions" aria-label={t('decisions')}>
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

/** A decision as word and icon. */
export function DecisionBadge(props: {
  readonly decision: Decision;
  readonly title?: string | undefined;
}) {
  return (
    <Badge tone={TONES[props.decision]} icon={props.decision} title={props.title}>
      {t(TEXTS[props.decision])}
    </Badge>
  );
}
