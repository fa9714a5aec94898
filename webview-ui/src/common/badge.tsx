import type { ComponentChildren } from 'preact';
import type { Label } from '../../../src/core/label';
import type { Effect, RuleMode } from '../../../src/core/rule';
import { formatShare } from './format';
import { Icon, type IconName } from './icon';
import { t } from './texts';

/**
 * A word in a frame, with an icon. The word and the icon carry the meaning; the colour is
 * redundant.
 */
export function Badge(props: {
  readonly tone: 'good' | 'bad' | 'warn' | 'plain';
  readonly icon: IconName;
  readonly children: ComponentChildren;
  readonly title?: string | undefined;
}) {
  return (
    <span class={`badge badge-${props.tone}`} title={props.title}>
      <Icon name={props.icon} /> <span>{props.children}</span>
    </span>
  );
}

const EFFECT_TONES = { deny: 'bad', ask: 'warn', allow: 'good' } as const;

/** A rule's effect, and whether the rule is in shadow mode. */
export function EffectBadge({
  effect,
  mode,
}: {
  readonly effect: Effect;
  readonly mode?: RuleMode | undefined;
}) {
  return (
    <>
      <Badge tone={EFFECT_TONES[effect]} icon={effect}>
        {t(effect)}
      </Badge>{' '}
      {mode === 'shadow' && (
        <Badge tone="plain" icon="shadow" title={t('shadowTitle')}>
          {t('shadow')}
        </Badge>
      )}
    </>
  );
}

const RISK_LOOKS = {
  safe: { tone: 'good', title: 'riskSafe' },
  unsafe: { tone: 'bad', title: 'riskUnsafe' },
  unknown: { tone: 'warn', title: 'riskUnclear' },
} as const;

/** The label for a risk of 0 (safe) to 1 (dangerous). */
export function labelFromRisk(risk: number | undefined): Label {
  if (risk === undefined) return 'unknown';
  if (risk <= 0.2) return 'safe';
  return risk > 0.6 ? 'unsafe' : 'unknown';
}

/** A risk, 0 (safe) to 1 (dangerous), as a percentage. */
export function RiskBadge({ risk }: { readonly risk: number }) {
  const label = labelFromRisk(risk);
  const { tone, title } = RISK_LOOKS[label];
  return (
    <Badge tone={tone} icon={label} title={t(title)}>
      {formatShare(risk)}
    </Badge>
  );
}
