import type { GuardSettings } from '../guard/guardSettings';
import type { Settings } from '../settings';

/** The settings that guards read. `pausedUntilMs`: see `GuardSettings`; 0 if self-protection is not paused. */
export function guardSettingsOf(
  { onError, guardAllow, guardRecord }: Settings,
  pausedUntilMs = 0,
): GuardSettings {
  const pause = pausedUntilMs === 0 ? {} : { pausedUntilMs };
  return { onError, allow: guardAllow, record: guardRecord, ...pause };
}
