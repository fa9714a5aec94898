import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import * as z from 'zod';
import { canonicalJson } from '../../core/canonicalJson';
import { RulewrightError } from '../../core/errors';
import type { Files } from '../../core/fileAccess';
import { sha256Hex } from '../../core/hash';
import { HOST_NAMES } from '../../core/hostNames';
import { isObject } from '../../core/isObject';
import type { HookPhase } from '../../core/hookPhase';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  STATUS_TEXT,
  type HostFiles,
  type OtherTools,
  type PlacedHook,
  type HookSwitch,
  type TrustPorts,
  type SwitchPlace,
} from '../hostFiles';
import type { ReadConfig } from '../configReader';
import {
  firstSwitch,
  inProject,
  isWithin,
  machineFolder,
  type SwitchFile,
  type SwitchValue,
} from '../switches';

const SHELL = 'Bash';
const FILES = 'apply_patch|Edit|Write';
const MCP = 'mcp__.*';

/** Codex limits these hooks to three seconds; the trusted hash is computed from its own limit. */
const SHORT_EVENTS: ReadonlySet<string> = new Set(['Interrupt', 'SessionEnd']);

/** Codex. */
export const files: HostFiles = {
  name: HOST_NAMES.codex,
  folder: (place) => folderOf(place, '.codex', place.env['CODEX_HOME']),
  hookFile: 'hooks.json',
  root: {},
  isDedicated: false,
  isStrict: true,
  refusesRepeatedNames: true,
  switchedOff,
  get afterwards() {
    return l10n.t('Codex skips new and changed hooks until you trust them: type /hooks in Codex.');
  },
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
      grouped(event, matcher, {
        command: hookLine(launcher, 'codex', phase, tools),
        timeout: SHORT_EVENTS.has(event) ? 3 : LIMIT_SECONDS,
        ...(phase === 'pre' ? { statusMessage: STATUS_TEXT } : {}),
      });
    // The user trusts all hooks at once, so the hooks for files and MCP tools are installed before
    // the guard makes any decision about them.
    return [
      hook('PreToolUse', 'pre', SHELL),
      hook('PreToolUse', 'pre', FILES, 'files'),
      hook('PreToolUse', 'pre', MCP, 'mcp'),
      hook('PermissionRequest', 'perm'),
      hook('PostToolUse', 'post', SHELL),
      hook('PostToolUse', 'post', MCP, 'mcp'),
      hook('SessionStart', 'start'),
      hook('SubagentStart', 'substart'),
      hook('SubagentStop', 'substop'),
      hook('Stop', 'stop'),
      hook('Interrupt', 'stop'),
      hook('SessionEnd', 'end'),
    ];
  },
  earlier: ['d382852e65950b5055f53dd9b4f3749b27a22a78dcb4f9c9c53ad303ed79a941'],
  isTrusted,
};

// Codex runs a hook only after the user has trusted it:
// `[hooks.state."<hooks.json>:<event>:<group>:<hook>"]` in its config.toml then contains the hash
// of the trusted hook. A hook that was changed or moved to another position is skipped, and `codex
// exec` does not report it. Observed with Codex 0.171.0.

/** The parts of `config.toml` that are read. */
const Config = z.object({
  projects: z.record(z.string(), z.object({ trust_level: z.string().optional() })).optional(),
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

/** A group of hooks as written by this extension. */
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

async function isTrusted(
  { files, read }: TrustPorts,
  folder: string,
  paths: readonly string[],
  hooks: readonly PlacedHook[],
): Promise<boolean> {
  const config = await read.parsed(join(folder, 'config.toml'), configIn);
  const state = config?.hooks?.state ?? {};
  const untrusted = hooks.filter((hook) => !isTrustedHook(state, paths, hook));
  if (untrusted.length === 0) return true;
  // An older Codex does not know the event: it neither lists the hook nor stores a hash for it.
  const isMissing = ({ event }: PlacedHook): boolean =>
    event === NEWER_EVENT.name &&
    !Object.keys(state).some((key) => key.includes(`:${snakeCase(event)}:`));
  if (!untrusted.every(isMissing)) return false;
  const version = await lastVersion(files, join(folder, 'sessions'));
  return version === undefined || isOlder(version, NEWER_EVENT.seenIn);
}

/** An event that 0.149.1 does not have. The version that introduced it is unknown. */
const NEWER_EVENT = { name: 'Interrupt', seenIn: '0.171.0' };

function isTrustedHook(
  state: State,
  paths: readonly string[],
  { event, index, value }: PlacedHook,
): boolean {
  const group = Group.safeParse(value);
  if (!group.success) return false;
  const name = snakeCase(event);
  return group.data.hooks.every((hook, at) => {
    const { matcher } = group.data;
    const identity = { event_name: name, matcher, hooks: [{ ...hook, async: false }] };
    const hash = `sha256:${sha256Hex(canonicalJson(identity))}`;
    return paths.some((path) => {
      const known = state[`${path}:${name}:${index}:${at}`];
      return known?.trusted_hash === hash && known.enabled !== false;
    });
  });
}

const snakeCase = (event: string): string => event.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase();

/**
 * A session log begins with the version of Codex that wrote it:
 * `sessions/2026/11/28/rollout-….jsonl`.
 */
const VERSION = /"cli_version":"(\d+\.\d+\.\d+)/;
const HEAD_BYTES = 4096;

/** The last version of Codex that ran; undefined before the first session. */
async function lastVersion(files: Files, sessions: string): Promise<string | undefined> {
  let path = sessions;
  for (const name of [/^\d{4}$/, /^\d\d$/, /^\d\d$/, /^rollout-.*\.jsonl$/]) {
    const newest = (await files.list(path)).filter((each) => name.test(each)).at(-1);
    if (newest === undefined) return undefined;
    path = join(path, newest);
  }
  const file = await files.open(path);
  if (file === undefined) return undefined;
  try {
    const head = new Uint8Array(Math.min(HEAD_BYTES, file.sizeBytes));
    const length = file.readInto(head, 0);
    return VERSION.exec(Buffer.from(head.subarray(0, length)).toString('latin1'))?.[1];
  } finally {
    file.close();
  }
}

const isOlder = (version: string, other: string): boolean =>
  version.localeCompare(other, 'en', { numeric: true }) < 0;

type State = NonNullable<NonNullable<z.infer<typeof Config>['hooks']>['state']>;

function configIn(config: string): z.infer<typeof Config> {
  try {
    return Config.parse(parse(config));
  } catch (error) {
    const message =
      error instanceof TomlError
        ? l10n.t('config.toml of Codex is not valid in line {0}.', String(error.line))
        : l10n.t('config.toml of Codex is not valid.');
    throw new RulewrightError('invalid-input', message, {
      hint: l10n.t('Correct the file: Codex reads it, too.'),
      cause: error,
    });
  }
}

const MACHINE = { linux: 'codex', mac: 'codex', windows: 'codex' };

/**
 * `[features] hooks = false`. A project's setting applies only in a folder that the user trusts.
 */
async function switchedOff(read: ReadConfig, place: SwitchPlace): Promise<HookSwitch | undefined> {
  const { platform } = place;
  // On macOS, Codex uses the same folder as on Linux.
  const unixPlace = { ...place, platform: platform === 'darwin' ? ('linux' as const) : platform };
  const machine = machineFolder(unixPlace, MACHINE);
  const own = join(files.folder(place), 'config.toml');
  const { projects = {} } = (await read.parsed(own, configIn)) ?? {};
  const isTrustedProject = Object.entries(projects).some(
    ([path, { trust_level }]) =>
      trust_level === 'trusted' && place.project !== undefined && isWithin(place.project, path),
  );
  const inTrusted = isTrustedProject
    ? inProject(place, ['.codex/config.toml'], featuresSwitch)
    : [];
  const everywhere = await firstSwitch(
    read,
    [
      { path: join(machine, 'requirements.toml'), switchIn: requirementsSwitch },
      { path: join(machine, 'managed_config.toml'), switchIn: featuresSwitch },
      ...inTrusted,
      { path: own, switchIn: featuresSwitch },
      { path: join(machine, 'config.toml'), switchIn: featuresSwitch },
    ],
    parseToml,
  );
  return everywhere ?? switchedOffInProfile(read, files.folder(place));
}

/**
 * A profile that switches hooks off: a Codex started with `--profile` then runs no hooks. A profile
 * is a file `NAME.config.toml` (0.171.0); earlier versions used a table `[profiles.NAME]`.
 */
async function switchedOffInProfile(
  read: ReadConfig,
  folder: string,
): Promise<HookSwitch | undefined> {
  const names = (await read.names(folder)).filter((name) => name.endsWith('.config.toml'));
  const profiles: readonly SwitchFile[] = [
    { path: join(folder, 'config.toml'), switchIn: profilesSwitch },
    ...names.map((name) => ({ path: join(folder, name), switchIn: featuresSwitch })),
  ];
  for (const profile of profiles) {
    const found = await firstSwitch(read, [profile], parseToml);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Codex ignores a project file that it cannot parse. Errors in the user's own file are reported by
 * `configIn`.
 */
function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

type Table = Readonly<Record<string, unknown>>;

function requirementsSwitch(settings: Table): SwitchValue | undefined {
  const name = 'allow_managed_hooks_only';
  return settings[name] === true ? { setting: name, isOff: true } : undefined;
}

function featuresSwitch(settings: Table): SwitchValue | undefined {
  const features = settings['features'];
  if (!isObject(features)) return undefined;
  // The second is the name used by earlier versions.
  for (const name of ['hooks', 'codex_hooks']) {
    const value = features[name];
    if (typeof value === 'boolean') return { setting: `features.${name}`, isOff: !value };
  }
  return undefined;
}

function profilesSwitch({ profiles }: Table): SwitchValue | undefined {
  if (!isObject(profiles)) return undefined;
  for (const [name, profile] of Object.entries(profiles)) {
    const value = isObject(profile) ? featuresSwitch(profile) : undefined;
    if (value?.isOff === true) return { ...value, setting: `profiles.${name}.${value.setting}` };
  }
  return undefined;
}
