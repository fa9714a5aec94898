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
export function areWeaker(actual: GuardSettings, wanted: GuardSettings, nowMs: number): boolean {
  const { pausedUntilMs = 0 } = wanted;
  return (
    (actual.onError === 'ask' && wanted.onError === 'deny') ||
    (actual.allow && !wanted.allow) ||
    (!actual.record && wanted.record) ||
    (isPaused(actual, nowMs) && actual.pausedUntilMs !== pausedUntilMs)
  );
}
