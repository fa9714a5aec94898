import { parse, TomlError } from 'smol-toml';
import * as z from 'zod';
import { canonicalJson } from '../core/canonicalJson';
import { RulewrightError } from '../core/errors';
import { sha256Hex } from '../core/hash';
import type { PlacedHook } from './hookFile';

// Codex runs a hook only when the person trusted it: `[hooks.state."<hooks.json>:<event>:<group>:<hook>"]` in its
// config.toml then holds the hash of what was trusted. So a hook that changed, or that stands in another place than
// before, is skipped, and Codex `exec` does not say so. Found out with Codex 0.171.0.

/** The part of `config.toml` that is read. Everything else in it is Codex's business. */
const Config = z.object({
  hooks: z
    .object({
      state: z
        .record(
          z.string(),
          z.object({ trusted_hash: z.string().optional(), enabled: z.boolean().optional() }),
        )
        .optional(),
    })
    .optional(),
});

/** A group of hooks, as our own are written. */
const Group = z.object({
  matcher: z.string().optional(),
  hooks: z.array(
    z.object({
      type: z.string(),
      command: z.string(),
      timeout: z.number(),
      statusMessage: z.string().optional(),
    }),
  ),
});

/**
 * Whether Codex runs all of these hooks. `config`: the text of its config.toml; `paths`: the ways in which Codex may
 * spell the path of the hook file. Throws `invalid-input` where `config` cannot be understood.
 */
export function isTrusted(
  config: string,
  paths: readonly string[],
  hooks: readonly PlacedHook[],
): boolean {
  const state = stateIn(config);
  return hooks.every(({ event, index, value }) => {
    const group = Group.safeParse(value);
    if (!group.success) return false;
    const name = event.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase();
    return group.data.hooks.every((hook, at) => {
      const { matcher } = group.data;
      const identity = { event_name: name, matcher, hooks: [{ ...hook, async: false }] };
      const hash = `sha256:${sha256Hex(canonicalJson(identity))}`;
      return paths.some((path) => {
        const known = state[`${path}:${name}:${index}:${at}`];
        return known?.trusted_hash === hash && known.enabled !== false;
      });
    });
  });
}

type State = NonNullable<NonNullable<z.infer<typeof Config>['hooks']>['state']>;

function stateIn(config: string): State {
  try {
    return Config.parse(parse(config)).hooks?.state ?? {};
  } catch (error) {
    const where = error instanceof TomlError ? ` in line ${error.line}` : '';
    throw new RulewrightError(
      'invalid-input',
      `config.toml of Codex cannot be understood${where}.`,
      {
        hint: 'Mend the file: Codex needs it, too.',
        cause: error,
      },
    );
  }
}
