import { Decision } from '../../../src/core/verdict';
import { DecisionBadge } from '../common/decisionBadge';
import { formatCount } from '../common/format';
import { t } from '../common/texts';

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
