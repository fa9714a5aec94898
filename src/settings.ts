import * as z from 'zod';

/** One setting: its id, the values it accepts and its default. `package.nls.json` has its description. */
interface Setting<S extends z.ZodType> {
  readonly id: string;
  readonly schema: S;
  readonly default: z.infer<S>;
}

function setting<S extends z.ZodType>(id: string, schema: S, value: z.infer<S>): Setting<S> {
  return { id: `rulewright.${id}`, schema, default: value };
}

/** Every setting. All have machine scope: workspace settings cannot override them. */
export const SETTINGS = {
  author: setting('author', z.string().max(200), ''),
  record: setting('history.record', z.boolean(), false),
  retentionDays: setting('history.retentionDays', z.number().int().min(1).max(3650), 90),
  /** Ids of sources that are imported automatically; empty until the user chooses. */
  keepUpToDate: setting('history.keepUpToDate', z.array(z.string().max(40)).max(50), []),
  warnOnDeny: setting('terminal.warnOnDeny', z.boolean(), true),
  quietDays: setting('rules.quietDays', z.number().int().min(1).max(365), 7),
  seed: setting('learning.seed', z.number().int().min(0).max(2_147_483_647), 42),
  workers: setting('learning.workers', z.number().int().min(1).max(16), 2),
  topN: setting('learning.topN', z.number().int().min(1).max(100), 20),
  background: setting('learning.background', z.string(), ''),
  onError: setting('guard.onError', z.enum(['deny', 'ask']), 'deny'),
  guardAllow: setting('guard.allow', z.boolean(), false),
  guardRecord: setting('guard.record', z.boolean(), true),
  staleMinutes: setting('agents.staleMinutes', z.number().int().min(1).max(10_080), 15),
} as const;

/** The checked value of each setting. */
export type Settings = {
  readonly [K in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[K]['schema']>;
};

/** Reads and validates every setting. An invalid value counts as not set. */
export function readSettings(get: (id: string) => unknown): Settings {
  const entries = Object.entries(SETTINGS).map(([key, { id, schema, default: fallback }]) => {
    const parsed = schema.safeParse(get(id));
    return [key, parsed.success ? parsed.data : fallback];
  });
  // `Object.fromEntries` loses the keys; `entries` has one value of the right schema per key.
  return Object.fromEntries(entries) as Settings;
}
