import { isObject } from '../core/isObject';
import { shellWord } from '../core/shellQuoted';

/**
 * Members of an MCP tool's input that contain a shell command; names with an `s` contain several.
 */
const COMMAND =
  /^(?:command|cmd|command_?line|shell_?command|bash|shell|script|argv|program|executable)$/i;
const COMMANDS = /^(?:commands|cmds|command_?lines|shell_?commands|scripts)$/i;
/** Limits for searching an input, whose size is set by the host. */
const MAX_DEPTH = 8;
const MAX_VALUES = 10_000;

/**
 * The shell commands in the input of an MCP tool, as the lines of one command; undefined if there
 * are none. They may be strings or lists of words, with separate arguments, at any depth, and in
 * JSON text.
 */
export function mcpCommand(input: unknown): string | undefined {
  const commands: string[] = [];
  let values = 0;
  const search = (value: unknown, depth: number): void => {
    values += 1;
    if (depth > MAX_DEPTH || values > MAX_VALUES) return;
    const found = fromJsonText(value);
    if (Array.isArray(found)) for (const each of found) search(each, depth + 1);
    if (!isObject(found)) return;
    const args = found['args'] ?? found['arguments'];
    for (const [name, each] of Object.entries(found)) {
      const command = commandIn(name, each, args);
      if (command === undefined) search(each, depth + 1);
      else commands.push(command);
    }
  };
  search(input, 0);
  return commands.length === 0 ? undefined : commands.join('\n');
}

/** The shell command formed by a program and its arguments; undefined for other values. */
export function commandLine(command: unknown, args?: unknown): string | undefined {
  const words = wordsIn(args);
  if (typeof command === 'string') {
    if (typeof args === 'string') return `${command} ${args}`;
    return words === undefined ? command : [command, ...words.map(shellWord)].join(' ');
  }
  return wordsIn(command)?.map(shellWord).join(' ');
}

function commandIn(name: string, value: unknown, args: unknown): string | undefined {
  const found = fromJsonText(value);
  if (COMMANDS.test(name)) return linesIn(found);
  if (!COMMAND.test(name)) return undefined;
  // Program names do not contain spaces, so `["rm -rf x", "ls"]` is a list of lines.
  const isLines = Array.isArray(found) && /\s/.test(String(found[0]).trim());
  if (isLines) return linesIn(found);
  return commandLine(found, isObject(fromJsonText(args)) ? undefined : fromJsonText(args));
}

function linesIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : wordsIn(value)?.join('\n');
}

/** Words may be numbers: `["kill", "-9", 4711]`. */
function wordsIn(value: unknown): readonly string[] | undefined {
  const isWord = (each: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof each);
  return Array.isArray(value) && value.length > 0 && value.every(isWord)
    ? value.map(String)
    : undefined;
}

/** Parses JSON text that contains an object or a list; returns other values unchanged. */
function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON: `[ -f x ] && rm x`.
    return value;
  }
}
