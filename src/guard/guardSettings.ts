/** What a person has set for the guard. Kept as JSON beside the guard, so that it needs neither VS Code nor SQLite. */
export interface GuardSettings {
  /** The verdict where none can be reached: unreadable policy, broken input, a command beyond all limits. */
  readonly onError: 'deny' | 'ask';
  /** Whether an allow rule may skip the host's own prompt. */
  readonly allow: boolean;
  /** Whether commands go to the history. */
  readonly record: boolean;
}

/** The file's name in the guard folder of the storage. */
export const GUARD_SETTINGS_FILE = 'guard.json';

/** The closed side of everything. */
export const DEFAULT_GUARD_SETTINGS: GuardSettings = {
  onError: 'deny',
  allow: false,
  record: true,
};

/** The settings in a file's text. What is absent or not understood falls back to the default, which denies. */
export function parseGuardSettings(text: string): GuardSettings {
  const raw = parsed(text);
  return {
    onError: raw['onError'] === 'ask' ? 'ask' : 'deny',
    allow: raw['allow'] === true,
    record: raw['record'] !== false,
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  } catch {
    // A broken file must not open the guard: the defaults deny.
    return {};
  }
}
