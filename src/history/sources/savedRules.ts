import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import * as z from 'zod';
import type { Machine, SavedRule } from './source';
import { vscodeUserFolders } from './vscodeFolders';

/**
 * The rules that the user saved in Claude Code. Settings of a repository are ignored, because other people write them.
 */
export async function claudeRules({ home, env }: Machine): Promise<readonly SavedRule[]> {
  const set = env['CLAUDE_CONFIG_DIR'];
  const known = await read(join(set ?? home, '.claude.json'), ClaudeProjects);
  const folders = Object.keys(known?.projects ?? {});
  const files = [
    { path: join(set ?? join(home, '.claude'), 'settings.json') },
    ...folders.map((folder) => ({ path: join(folder, '.claude/settings.local.json'), folder })),
  ];
  const rules = files.map(async ({ path, ...place }) => {
    const settings = await read(path, ClaudeSettings);
    return (settings?.permissions.allow ?? []).flatMap((rule) => {
      const text = /^Bash\(([\s\S]+)\)$/.exec(rule)?.[1];
      if (text === undefined) return [];
      const prefix = text.replace(/(?::| )\*$/, '');
      // Asterisks elsewhere match any text, so such a rule is not a prefix.
      return prefix.includes('*') ? [] : [{ prefix, isWhole: prefix === text, ...place }];
    });
  });
  return (await Promise.all(rules)).flat();
}

const ClaudeProjects = z.object({ projects: z.record(z.string(), z.unknown()) });
const ClaudeSettings = z.object({ permissions: z.object({ allow: z.array(z.string()) }) });

/** `prefix_rule(pattern=["git", "fetch"], decision="allow")` of Codex, one per line. */
export async function codexRules({ home, env }: Machine): Promise<readonly SavedRule[]> {
  const path = join(env['CODEX_HOME'] ?? join(home, '.codex'), 'rules/default.rules');
  const lines = (await textOf(path)).split('\n');
  return lines.flatMap((line) => {
    const list = /^prefix_rule\(pattern=(\[.*\]), decision="allow"\)\s*$/.exec(line)?.[1];
    const words = list === undefined ? undefined : wordsIn(list);
    return words === undefined ? [] : [{ prefix: words.join(' '), isWhole: false }];
  });
}

/** `auto-saved.toml` of Gemini CLI, which contains only tables of this kind. */
export async function geminiRules({ home }: Machine): Promise<readonly SavedRule[]> {
  const text = await textOf(join(home, '.gemini/policies/auto-saved.toml'));
  return text.split('[[rule]]').flatMap((table) => {
    const isAllowed = /^decision = "allow"$/m.test(table);
    const list = /^commandPrefix = (.+)$/m.exec(table)?.[1];
    if (!isAllowed || list === undefined) return [];
    return (wordsIn(list) ?? []).map((prefix) => ({ prefix, isWhole: false }));
  });
}

/** Approvals "in this repo" at a prompt of Copilot CLI. */
export async function copilotRules({ home, env }: Machine): Promise<readonly SavedRule[]> {
  const folder = env['COPILOT_HOME'] ?? join(home, '.copilot');
  const config = await read(join(folder, 'permissions-config.json'), CopilotConfig);
  return Object.entries(config?.locations ?? {}).flatMap(([place, { tool_approvals: approvals }]) =>
    approvals.flatMap(({ kind, commandIdentifiers }) =>
      kind === 'commands'
        ? commandIdentifiers.map((prefix) => ({ prefix, isWhole: false, folder: place }))
        : [],
    ),
  );
}

const CopilotConfig = z.object({
  locations: z.record(
    z.string(),
    z.object({
      tool_approvals: z.array(
        z.object({ kind: z.string(), commandIdentifiers: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

/**
 * `chat.tools.terminal.autoApprove` in the user settings of VS Code. Regular expressions are ignored, because they are
 * not prefixes.
 */
export async function vscodeRules(machine: Machine): Promise<readonly SavedRule[]> {
  const rules = vscodeUserFolders(machine).map(async (folder) => {
    const text = await textOf(join(folder, 'settings.json'));
    const settings = VsCodeSettings.safeParse(parse(text)).data;
    const entries = Object.entries(settings?.['chat.tools.terminal.autoApprove'] ?? {});
    return entries.flatMap(([prefix, value]) =>
      AutoApproved.safeParse(value).success && prefix !== '' && !prefix.startsWith('/')
        ? [{ prefix, isWhole: false }]
        : [],
    );
  });
  return (await Promise.all(rules)).flat();
}

const VsCodeSettings = z.object({
  'chat.tools.terminal.autoApprove': z.record(z.string(), z.unknown()),
});
const AutoApproved = z.union([z.literal(true), z.object({ approve: z.literal(true) })]);

/**
 * The rule that allows a command. A rule covers at most one part of a command, so there is none for a command with
 * several parts.
 */
export function savedRuleFor(
  rules: readonly SavedRule[],
  command: string,
  cwd: string | undefined,
): SavedRule | undefined {
  if (/[;&|<>`$(){}\n]/.test(command)) return undefined;
  return rules.find(({ prefix, isWhole, folder }) => {
    if (folder !== undefined && cwd !== folder && !(cwd ?? '').startsWith(`${folder}/`))
      return false;
    return command === prefix || (!isWhole && command.startsWith(`${prefix} `));
  });
}

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await textOf(path))).data;
  } catch {
    return undefined; // missing or not JSON
  }
}

const MAX_BYTES = 1024 * 1024;

async function textOf(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    return text.length > MAX_BYTES ? '' : text;
  } catch {
    return ''; // missing or not readable
  }
}

/** A list of strings, or one string. */
function wordsIn(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return z.array(z.string()).safeParse(typeof value === 'string' ? [value] : value).data;
  } catch {
    return undefined;
  }
}
