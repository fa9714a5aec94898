import type { Action } from '../actions/action';
import { WordList } from '../words/wordList';
import { writes } from '../stages/redirects';
import { at } from './rowTargets';
import type { WrittenTarget } from './writtenTarget';

/** The files that actions write according to the text of the command, which is searched once for all actions. */
export class TextTargets {
  readonly #command: string;
  /** The values of variables, by name. */
  #values: ReadonlyMap<string, readonly string[]> | undefined;
  /** Programs and folders examined already, for which the result would be the same. */
  readonly #seen = new Set<string>();

  constructor(command: string) {
    this.#command = command;
  }

  /** The files that an action writes. Of two actions with the same program and folder, only the first one gets them. */
  of(action: Action): readonly WrittenTarget[] {
    return [
      ...this.#throughVariables(action),
      ...this.#ofProgram(action),
      ...scriptTargets(this.#command, action),
    ];
  }

  /**
   * Redirects to the value of a variable of the same command: `f=FILE; : > "$f"`, `for f in FILE; do : > "$f"; done`.
   */
  #throughVariables({ redirects, folder }: Action): readonly WrittenTarget[] {
    return redirects.flatMap(({ op, target }) => {
      const [, name = '', rest = ''] = VARIABLE.exec(target.shown) ?? [];
      if (name === '' || !writes(op)) return [];
      this.#values ??= valuesIn(this.#command);
      return (this.#values.get(name) ?? []).map((value) =>
        at(value.replace(/["';]/g, '') + rest, folder.path),
      );
    });
  }

  /** The files in a patch for `apply_patch`, which agents also run in a shell, and the work tree in `GIT_WORK_TREE`. */
  #ofProgram({ program, folder }: Action): readonly WrittenTarget[] {
    const isGit = program === 'git';
    const key = `${program}\n${folder.path}`;
    if ((!isGit && !PATCHES.has(program)) || this.#seen.has(key)) return [];
    this.#seen.add(key);
    const command = this.#command;
    const found = isGit ? command.matchAll(WORK_TREE) : command.matchAll(PATCHED);
    return Array.from(found, ([, path = '']) => at(isGit ? `${path}/*` : path.trim(), folder.path));
  }
}

const VARIABLE = /^["']?\$\{?(\w+)\}?([^"']*)["']?$/;

/** The first values that a command assigns to its variables, by name. */
function valuesIn(command: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const add = (name: string, more: readonly string[]): void => {
    values.set(name, [...(values.get(name) ?? []), ...more].slice(0, MAX_VALUES));
  };
  for (const [, name = '', value = ''] of command.matchAll(ASSIGNED)) add(name, [value]);
  for (const [, name = '', list = ''] of command.matchAll(LISTED)) add(name, list.split(/\s+/));
  const names = new Set(Array.from(command.matchAll(READ), ([, name = '']) => name));
  const paths = names.size === 0 ? [] : (command.match(PATHS) ?? []).slice(0, MAX_VALUES);
  for (const name of names) add(name, paths);
  return values;
}

const ASSIGNED = /(?:^|[\s;&|(])(\w+)=(\S+)/g;
const LISTED = /(?:^|[\s;&|(])for\s+(\w+)\s+in\s+([^;\n]{1,400})/g;
/** `while read -r f; do …`: the names come from elsewhere in the command. */
const READ = /\bread\s+(?:-\w+\s+)?(\w+)\s*[;|&\n]/g;
const PATHS = /(?:~|\$HOME|\/)[^\s'"|;&<>()]{1,400}/g;
const MAX_VALUES = 8;

const PATCHES = new WordList('apply_patch applypatch');
const PATCHED = /^\*\*\* (?:(?:Add|Update|Delete) File|Move to): ([^\r\n]+)/gm;
const WORK_TREE = /(?:^|[\s;&|(])GIT_WORK_TREE=["']?([^\s"';]{1,400})/g;

/** The files that a `sed` script writes with `w`. */
function scriptTargets(
  command: string,
  { program, start, end, folder }: Action,
): readonly WrittenTarget[] {
  if (program !== 'sed' && program !== 'gsed') return [];
  return [...command.slice(start, end).matchAll(SED_WRITES)].map(([, file = '']) =>
    at(file, folder.path),
  );
}

const SED_WRITES = /['"/;{}0-9$gpI]w\s+([^\s'"};]{1,400})/g;
