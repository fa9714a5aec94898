import { isObject } from '../core/isObject';
import { shellWord } from '../core/shellQuoted';
import { fromJsonText, visitInput, type InputMember } from './visitInput';

/**
 * Members of an MCP tool's input that contain a shell command; names with an `s` contain several.
 */
const COMMAND =
  /^(?:command|cmd|command_?line|shell_?command|bash|shell|script|argv|program|executable)$/i;
const COMMANDS = /^(?:commands|cmds|command_?lines|shell_?commands|scripts)$/i;

/**
 * The shell commands in the input of an MCP tool, as the lines of one command; undefined if there
 * are none. They may be strings or lists of words, with separate arguments, at any depth, and in
 * JSON text.
 */
export function mcpCommand(input: unknown): string | undefined {
  const commands: string[] = [];
  visitInput(input, (member) => {
    const value = fromJsonText(member.value);
    const command = commandIn(member.name, value, member.siblings);
    if (command === undefined) return value;
    commands.push(command);
    return undefined;
  });
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

function commandIn(
  name: string,
  value: unknown,
  siblings: InputMember['siblings'],
): string | undefined {
  if (COMMANDS.test(name)) return linesIn(value);
  if (!COMMAND.test(name)) return undefined;
  // Program names do not contain spaces, so `["rm -rf x", "ls"]` is a list of lines.
  const isLines = Array.isArray(value) && /\s/.test(String(value[0]).trim());
  if (isLines) return linesIn(value);
  const args = fromJsonText(siblings['args'] ?? siblings['arguments']);
  return commandLine(value, isObject(args) ? undefined : args);
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
