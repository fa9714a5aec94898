import type { ComponentChildren } from 'preact';
import type { Effect, RuleMode } from '../../../src/core/rule';
import { Icon, type IconName } from './icon';
import { t } from './texts';

/** A word in a frame, with an icon. Icon and word carry the meaning; the colour only repeats it. */
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
      </Badge>
      {mode === 'shadow' && (
        <Badge tone="plain" icon="shadow" title={t('shadowTitle')}>
          {t('shadow')}
        </Badge>
      )}
    </>
  );
}

/** A safety score, 0 (dangerous) to 100 (harmless): 80 and above looks safe, below 40 unsafe. */
export function ScoreBadge({ score }: { readonly score: number }) {
  if (score >= 80) {
    return (
      <Badge tone="good" icon="safe" title={t('scoreSafe')}>
        {score}
      </Badge>
    );
  }
  if (score < 40) {
    return (
      <Badge tone="bad" icon="unsafe" title={t('scoreUnsafe')}>
        {score}
      </Badge>
    );
  }
  return (
    <Badge tone="warn" icon="unknown" title={t('scoreUnclear')}>
      {score}
    </Badge>
  );
}
