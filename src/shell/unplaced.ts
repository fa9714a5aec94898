import {
  greaterUse,
  withKeys,
  type ActionWord,
  type StartUse,
  type Target,
} from './actions/actionWord';
import type { Action, ActionOption } from './actions/action';
import { resolvedText } from './actions/classText';
import type { Pipeline } from './actions/pipeline';
import { folderAt, isKnownStart, startFolder, type Folder } from './paths/folder';
import { pathClass } from './paths/pathClass';
import { resolvePath } from './paths/resolvePath';
import { mayBeSpecial } from './paths/specialPaths';
import { markOf, type TargetClass } from './paths/targetClass';
import { commandPipelines } from './pipelines';
import { classTexts, viewsOf, type CommandViews } from './views';

export type { StartUse } from './actions/actionWord';

/** A command with an unknown working directory. */
export interface UnplacedCommand {
  /** As parsed in an arbitrary project folder. */
  readonly views: CommandViews;
  /**
   * How the views depend on the working directory: not at all, only on the kind of folder, or also on paths, which
   * differ between projects.
   */
  readonly startUse: StartUse;
  /**
   * The texts of the class views for deny and ask rules, first in a project and then in each kind of folder with other
   * texts. Words that are not paths by themselves stay unchanged.
   */
  readonly classTexts: () => readonly (readonly string[])[];
}

/** Parses a command whose working directory is unknown. Never throws. */
export function unplacedCommand(command: string): UnplacedCommand {
  const read = commandPipelines(command);
  const { pipelines } = read;
  return {
    views: viewsOf(read),
    startUse: pipelines.reduce<StartUse>((use, one) => greaterUse(use, useOfPipeline(one)), 'none'),
    classTexts: () => {
      const starts = [...KINDS_OF_START, ...ownStarts(pipelines)];
      const others = starts.map((start) => classTexts(pipelines.map((one) => at(one, start))));
      return [classTexts(pipelines), ...others];
    },
  };
}

/**
 * A key for a working directory, equal for folders in which every command is parsed identically, as far as `use`
 * requires. Undefined if it is not an absolute path and therefore unknown.
 */
export function startKey(cwd: string, use: StartUse): string | undefined {
  if (!isKnownStart(cwd)) return undefined;
  const { path, project } = startFolder(cwd);
  const isProject = path === project && !mayBeSpecial(`${path}/`);
  return use !== 'path' && isProject ? PROJECT : path;
}

/** The key of a folder in which a command reads as in some project. */
export const PROJECT = '.';

/** One folder of each kind, other than a project, in which a command may start. */
const KINDS_OF_START: readonly Folder[] = [
  ...['/', '/usr/share', '/tmp', '/tmp/work', '/home/user', '/home/user/work/app'],
  ...['/work/app', '/home/user/.ssh', '/home/user/.config/autostart', '/home/user/.codex/rules'],
  '/work/app/.git',
].map(startFolder);

/** An absolute path may be in the project or be the project itself. */
function ownStarts(pipelines: readonly Pipeline[]): readonly Folder[] {
  const paths = pipelines
    .flatMap(({ actions }) => actions.flatMap(wordsOf))
    .filter(({ startUse }) => startUse === 'path')
    .flatMap(({ targets }) => targets)
    .flatMap(({ path, class: target }) =>
      path.startsWith('.') || !POSSIBLE_PROJECTS.has(target) ? [] : [path, parentOf(path)],
    );
  return [...new Set(paths)]
    .slice(0, MAX_STARTS)
    .map((path) => ({ path, project: path, fromStart: false }));
}

const MAX_STARTS = 16;
const POSSIBLE_PROJECTS: ReadonlySet<TargetClass> = new Set(['in home', 'outside']);

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function useOfPipeline({ actions }: Pipeline): StartUse {
  return actions.reduce<StartUse>((use, action) => greaterUse(use, useOfAction(action)), 'none');
}

function useOfAction(action: Action): StartUse {
  const use = wordsOf(action).reduce<StartUse>(
    (most, word) => greaterUse(most, word.startUse),
    'none',
  );
  // If a word refers to another location, the view shows its path.
  return use === 'kind' && resolvedText(action) !== undefined ? 'path' : use;
}

function wordsOf(action: Action): readonly ActionWord[] {
  const { operands, options, redirects, files, inner } = action;
  return [
    ...operands,
    ...options.flatMap(({ value }) => value ?? []),
    ...[...redirects, ...files].map(({ target }) => target),
    ...(inner === undefined ? [] : wordsOf(inner)),
  ];
}

/** A pipeline as parsed in another folder. */
function at({ actions, speculative }: Pipeline, start: Folder): Pipeline {
  return { actions: actions.map((action) => actionAt(action, start)), speculative };
}

function actionAt(action: Action, start: Folder): Action {
  if (useOfAction(action) === 'none') return action;
  const { operands, options, redirects, files, inner } = action;
  const folder = folderFrom(action.folder, start);
  const word = (one: ActionWord): ActionWord => wordAt(one, folder, start);
  const withTarget = <T extends { readonly target: ActionWord }>(one: T): T => ({
    ...one,
    target: word(one.target),
  });
  return {
    ...action,
    operands: operands.map(word),
    options: options.map((one) => optionAt(one, word)),
    redirects: redirects.map(withTarget),
    files: files.map(withTarget),
    inner: inner && actionAt(inner, start),
  };
}

function optionAt(option: ActionOption, wordOf: (word: ActionWord) => ActionWord): ActionOption {
  if (option.value === undefined) return option;
  const value = wordOf(option.value);
  return { ...option, value: option.authenticates ? withKeys(value) : value };
}

function folderFrom(folder: Folder, start: Folder): Folder {
  if (!folder.fromStart) return folder;
  return folder.path === '.' ? start : folderAt(folder.path, start);
}

function wordAt(word: ActionWord, folder: Folder, start: Folder): ActionWord {
  if (word.startUse === 'none') return word;
  const targets = word.targets.map((target) => targetAt(target, folder, start));
  let next = 0;
  const text = word.text.replace(/\u2039[^\u2039\u203a]+\u203a/g, (mark) => {
    const target = targets[next++];
    return target === undefined ? mark : markOf(target.class);
  });
  return { ...word, text, targets };
}

function targetAt(target: Target, { project }: Folder, start: Folder): Target {
  if (ADDRESSES.has(target.class)) return target;
  const path = resolvePath(target.path, start.path);
  return { path, class: pathClass(path, project) ?? target.class };
}

const ADDRESSES: ReadonlySet<TargetClass> = new Set(['url', 'local url', 'remote host']);
