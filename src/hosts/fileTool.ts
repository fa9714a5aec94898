import { isObject } from '../core/isObject';
import { HOST_HOOKS } from './allHooks';
import type { HostHook, RawHook } from './hostHook';

// One set for all hosts, because a host may run the hooks in another host's file.
const FILE_TOOLS = new Set(
  Object.values<HostHook>(HOST_HOOKS).flatMap(({ fileTools }) => fileTools ?? []),
);

/** Tools of MCP servers that write files, matched by the last part of their name. */
const MCP_WRITES =
  /^mcp_.*(?:write|edit|create|delete|remove|move|rename|replace|patch|append|insert|save|copy)/i;

const PATH_NAMES =
  /^(?:(?:abs(?:olute)?_?|relative_?|target_?|notebook_?|new_?|old_?|source_?|dest(?:ination)?_?)?(?:path|file|file_?path|file_?name|uri)|destination|source|path_in_repo)$/i;
const PATCH_NAMES = /^(?:input|patch|patchText|command|diff|arguments)$/i;
const PATCHED =
  /^\s*(?:\*\*\* (?:Add|Update|Delete) File:|\*\*\* Move to:|\+\+\+ (?:b\/)?|--- (?:a\/)?) ?([^\t\r\n]+)/gm;

const MAX_DEPTH = 4;
const MAX_PATHS = 500;

/** The files that a tool call writes; undefined if the tool does not write files. */
export function writtenPaths(
  raw: RawHook,
  tool: string,
  isMcp: boolean,
): readonly string[] | undefined {
  const name = tool.toLowerCase();
  const isMcpWrite = isMcp || name.startsWith('mcp_') ? MCP_WRITES.test(`mcp_${name}`) : false;
  if (!FILE_TOOLS.has(name) && !isMcpWrite) return undefined;
  const input = raw['tool_input'] ?? raw['toolArgs'] ?? raw['toolInput'];
  const found: string[] = [];
  collect(parsed(input), '', 0, found);
  return found;
}

function collect(value: unknown, name: string, depth: number, found: string[]): void {
  if (depth > MAX_DEPTH || found.length >= MAX_PATHS) return;
  if (typeof value === 'string') {
    if (PATH_NAMES.test(name)) found.push(withoutScheme(value));
    else if (name === '' || PATCH_NAMES.test(name)) found.push(...patched(value));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, name, depth + 1, found);
  } else if (isObject(value)) {
    // `str_replace_editor` also views files.
    if (value['command'] === 'view') return;
    for (const [key, item] of Object.entries(value)) collect(item, key, depth + 1, found);
  }
}

/** The files named in a patch. */
function patched(text: string): readonly string[] {
  return [...text.matchAll(PATCHED)].map(([, path = '']) => path.trim());
}

function withoutScheme(path: string): string {
  return path.startsWith('file://') ? decoded(path.slice('file://'.length)) : path;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // The path is not URL-encoded.
    return path;
  }
}

function parsed(input: unknown): unknown {
  if (typeof input !== 'string' || !/^\s*[[{]/.test(input)) return input;
  try {
    return JSON.parse(input);
  } catch {
    // The input is a patch or text in another format.
    return input;
  }
}
