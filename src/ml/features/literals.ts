import type { CanonicalCommand, CanonicalLine } from '../../shell/canonical';
import { broaderClass, wordClass } from './wordClass';

/** Where in a canonical command a literal stands. The order is the order in the text. */
export const LiteralKind = ['flag', 'word', 'class', 'redirect', 'pipe'] as const;
export type LiteralKind = (typeof LiteralKind)[number];

/** One thing that can be said of a canonical command beside its name. `text` is in lower case. */
export interface Literal {
  readonly kind: LiteralKind;
  readonly text: string;
  /** The argument it stands in, and which word of it; 0 where order is fixed otherwise. */
  readonly argument: number;
  readonly place: number;
}

/** One canonical command as learning sees it: how it can be called, and what can be said of it. */
export interface CommandFacts {
  readonly sudo: boolean;
  /** The program, with one sub-command, with all sub-commands; last `mkfs*` for `mkfs.ext4` and the like. */
  readonly heads: readonly string[];
  readonly literals: readonly Literal[];
}

const MAX_LITERALS = 40;
const WORD = /[a-z_][a-z0-9_]{1,30}(?:-[a-z0-9_]{1,20}){0,3}/g;
/** What stands in such an argument is a name that somebody chose: it says nothing beyond its class. */
const NAMELESS: ReadonlySet<string> = new Set([
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
/** Arguments that say something by how they begin. */
const SIGNS = [
  [/^\+[^ ]/, '+REF'],
  [/^:[^ ]/, ':REF'],
  [/^--$/, '--'],
] as const;
/** Joining the standard streams says nothing. */
const STANDARD = /^[0-2]$/;
/** What looks like rights is a port or a year elsewhere. */
const TAKES_RIGHTS: ReadonlySet<string> = new Set(['chmod', 'install', 'mkdir', 'umask']);
const RIGHTS: ReadonlySet<string> = new Set(['WORLDWRITABLE', 'SETID']);
const SHELL_PATH = /\/bin\/(?:ba|z|k|da|a|c|tc|fi)?sh\b/;
const SHELL = /^(?:ba|z|k|da|a)?sh$/;

/** The facts of each command of a line. */
export function lineFacts(line: CanonicalLine): readonly CommandFacts[] {
  return line.commands.map((command, at) => commandFacts(command, line.commands[at + 1]));
}

function commandFacts(command: CanonicalCommand, next: CanonicalCommand | undefined): CommandFacts {
  const literals: Literal[] = [];
  let argument = 0;
  const takesRights = TAKES_RIGHTS.has(command.program.toLowerCase());
  const add = (kind: LiteralKind, text: string): void => {
    if (literals.length >= MAX_LITERALS || text === '') return;
    if (kind === 'class' && RIGHTS.has(text) && !takesRights) return;
    if (literals.some((known) => known.kind === kind && known.text === text)) return;
    literals.push({ kind, text, argument, place: literals.length });
  };
  for (const flag of command.flags) addFlag(flag.toLowerCase(), add);
  for (const sub of command.sub) addVerb(sub.toLowerCase(), add);
  for (const word of command.args) {
    argument += 1;
    addWord(word.toLowerCase(), add);
  }
  for (const { op, target } of command.redirects) addRedirect(op, target.toLowerCase(), add);
  if (next !== undefined) add('pipe', pipeName(next));
  return { sudo: command.sudo, heads: heads(command), literals };
}

/** `mkfs` of `mkfs.ext4`. */
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

/** `delete-stack` says `delete`, whatever is deleted. */
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
  const sign = SIGNS.find(([start]) => start.test(plain));
  if (sign !== undefined) add('word', sign[1]);
  if (/^-[a-z]/.test(plain)) {
    add('word', plain.split(/[= ]/)[0] ?? '');
    return;
  }
  if (name !== undefined && NAMELESS.has(name)) return;
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
