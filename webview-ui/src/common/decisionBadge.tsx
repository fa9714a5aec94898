import type { Decision } from '../../../src/core/verdict';
import { Badge } from './badge';
import { t } from './texts';

const TEXTS = { deny: 'denied', ask: 'asked', allow: 'allowed', none: 'noRule' } as const;
const TONES = { deny: 'bad', ask: 'warn', allow: 'good', none: 'plain' } as const;

/** A decision as a word with an icon. */
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
