import type { Action } from '../actions/action';
import { WordList } from '../words/wordList';
import { writes } from '../stages/redirects';
import { isChanger, removes } from './changers';
import { at, type WrittenTarget } from './writtenTarget';

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
      ...this.#throughOperands(action),
      ...this.#ofProgram(action),
      ...scriptTargets(this.#command, action),
    ];
  }

  /**
   * Redirects to the value of a variable of the same command: `f=FILE; : > "$f"`, `for f in FILE; do : > "$f"; done`.
   */
  #throughVariables({ redirects, folder }: Action): readonly WrittenTarget[] {
    return redirects.flatMap(({ op, target }) =>
      writes(op) && VARIABLE.test(target.shown)
        ? this.#valuesOf(target.shown).map((path) => at(path, folder.path))
        : [],
    );
  }

  /** The same for the operands of programs that change files, and the paths named in a substitution: `rm $(ls FILE)`. */
  #throughOperands({ program, operands, read, words, folder }: Action): readonly WrittenTarget[] {
    if (!isChanger(program)) return [];
    return operands.flatMap(({ shown, targets }, index) => {
      if (!targets.some(({ path }) => path === '?')) return [];
      const written = words[read.operands[index] ?? 0]?.value ?? '';
      const named = VARIABLE.test(shown)
        ? this.#valuesOf(shown)
        : [...(written.match(PATHS) ?? []), ...inHome(shown)];
      return named.slice(0, MAX_VALUES).map((path) => at(path, folder.path, removes(program)));
    });
  }

  /** The first values of a variable that a word consists of, with what follows it in the word. */
  #valuesOf(shown: string): readonly string[] {
    const [, name = '', rest = ''] = VARIABLE.exec(shown) ?? [];
    this.#values ??= valuesIn(this.#command);
    return (this.#values.get(name) ?? []).map((value) => value.replace(/["';]/g, '') + rest);
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

/** What follows a substitution, which may print the home folder. */
function inHome(shown: string): readonly string[] {
  return Array.from(shown.matchAll(/^["']?\$\(\)(\/[^"']{1,400})/g), ([, rest = '']) => `~${rest}`);
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

/** The files that a script of `sed` or of a line editor writes with `w`, and those that zsh writes with `>!`. */
function scriptTargets(
  command: string,
  { program, start, end, folder, redirects }: Action,
): readonly WrittenTarget[] {
  const files: RegExpExecArray[] = [];
  if (program === 'sed' || program === 'gsed') {
    files.push(...command.slice(start, end).matchAll(SED_WRITES));
  }
  // The script may come from a pipe.
  if (LINE_EDITORS.has(program)) files.push(...command.matchAll(EDITOR_WRITES));
  if (redirects.some(({ target }) => target.shown === '!'))
    files.push(...command.matchAll(ZSH_WRITES));
  return files.map(([, file = '']) => at(file, folder.path));
}

const LINE_EDITORS = new WordList('ed red ex vi vim nvim');
const EDITOR_WRITES =
  /(?:^|[\n;:|"' ]|\\n)[\d,$%.]{0,12}(?:w|W|wq|write|saveas|sav)!?\s+([~/$][^\s'"\\|;]{1,400})/g;
const ZSH_WRITES = />{1,2}!\s*([^\s'";|&<>()]{1,400})/g;

const SED_WRITES = /['"/;{}0-9$gpI]w\s+([^\s'"};]{1,400})/g;
