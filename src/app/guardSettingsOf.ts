import { isPaused, type GuardSettings } from '../guard/guardSettings';
import type { Settings } from '../settings';

/** The settings that guards read. `pausedUntilMs`: see `GuardSettings`; 0 if self-protection is not paused. */
export function guardSettingsOf(
  { onError, guardAllow, guardRecord }: Settings,
  pausedUntilMs = 0,
): GuardSettings {
  const pause = pausedUntilMs === 0 ? {} : { pausedUntilMs };
  return { onError, allow: guardAllow, record: guardRecord, ...pause };
}

/** Whether settings let a guard allow or hide more than others, or pause it until a later time. */
export function areWeaker(there: GuardSettings, wanted: GuardSettings, nowMs: number): boolean {
  const { pausedUntilMs = 0 } = wanted;
  return (
    (there.onError === 'ask' && wanted.onError === 'deny') ||
    (there.allow && !wanted.allow) ||
    (!there.record && wanted.record) ||
    (isPaused(there, nowMs) && there.pausedUntilMs !== pausedUntilMs)
  );
}
