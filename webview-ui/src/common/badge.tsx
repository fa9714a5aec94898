import type { ComponentChildren } from 'preact';
import type { Effect, RuleMode } from '../../../src/core/rule';
import { Icon, type IconName } from './icon';

/** A word in a frame, with an icon. The tone adds colour; icon and word carry the meaning alone. */
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

const EFFECT_WORDS = { deny: 'Deny', ask: 'Ask', allow: 'Allow' } as const;
const EFFECT_TONES = { deny: 'bad', ask: 'warn', allow: 'good' } as const;

/** What a rule does, and whether it only watches. */
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
        {EFFECT_WORDS[effect]}
      </Badge>
      {mode === 'shadow' && (
        <Badge
          tone="plain"
          icon="shadow"
          title="Decides nothing and counts what it would have done"
        >
          Shadow
        </Badge>
      )}
    </>
  );
}

/** A safety score, 0 (dangerous) to 100 (harmless): 80 and above looks safe, below 40 unsafe. */
export function ScoreBadge({ score }: { readonly score: number }) {
  if (score >= 80) {
    return (
      <Badge tone="good" icon="safe" title="Looks safe (80 and above)">
        {score}
      </Badge>
    );
  }
  if (score < 40) {
    return (
      <Badge tone="bad" icon="unsafe" title="Looks unsafe (below 40)">
        {score}
      </Badge>
    );
  }
  return (
    <Badge tone="warn" icon="unknown" title="Not clear (40 to 79)">
      {score}
    </Badge>
  );
}
