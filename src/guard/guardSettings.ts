import { isObject } from '../core/isObject';

/** The user's settings for the guard. Stored as JSON beside it, so that the guard needs neither VS Code nor SQLite. */
export interface GuardSettings {
  /** The decision if a command cannot be evaluated: unreadable policy, invalid input or a command over the limits. */
  readonly onError: 'deny' | 'ask';
  /** Whether an allow rule may skip the host's own prompt. */
  readonly allow: boolean;
  /** Whether commands are recorded in the history. */
  readonly record: boolean;
  /**
   * The time until which a person paused self-protection, in epoch milliseconds; absent if it is
   * not paused.
   */
  readonly pausedUntilMs?: number;
}

/** Maximum duration of a pause. A later end was not set by a person and is ignored. */
export const PAUSE_MS = 10 * 60_000;

/** Whether self-protection is paused now. */
export function isPaused({ pausedUntilMs = 0 }: GuardSettings, nowMs: number): boolean {
  return nowMs < pausedUntilMs && pausedUntilMs - nowMs <= PAUSE_MS;
}

/** Name of the settings file in the guard folder. */
export const GUARD_SETTINGS_FILE = 'guard.json';

/** The safest value of each setting. */
export const DEFAULT_GUARD_SETTINGS: GuardSettings = {
  onError: 'deny',
  allow: false,
  record: true,
};

/** Parses the settings file. Missing or invalid values get their safe default. */
export function parseGuardSettings(text: string): GuardSettings {
  const raw = parsed(text);
  const { pausedUntilMs } = raw;
  return {
    onError: raw['onError'] === 'ask' ? 'ask' : 'deny',
    allow: raw['allow'] === true,
    record: raw['record'] !== false,
    ...(typeof pausedUntilMs === 'number' ? { pausedUntilMs } : {}),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(text);
    return isObject(raw) ? raw : {};
  } catch {
    // Fail closed: an invalid file has no effect, and the defaults deny.
    return {};
  }
}
