import * as z from 'zod';

/** One setting: where it stands, what it accepts, what it is when nobody set it, and what package.json says of it. */
interface Setting<S extends z.ZodType> {
  readonly id: string;
  readonly schema: S;
  readonly default: z.infer<S>;
  readonly description: string;
}

function setting<S extends z.ZodType>(
  id: string,
  schema: S,
  value: z.infer<S>,
  description: string,
): Setting<S> {
  return { id: `rulewright.${id}`, schema, default: value, description };
}

/** Every setting. All have the scope `machine`: no cloned repository may weaken them. */
export const SETTINGS = {
  author: setting(
    'author',
    z.string().max(200),
    '',
    'Your name in the audit trail. Empty: the name that git knows (`git config user.name`), else the name of your account.',
  ),
  record: setting(
    'history.record',
    z.boolean(),
    false,
    'Record the commands of your VS Code terminals on this machine, with secrets removed. Nothing is sent anywhere.',
  ),
  retentionDays: setting(
    'history.retentionDays',
    z.number().int().min(1).max(3650),
    90,
    'How many days recorded commands are kept. Labels and imported rows of that age go with them.',
  ),
  warnOnDeny: setting(
    'terminal.warnOnDeny',
    z.boolean(),
    true,
    'Warn when a command that you ran in a VS Code terminal matches a deny rule. Your own terminal is never blocked.',
  ),
  seed: setting(
    'learning.seed',
    z.number().int().min(0).max(2_147_483_647),
    42,
    'The seed of the forest. The same history and seed give the same model and suggestions.',
  ),
  workers: setting(
    'learning.workers',
    z.number().int().min(1).max(16),
    2,
    'How many worker threads grow trees. The model does not depend on it.',
  ),
  topN: setting(
    'learning.topN',
    z.number().int().min(1).max(100),
    20,
    'The most suggestions that one run may propose.',
  ),
  background: setting(
    'learning.background',
    z.string(),
    '',
    'A file of everyday harmless commands, one a line, that no suggestion may hit. Empty: the list that comes with Rulewright.',
  ),
  onError: setting(
    'guard.onError',
    z.enum(['deny', 'ask']),
    'deny',
    'What a command gets when the policy cannot be read or a command cannot be decided: deny or ask. Never allow.',
  ),
  guardAllow: setting(
    'guard.allow',
    z.boolean(),
    false,
    'Let a command that an allow rule allows skip the question that the agent would ask. A deny rule always comes first.',
  ),
  guardRecord: setting(
    'guard.record',
    z.boolean(),
    true,
    'Record the commands that agents ask the guard about, with secrets removed. Only agents whose hook you installed ask.',
  ),
  staleMinutes: setting(
    'agents.staleMinutes',
    z.number().int().min(1).max(10_080),
    15,
    'An agent that was not heard of for so many minutes is shown as stale.',
  ),
} as const;

/** The checked value of each setting. */
export type Settings = {
  readonly [K in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[K]['schema']>;
};

/** Reads every setting through its schema; a value that does not parse counts as not set. */
export function readSettings(get: (id: string) => unknown): Settings {
  const entries = Object.entries(SETTINGS).map(([key, { id, schema, default: fallback }]) => {
    const parsed = schema.safeParse(get(id));
    return [key, parsed.success ? parsed.data : fallback];
  });
  // Object.fromEntries forgets the keys; the mapping above keeps one value of the right schema per key.
  return Object.fromEntries(entries) as Settings;
}
