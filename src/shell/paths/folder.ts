import { resolveWord, type Variables } from '../words/expand';
import type { Token } from '../words/token';
import { pathClass } from './pathClass';
import { resolvePath } from './resolvePath';
import type { TargetClass } from './targetClass';

/** The working directory at a position in a command. */
export interface Folder {
  /** As returned by `resolvePath`; `.` is the folder where the command starts. */
  readonly path: string;
  /** The folder that counts as the project; undefined in a folder such as `/` or `~`. */
  readonly project: string | undefined;
  /** Whether it depends on the unknown folder in which the command starts. */
  readonly fromStart: boolean;
}

/** The start folder of a command if it is unknown: treated as the project. */
export const START_FOLDER: Folder = { path: '.', project: '.', fromStart: true };

/** An arbitrary project folder, for commands whose start folder should not matter. */
export const SOME_PROJECT: Folder = { ...START_FOLDER, fromStart: false };

/**
 * The start folder of a command with a known working directory, which counts as the project. Roots,
 * home folders, system and temporary folders, and folders of secrets or settings do not.
 */
export function startFolder(cwd: string): Folder {
  if (!isKnownStart(cwd)) return START_FOLDER;
  const path = resolvePath(cwd, '.');
  const target = pathClass(path, undefined);
  return target !== undefined && KNOWN_STARTS.has(target)
    ? folderAt(cwd, SOME_PROJECT)
    : SOME_PROJECT;
}

/** Whether a working directory determines where a command starts. */
export function isKnownStart(cwd: string): boolean {
  return IS_ABSOLUTE.test(cwd);
}

const IS_ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;
const KNOWN_STARTS: ReadonlySet<string> = new Set([
  ...['in home', 'outside', 'root', 'home', 'system', 'temp'],
  ...['secret', 'startup', 'agent settings', 'git folder'],
]);

/** The folder at a path. */
export function folderAt(written: string, from: Folder): Folder {
  const path = resolvePath(written, from.path);
  const target = pathClass(path, from.project);
  if (target === undefined || target === 'unknown') return SOME_PROJECT;
  const fromStart = from.fromStart && dependsOnStart(path, target);
  if (target === 'project' || target === 'project root') {
    return { path, project: from.project, fromStart };
  }
  return { path, project: POSSIBLE_PROJECTS.has(target) ? path : undefined, fromStart };
}

const POSSIBLE_PROJECTS: ReadonlySet<TargetClass> = new Set(['in home', 'outside']);

/**
 * Whether the class of a path could differ for another start folder: the path is relative to it, or may be in the
 * project.
 */
export function dependsOnStart(path: string, target: TargetClass): boolean {
  return path.startsWith('.') || IN_OR_BESIDE_PROJECT.has(target);
}

const IN_OR_BESIDE_PROJECT: ReadonlySet<TargetClass> = new Set([
  ...POSSIBLE_PROJECTS,
  'project',
  'project root',
]);

/** The folders that `cd -` and `popd` return to. */
export interface FolderTrail {
  now: Folder;
  before: Folder;
  readonly pushed: Folder[];
}

/** A trail at the start of a command. */
export function startTrail(start: Folder): FolderTrail {
  return { now: start, before: start, pushed: [] };
}

/** Follows `cd` and similar commands; others change nothing. */
export function follow(
  trail: FolderTrail,
  program: string,
  words: readonly Token[],
  variables: Variables,
): void {
  if (program === 'popd' || program === 'Pop-Location') {
    moveTo(trail, trail.pushed.pop() ?? SOME_PROJECT);
    return;
  }
  if (!MOVERS.has(program)) return;
  if (program === 'pushd' || program === 'Push-Location') trail.pushed.push(trail.now);
  const [to] = words.slice(1).filter(({ value }) => !/^(?:-[A-Za-z]+|--)$/.test(value));
  if (to?.value === '-') moveTo(trail, trail.before);
  else moveTo(trail, to === undefined ? folderAt('~', trail.now) : reached(to, trail, variables));
}

function moveTo(trail: FolderTrail, next: Folder): void {
  trail.before = trail.now;
  trail.now = next;
}

function reached(to: Token, trail: FolderTrail, variables: Variables): Folder {
  const [word = to] = resolveWord(to, variables);
  return folderAt(word.value, trail.now);
}

const MOVERS: ReadonlySet<string> = new Set([
  'cd',
  'pushd',
  'chdir',
  'Set-Location',
  'Push-Location',
]);
