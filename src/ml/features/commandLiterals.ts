import { replacePlaceholders } from '../../core/secretPlaceholder';
import type { CanonicalCommand, CanonicalLine } from '../../shell/canonical';
import { broaderClass, wordClass } from './wordClass';

/** The position of a literal in a canonical command, in text order. */
export const LiteralKind = ['flag', 'word', 'class', 'redirect', 'pipe'] as const;
export type LiteralKind = (typeof LiteralKind)[number];

/** An attribute of a canonical command besides its program. `text` is in lower case. */
export interface Literal {
  readonly kind: LiteralKind;
  readonly text: string;
  /** The argument that contains it, and its position; 0 if the order is fixed otherwise. */
  readonly argument: number;
  readonly place: number;
}

/** A canonical command in the form used for learning: its names and its attributes. */
export interface CommandFacts {
  readonly sudo: boolean;
  /** The program, the program with one sub-command and with all sub-commands; last `mkfs*` for names like `mkfs.ext4`. */
  readonly heads: readonly string[];
  readonly literals: readonly Literal[];
}

const MAX_LITERALS = 40;
const WORD = /[a-z_][a-z0-9_]{1,30}(?:-[a-z0-9_]{1,20}){0,3}/g;
/** Classes of arguments with arbitrary names: only the class is used, not the words. */
const CLASS_ONLY: ReadonlySet<string> = new Set([
  'ROOT',
  'HOME',
  'HOMEPATH',
  'TMP',
  'URL',
  'SHELL',
  'HERE',
  'BLOCKDEV',
  'LOG',
]);
/** Arguments whose prefix has a meaning. */
const PREFIXES = [
  [/^\+[^ ]/, '+REF'],
  [/^:[^ ]/, ':REF'],
  [/^--$/, '--'],
] as const;
/** Redirects between the standard streams are ignored. */
const STANDARD = /^[0-2]$/;
/** Programs whose arguments can be file modes. Elsewhere a similar number is a port or a year. */
const TAKES_MODE: ReadonlySet<string> = new Set(['chmod', 'install', 'mkdir', 'umask']);
const MODE_CLASSES: ReadonlySet<string> = new Set(['WORLDWRITABLE', 'SETID']);
const SHELL_PATH = /\/bin\/(?:ba|z|k|da|a|c|tc|fi)?sh\b/;
const SHELL = /^(?:ba|z|k|da|a)?sh$/;

/** The facts of each command in a line. */
export function lineFacts(line: CanonicalLine): readonly CommandFacts[] {
  return line.commands.map((command, at) => commandFacts(command, line.commands[at + 1]));
}

function commandFacts(command: CanonicalCommand, next: CanonicalCommand | undefined): CommandFacts {
  const literals: Literal[] = [];
  let argument = 0;
  const takesMode = TAKES_MODE.has(command.program.toLowerCase());
  const add = (kind: LiteralKind, text: string): void => {
    if (literals.length >= MAX_LITERALS || text === '') return;
    if (kind === 'class' && MODE_CLASSES.has(text) && !takesMode) return;
    if (literals.some((known) => known.kind === kind && known.text === text)) return;
    literals.push({ kind, text, argument, place: literals.length });
  };
  for (const flag of command.flags) addFlag(plainText(flag), add);
  for (const sub of command.sub) addVerb(sub.toLowerCase(), add);
  for (const word of command.args) {
    argument += 1;
    addWord(plainText(word), add);
  }
  for (const { op, target } of command.redirects) addRedirect(op, target.toLowerCase(), add);
  if (next !== undefined) add('pipe', pipeName(next));
  return { sudo: command.sudo, heads: heads(command), literals };
}

/** In lower case, without what redaction left in place of secrets: a rule must not require its words. */
function plainText(word: string): string {
  return replacePlaceholders(word.toLowerCase(), () => '');
}

/** The part of a program name before a separator: `mkfs` for `mkfs.ext4`. */
export function programStem(program: string): string | undefined {
  return /^([a-z]{2,})[-._]/.exec(program)?.[1];
}

function heads(command: CanonicalCommand): readonly string[] {
  const names = [command.program, ...command.sub].map((name) => name.toLowerCase());
  if (!/^[a-z0-9[][a-z0-9._+-]*$/.test(names[0] ?? '')) return [];
  const depths = new Set([1, Math.min(2, names.length), names.length]);
  const stem = programStem(names[0] ?? '');
  return [
    ...[...depths].map((depth) => names.slice(0, depth).join(' ')),
    ...(stem === undefined ? [] : [`${stem}*`]),
  ];
}

/** Adds the verb of a sub-command: `delete` for `delete-stack`. */
function addVerb(sub: string, add: (kind: LiteralKind, text: string) => void): void {
  const verb = sub.split(/[-_:]/)[0] ?? '';
  if (/^[a-z]{2,20}$/.test(verb)) add('word', verb);
}

function addFlag(flag: string, add: (kind: LiteralKind, text: string) => void): void {
  const name = /^[-+][^= ]*/.exec(flag)?.[0] ?? flag;
  if (name.length <= 40) add('flag', name);
  const value = flag.slice(name.length + 1);
  if (/^[a-z][a-z0-9_]{1,20}$/.test(value)) add('flag', flag);
  else if (value !== '') addWord(value, add);
}

function addWord(word: string, add: (kind: LiteralKind, text: string) => void): void {
  const plain = unquoted(word);
  const name = wordClass(plain);
  if (name !== undefined) addClass(name, add);
  else if (SHELL_PATH.test(plain)) add('word', 'SHELLPATH');
  const prefix = PREFIXES.find(([start]) => start.test(plain));
  if (prefix !== undefined) add('word', prefix[1]);
  if (/^-[a-z]/.test(plain)) {
    add('word', plain.split(/[= ]/)[0] ?? '');
    return;
  }
  if (name !== undefined && CLASS_ONLY.has(name)) return;
  for (const [found] of plain.slice(0, 400).matchAll(WORD)) add('word', found);
}

function addClass(name: string, add: (kind: LiteralKind, text: string) => void): void {
  add('class', name);
  const broader = broaderClass(name);
  if (broader !== undefined) add('class', broader);
}

function addRedirect(
  op: string,
  target: string,
  add: (kind: LiteralKind, text: string) => void,
): void {
  if (STANDARD.test(target)) return;
  const plain = unquoted(target);
  const name = /^\d+$/.test(plain) ? 'DESCRIPTOR' : wordClass(plain);
  add('redirect', `${op.replace(/^\d+/, '')} ${name ?? 'FILE'}`);
  if (!op.includes('>') || name === undefined) return;
  add('redirect', `to ${name}`);
  const broader = broaderClass(name);
  if (broader !== undefined) add('redirect', `to ${broader}`);
}

function pipeName(next: CanonicalCommand): string {
  const program = next.program.toLowerCase();
  return SHELL.test(program) ? 'SHELL' : program;
}

function unquoted(word: string): string {
  const quote = word[0];
  const isQuoted = (quote === "'" || quote === '"') && word.length > 1 && word.endsWith(quote);
  return isQuoted ? word.slice(1, -1) : word;
}
