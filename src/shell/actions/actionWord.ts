import type { Token } from '../words/token';
import { dependsOnStart, SOME_PROJECT, START_FOLDER, type Folder } from '../paths/folder';
import { pathClass } from '../paths/pathClass';
import { looksLikePath, resolvePath } from '../paths/resolvePath';
import { mayBeSpecial } from '../paths/specialPaths';
import { markOf, withoutMarks, type TargetClass } from '../paths/targetClass';

/** A path, host or address that a command works on. */
export interface Target {
  /** A path as returned by `resolvePath`; an address as written. */
  readonly path: string;
  readonly class: TargetClass;
}

/** An operand, the value of an option, or the target of a redirect. */
export interface ActionWord {
  /** As written, with normalized quoting. */
  readonly shown: string;
  /** With targets replaced by their class marks. */
  readonly text: string;
  /** With targets resolved. */
  readonly resolved: string;
  readonly targets: readonly Target[];
  readonly startUse: StartUse;
}

/**
 * How parsing a word depends on the unknown folder in which the command starts: on the path of the folder, only on its
 * kind, or not at all.
 */
export const StartUse = ['none', 'kind', 'path'] as const;
export type StartUse = (typeof StartUse)[number];

/** The stronger of two dependencies. */
export function greaterUse(one: StartUse, other: StartUse): StartUse {
  return StartUse.indexOf(one) < StartUse.indexOf(other) ? other : one;
}

/** The possible meaning of a program's word, unless its form decides. */
export type Meaning = 'file' | 'host' | 'file or host' | 'address' | 'any';

/** Finds the targets in a word of a command that runs in `folder`. */
export function actionWord(token: Token, meaning: Meaning, folder: Folder): ActionWord {
  const { shown, value } = token;
  if (meaning === 'any' && PLAIN_WORD.test(value)) {
    return { shown, text: shown, resolved: shown, targets: [], startUse: 'none' };
  }
  const isProject = folder === START_FOLDER || folder === SOME_PROJECT;
  if (isProject && PLAIN_PATH.test(value) && !mayBeSpecial(value)) {
    const startUse = folder.fromStart ? 'kind' : 'none';
    if (meaning === 'any') return { shown, text: shown, resolved: shown, targets: [], startUse };
    if (meaning === 'file') return plainFile(value, shown, startUse);
  }
  return readText(textOf(token), shown, meaning, folder);
}

/** The most common operand: a file of the project, by its name or relative path. */
function plainFile(value: string, shown: string, startUse: StartUse): ActionWord {
  const targets: readonly Target[] = [{ path: `./${value}`, class: 'project' }];
  return { shown, text: PROJECT, resolved: `./${value}`, targets, startUse };
}

const PROJECT = markOf('project');
const PLAIN_PATH = /^\w[\w+-]*(?:\.[\w+-]+)*(?:\/\w[\w+.-]*)*$/;

/** A word without targets. */
export function plainWord(shown: string): ActionWord {
  return { shown, text: withoutMarks(shown), resolved: shown, targets: [], startUse: 'none' };
}

/** The value of an option with which a program authenticates: the secrets in it are keys. */
export function withKeys(word: ActionWord): ActionWord {
  const text = word.text.replaceAll(SECRET, markOf('key'));
  if (text === word.text) return word;
  const targets = word.targets.map((target): Target =>
    target.class === 'secret' ? { ...target, class: 'key' } : target,
  );
  return { ...word, text, targets };
}

const SECRET = markOf('secret');

/**
 * Words that are not paths unless the program takes files. Names of private keys begin with `id_`.
 */
const PLAIN_WORD = /^(?!id_)[\w-]+$/;

/** Longer words are not paths, even with all `/./` and `//` removed. */
const MAX_LENGTH = 4096;

/** The text to read: the shell removes backslashes, but a path with a drive letter needs them. */
function textOf({ text, value, moved }: Token): string {
  if (/^[A-Za-z]:\\/.test(text)) return text;
  // A quoted tilde is part of a name.
  if (moved || !/^['"\\]/.test(text)) return value;
  if (value.startsWith('~')) return `./${value}`;
  // A quoted wildcard is literal too; many programs take it as a pattern.
  return value.startsWith('*') ? 'x' : value;
}

/** Finds the targets in the value of an option or of `NAME=…`. */
export function readText(
  text: string,
  shown: string,
  meaning: Meaning,
  folder: Folder,
): ActionWord {
  const parts: Part[] = [];
  const short = text.length > MAX_LENGTH ? text.replace(/\/(?:\.?\/)+/g, '/') : text;
  if (short.length <= MAX_LENGTH) split(short, meaning, folder, parts);
  const startUse = useOfParts(parts);
  if (!parts.some(({ target }) => target !== undefined)) {
    const read = parts.map((part) => part.text).join('');
    const isAsWritten = parts.length === 0 || read === short;
    return { ...plainWord(isAsWritten ? shown : read), shown, startUse };
  }
  return {
    shown,
    text: parts.map(({ text: own, target }) => markedText(own, target)).join(''),
    resolved: parts.map(({ text: own, target }) => target?.path ?? own).join(''),
    targets: parts.flatMap(({ target }) => (target === undefined ? [] : [target])),
    startUse,
  };
}

/** A part of a word: a target, or text between targets. */
interface Part {
  readonly text: string;
  readonly target: Target | undefined;
  /** Default `none`. */
  readonly startUse?: StartUse;
}

function useOfParts(parts: readonly Part[]): StartUse {
  let most: StartUse = 'none';
  for (const { startUse = 'none' } of parts) most = greaterUse(most, startUse);
  return most;
}

function markedText(text: string, target: Target | undefined): string {
  if (target !== undefined) return markOf(target.class);
  // Text between targets must not contain blanks or pipes, which would end the word or the stage.
  return withoutMarks(text).replace(/[\s|]+/g, '_');
}

function split(text: string, meaning: Meaning, folder: Folder, parts: Part[]): void {
  // A program that takes files treats `x://..` as a path.
  const isPath = meaning === 'file' && /\/\.\.(?:\/|$)/.test(text);
  const address = isPath ? undefined : addressOf(text, folder);
  if (isPath) addPath(text, meaning, folder, parts);
  else if (address !== undefined) parts.push({ text, ...address });
  else if (meaning === 'address' || meaning === 'host') {
    parts.push({ text, target: { path: text, class: hostClass(text, meaning) } });
  } else if (HOST_AND_PATH.test(text) || (meaning === 'file or host' && NAMED_HOST.test(text))) {
    parts.push({ text, target: { path: text, class: 'remote host' } });
  } else splitNames(text, meaning, folder, parts);
}

/** `user@host:path`, as accepted by `git` and `scp`. */
const HOST_AND_PATH = /^[\w.-]+@[\w.-]+:(?!\d*$)(?!sha256)/;
const NAMED_HOST = /^(?![A-Za-z]:[\\/])[^/\s]+:|^rsync:/;

/** Splits `name=path`, `@path`, `name@path` and `path:path`. */
function splitNames(text: string, meaning: Meaning, folder: Folder, parts: Part[]): void {
  const named = NAMED.exec(text);
  if (named !== null) {
    const [head, name = ''] = named;
    parts.push({ text: head, target: undefined });
    const inner = FILE_NAMES.test(name) ? 'file' : 'any';
    splitList(text.slice(head.length), inner, folder, parts);
    return;
  }
  const mark = fileMarkOf(text, folder);
  if (mark === '' || text === mark) addPath(text, meaning, folder, parts);
  else {
    parts.push({ text: mark, target: undefined });
    addPath(text.slice(mark.length), 'file', folder, parts);
  }
}

/**
 * What precedes a file whose contents are sent: `@file` and `<file` of `curl`, `name@file` of `curl` and `http`. Other
 * words with `@` are names of packages and hosts, so `name@` only counts before a secret.
 */
function fileMarkOf(text: string, folder: Folder): string {
  if (text.startsWith('@') || text.startsWith('<')) return text.slice(0, 1);
  if (!text.includes('@')) return '';
  const [mark = ''] = NAME_BEFORE_FILE.exec(text) ?? [];
  return mark !== '' && isSecret(text.slice(mark.length), folder) ? mark : '';
}

const NAME_BEFORE_FILE = /^[\w.-]{1,40}@/;

function isSecret(text: string, folder: Folder): boolean {
  return pathClass(resolvePath(text, folder.path), folder.project) === 'secret';
}

const NAMED = /^([\w.-]{1,40})=/;
/** Names whose value is always a file: `dd if=x of=y`. */
const FILE_NAMES = /^(?:if|of)$/;

/** Splits a list of assignments: `type=bind,source=/,target=/x`. */
function splitList(text: string, meaning: Meaning, folder: Folder, parts: Part[]): void {
  const fields = text.includes(',') && text.includes('=') ? text.split(',') : [text];
  fields.forEach((field, at) => {
    if (at > 0) parts.push({ text: ',', target: undefined });
    if (at < MAX_FIELDS && field !== text) splitNames(field, meaning, folder, parts);
    else if (field.startsWith('@')) splitNames(field, meaning, folder, parts);
    else split(field, meaning, folder, parts);
  });
}

const MAX_FIELDS = 16;

/** Adds the local path of `/:/host`, as in `docker -v`. */
function addPath(text: string, meaning: Meaning, folder: Folder, parts: Part[]): void {
  const colon = text.startsWith('$env:') ? -1 : text.indexOf(':', DRIVE.test(text) ? 2 : 1);
  const isPair =
    colon > 0 && meaning !== 'file' && looksLikePath(text) && !/[{(%]/.test(text.slice(0, colon));
  const first = isPair ? text.slice(0, colon) : text;
  const { target, startUse } = targetOf(first, isPair ? 'any' : meaning, folder);
  parts.push({ text: target === undefined ? deviceOf(first, folder) : first, target, startUse });
  if (isPair) parts.push({ text: text.slice(colon), target: undefined });
}

const DRIVE = /^[A-Za-z]:/;

/**
 * A device without a class, with its path normalized: `//dev/null` is `/dev/null`. Other text is
 * returned unchanged.
 */
function deviceOf(text: string, folder: Folder): string {
  if (!/\bdev\b/.test(text) && !folder.path.startsWith('/dev')) return text;
  const path = resolvePath(text, folder.path);
  return path.startsWith('/dev/') ? path : text;
}

type Found = Required<Pick<Part, 'target' | 'startUse'>>;

function targetOf(text: string, meaning: Meaning, folder: Folder): Found {
  const isFile = meaning === 'file' || meaning === 'file or host';
  if (text === '' || text === '-') return NO_TARGET;
  const path = resolvePath(text, folder.path);
  const target = pathClass(path, folder.project);
  if (target === undefined) return NO_TARGET;
  const isShown = isFile || looksLikePath(text) || ALWAYS.has(target);
  const startUse = startUseOf(path, target, folder, isShown);
  return { target: isShown ? { path, class: target } : undefined, startUse };
}

const NO_TARGET: Found = { target: undefined, startUse: 'none' };

/** Classes that count even if the program does not take files. */
const ALWAYS: ReadonlySet<TargetClass> = new Set(['secret', 'startup', 'agent settings']);

/** Even if a word is not shown as a target, whether it is one may depend on the kind of the start folder. */
function startUseOf(path: string, target: TargetClass, folder: Folder, isShown: boolean): StartUse {
  if (!folder.fromStart || !dependsOnStart(path, target)) return 'none';
  if (!path.startsWith('.')) return isShown ? 'path' : 'none';
  return path.startsWith('..') || mayBeSpecial(path.slice('./'.length)) ? 'path' : 'kind';
}

function addressOf(text: string, folder: Folder): Found | undefined {
  const scheme = SCHEME.exec(text)?.[1];
  if (scheme === undefined) return undefined;
  if (/^file$/i.test(scheme)) {
    const path = resolvePath(text.slice('file://'.length), folder.path);
    const target = pathClass(path, folder.project) ?? 'outside';
    return { target: { path, class: target }, startUse: startUseOf(path, target, folder, true) };
  }
  const target = { path: text, class: LOCAL.test(text) ? 'local url' : 'url' } as const;
  return { target, startUse: 'none' };
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]{1,15}):\/\//;
const LOCAL =
  /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?(?:localhost|[\w-]+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?:[:/?#]|$)/i;

function hostClass(text: string, meaning: 'address' | 'host'): TargetClass {
  if (meaning === 'host') return 'remote host';
  return LOCAL.test(text) ? 'local url' : 'url';
}
