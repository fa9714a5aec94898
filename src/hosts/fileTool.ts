import { isObject } from '../core/isObject';
import { HOST_HOOKS } from './allHooks';
import type { HostHook, RawHook } from './hostHook';
import { patchedFiles } from './patchedFiles';
import { sentPath } from './sentPath';

/** A file that a tool call may write. */
export interface WrittenPath {
  readonly path: string;
  /** Whether the contents of a folder change as well, because it is deleted, moved or replaced. */
  readonly withContents: boolean;
}

/** What a tool call may write. */
export interface ToolWrites {
  readonly paths: readonly WrittenPath[];
  /** Code in another language than that of a shell. */
  readonly code: readonly string[];
  /** Whether the tool is known to write; otherwise its name does not tell. */
  readonly isCertain: boolean;
}

// One set for all hosts, because a host may run the hooks in another host's file.
const FILE_TOOLS = new Set(
  Object.values<HostHook>(HOST_HOOKS).flatMap(({ fileTools }) => fileTools ?? []),
);

/** Words in the names of tools that write files, and of tools that only read. */
const WRITES =
  /^(?:write|rewrite|overwrite|edit|create|delete|remove|move|rename|replace|patch|append|prepend|insert|save|copy|truncate|chmod|chown|link|symlink|unlink|rm|rmdir|mv|cp|put|touch|extract|unzip|untar|unpack|decompress|download|modify|update|set|store|export|restore|checkout|clone|apply|convert|format|screenshot|clear|empty|trash|wipe|shred|sync|mirror|install|generate|render|dump|mount)$/;
const READS =
  /^(?:read|get|list|ls|view|show|find|search|grep|glob|stat|info|tree|cat|head|tail|fetch|query|diff|log|status|blame|describe|check|validate|lint|count|exists|compare|watch|navigate|inspect|explain|analy[sz]e|diagnostics?|browse|peek|preview|look|lookup|scan|summarize|hash)$/;
/** Words of tools for which a folder includes its contents. */
const WITH_CONTENTS =
  /^(?:delete|remove|move|rename|rm|rmdir|mv|link|symlink|unlink|trash|wipe|shred|clear|empty|extract|unzip|untar|unpack|decompress|clone|restore|checkout|sync|mirror|mount|copy|cp|chmod|chown)$/;
const COPIES =
  /^(?:copy|cp|link|symlink|extract|unzip|untar|unpack|decompress|convert|export|render)$/;
const LINKS = /^(?:link|symlink)$/;
const TAKES = /^(?:move|mv|rename)$/;

/** Members whose values are contents, not paths. */
const CONTENT =
  /^(?:(?:file_?)?(?:text|contents?|data|body|bytes)|(?:old|new|insert|expected)_?(?:str|string|text|source|contents?|code|lines?)|code_?edit|instructions?|explanation|description|prompt|message|title|subject|comment|pattern|regex|repl|replacement|thought|fact|observations?|summary|reason|activeform)$/i;
/** Members of which a copying tool only reads the file. */
const SOURCE =
  /^(?:source|src|from|input|old)(?:_?(?:path|file|dir|directory|name))?$|^zip_?(?:file|path)$/i;
/** Members that say where the tool works. */
const PLACE =
  /^(?:cwd|root|base|work(?:ing)?|repo(?:sitory)?|project|workspace)(?:_?(?:path|dir|directory|folder|root|uri))?$/i;
const CODE =
  /^(?:code|script|source_?code|expression|function|javascript|python|js|sql|query|statement)$/i;
const PATCHES = /^(?:input|patch|patch_?text|command|diff|arguments|content)?$/i;

const MAX_DEPTH = 8;
const MAX_PATHS = 500;
/** Maximum number of folders and of names that are joined. */
const MAX_JOINED = 16;
const MAX_PATH = 4096;

/** The files that a tool call may write; undefined if the tool only reads or does nothing with files. */
export function toolWrites(raw: RawHook, tool: string, isMcp: boolean): ToolWrites | undefined {
  const name = tool.toLowerCase();
  const input = parsed(raw['tool_input'] ?? raw['toolArgs'] ?? raw['toolInput']);
  const words = wordsOf(tool);
  if (FILE_TOOLS.has(name)) {
    // Tools that edit and view: only their own schema has the member.
    if (EDITS_AND_VIEWS.test(name) && isObject(input) && input['command'] === 'view')
      return undefined;
    return writesIn(input, words, { isCertain: true, isMcp: false });
  }
  if (!isMcp && !name.startsWith('mcp_')) return undefined;
  const isCertain = words.some((word) => WRITES.test(word));
  if (!isCertain && words.some((word) => READS.test(word))) return undefined;
  return writesIn(input, words, { isCertain, isMcp: true });
}

const EDITS_AND_VIEWS = /^str_replace_(?:editor|based_edit_tool)$/;

/** The words of the tool's own name, without that of its server. */
function wordsOf(tool: string): readonly string[] {
  const own = tool.includes('__')
    ? tool.slice(tool.lastIndexOf('__') + 2)
    : tool.replace(SERVER, '');
  return own
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
}

/** `mcp_SERVER_`, `SERVER-` and `SERVER/`. */
const SERVER = /^(?:mcp_[^_]{1,100}_|[^/]{1,100}\/|(?:[^-_]{1,100}-)+(?=\w+_))/i;

function writesIn(
  input: unknown,
  words: readonly string[],
  { isCertain, isMcp }: { readonly isCertain: boolean; readonly isMcp: boolean },
): ToolWrites {
  const has = (wanted: RegExp): boolean => words.some((word) => wanted.test(word));
  const into: Collecting = {
    found: [],
    code: [],
    // A link is another name for its source, and moving a file removes it.
    skipsSource: has(COPIES) && !has(LINKS) && !has(TAKES),
    withContents: has(WITH_CONTENTS),
  };
  collect(input, '', 0, into);
  if (!isMcp) return { paths: into.found, code: [], isCertain };
  return { paths: [...into.found, ...joined(into.found)], code: into.code, isCertain };
}

interface Collecting {
  readonly found: WrittenPath[];
  readonly code: string[];
  readonly skipsSource: boolean;
  readonly withContents: boolean;
}

function collect(sent: unknown, name: string, depth: number, into: Collecting): void {
  if (depth > MAX_DEPTH || into.found.length >= MAX_PATHS) return;
  const value = parsed(sent);
  if (typeof value === 'string') collectText(value, name, into);
  else if (Array.isArray(value)) for (const item of value) collect(item, name, depth + 1, into);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      // Some tools take an object with the files' names as its members.
      if (/[/\\]/.test(key)) add(key, '', into);
      collect(item, key, depth + 1, into);
    }
  }
}

function collectText(text: string, name: string, into: Collecting): void {
  if (PATCHES.test(name)) for (const path of patchedFiles(text)) add(path, name, into);
  if (CODE.test(name)) into.code.push(text);
  const isRead = into.skipsSource && SOURCE.test(name);
  if (!CONTENT.test(name) && !isRead && isPathLike(text.trim())) add(text, name, into);
}

function add(sent: string, name: string, { found, withContents }: Collecting): void {
  const path = sentPath(sent);
  if (path !== undefined) found.push({ path, withContents: withContents && !PLACE.test(name) });
}

/** Sentences are no paths, but a path may contain spaces. */
function isPathLike(text: string): boolean {
  if (text === '' || text.length > MAX_PATH || /[\r\n]/.test(text)) return false;
  return ROOTED.test(text) || text.startsWith('.') || !/\s/.test(text);
}

/** A folder and a name in separate members. */
function joined(found: readonly WrittenPath[]): readonly WrittenPath[] {
  const folders = found.filter(({ path }) => ROOTED.test(path)).slice(0, MAX_JOINED);
  const names = found.filter(({ path }) => !ROOTED.test(path)).slice(0, MAX_JOINED);
  return folders.flatMap((folder) =>
    names.map((name) => ({ ...name, path: `${folder.path}/${name.path}` })),
  );
}

const ROOTED = /^(?:[/~$%\\]|[A-Za-z][\w+.-]*:)/;

function parsed(input: unknown): unknown {
  if (typeof input !== 'string' || !/^\s*[[{]/.test(input)) return input;
  try {
    return JSON.parse(input);
  } catch {
    // The input is a patch or text in another format.
    return input;
  }
}
