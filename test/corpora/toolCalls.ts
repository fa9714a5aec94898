import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DEFAULT_GUARD_SETTINGS } from '../../src/guard/guardSettings';
import { guardOwnFiles } from '../../src/guard/guardOwnFiles';
import { runHook } from '../../src/guard/runHook';
import { HOST_FILES } from '../../src/hosts/allFiles';
import type { HookHost } from '../../src/hosts/allHooks';

/** A call of a tool that writes files. */
export interface ToolCall {
  /** The line of the list. */
  readonly text: string;
  /** The heading in the list. */
  readonly group: string;
  readonly host: HookHost;
  /** Whether the host calls the hook for tools of MCP servers. */
  readonly isMcp: boolean;
  readonly tool: string;
  readonly input: unknown;
}

/** The folders of a call: `{HOME}` and `{STORAGE}` in the lists. The project is the folder `app` of the home folder. */
export interface ToolFolders {
  readonly home: string;
  readonly storage: string;
}

/** A home folder inside another folder, with the storage where VS Code has it. */
export function toolFoldersIn(folder: string): ToolFolders {
  const home = join(folder, 'ada');
  return {
    home,
    storage: join(home, '.config/Code/User/globalStorage/rulewright.rulewright'),
  };
}

const LINE = /^(\w+)(\+mcp)? (\S+) (.+)$/;

/** The calls of a list in `blind/`: a host, `+mcp` for tools of MCP servers, the tool and its input as JSON. */
export function toolCalls(
  name: 'fifthFileTools' | 'fifthFileToolsHarmless',
  { home, storage }: ToolFolders,
): readonly ToolCall[] {
  let group = '';
  return readFileSync(join(__dirname, 'blind', `${name}.txt`), 'utf8')
    .split('\n')
    .flatMap((text) => {
      if (text.startsWith('# ')) group = text.slice(2);
      const [, host, mcp, tool, input] = LINE.exec(text.startsWith('#') ? '' : text) ?? [];
      if (host === undefined || tool === undefined || input === undefined) return [];
      const placed = input.replace(/(?<!\$)\{HOME\}/g, home).replaceAll('{STORAGE}', storage);
      const call = { isMcp: mcp !== undefined, tool, input: JSON.parse(placed) as unknown };
      return [{ text, group, host: host as HookHost, ...call }];
    });
}

/** Creates the files and links that the calls refer to. */
export function placeFiles({ home, storage }: ToolFolders): void {
  const app = join(home, 'app');
  const files = [
    ...['.claude/settings.json', '.codex/hooks.json', '.gemini/settings.json', 'app/README.md'],
    ...['.cursor/hooks.json', '.copilot/hooks/rulewright.json', '.qwen/settings.json'],
  ].map((name) => join(home, name));
  for (const path of [...files, join(storage, 'policy.snapshot')]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
  }
  symlinkSync(join(home, '.claude/settings.json'), join(app, 'notes.md'));
  symlinkSync(join(home, '.claude'), join(app, 'docs'));
  symlinkSync(join(app, 'chain2'), join(app, 'chain'));
  symlinkSync('../.gemini', join(app, 'chain2'));
  symlinkSync(storage, join(app, 'storage'));
  symlinkSync('README.md', join(app, 'link.md'));
  linkSync(join(home, '.claude/settings.json'), join(app, 'hard.md'));
}

/** What the guard answers to a call. Codex, opencode and a file tool of Cursor cannot ask, and deny instead. */
export function decideTool(call: ToolCall, { home, storage }: ToolFolders): string {
  const own = guardOwnFiles({ storage, guard: `${storage}/guard` }, { HOME: home });
  const { host, isMcp, tool, input } = call;
  const sent = { cwd: join(home, 'app'), session_id: 's', tool_name: tool, tool_input: input };
  const text = JSON.stringify({ hook_event_name: EVENTS[host] ?? 'PreToolUse', ...sent });
  return runHook(
    { host, phase: 'pre', input: text, isMcp },
    DEFAULT_GUARD_SETTINGS,
    () => ({
      ...{ decision: 'none', score: 0, rules: [], shadow: [] },
      ...{ policyVersion: '', reason: '' },
    }),
    { ownFiles: own },
  ).answer.decision;
}

const EVENTS: { readonly [K in HookHost]?: string } = {
  copilot: 'preToolUse',
  cursor: 'preToolUse',
  gemini: 'BeforeTool',
  opencode: 'tool.execute.before',
};

/** Whether the installed hooks of the host call the guard for this tool. */
export function isHooked({ host, isMcp, tool }: ToolCall): boolean {
  // VS Code's own harness applies no matcher.
  if (host === 'vscode') return true;
  return HOST_FILES[host].entries('/guard.sh').some(({ value }) => {
    const { matcher, tools, command, bash, hooks } = value as Entry;
    const line = command ?? bash ?? hooks?.[0]?.command ?? '';
    if (!line.includes(isMcp ? '--tools mcp pre' : '--tools files pre')) return false;
    const pattern = matcher ?? tools;
    return pattern === undefined || matches(host, pattern, tool);
  });
}

interface Entry {
  readonly matcher?: string;
  readonly tools?: string;
  readonly command?: string;
  readonly bash?: string;
  readonly hooks?: readonly { readonly command: string }[];
}

/** opencode and Gemini CLI search with the expression; the others compare whole names. */
function matches(host: HookHost, pattern: string, tool: string): boolean {
  const isSearched = host === 'opencode' || host === 'gemini';
  return new RegExp(isSearched ? pattern : `^(?:${pattern})$`).test(tool);
}
