import { WordList } from '../words/wordList';
import type { Action } from '../actions/action';
import type { ActionWord, Target } from '../actions/actionWord';
import { resolvePath } from '../paths/resolvePath';
import { writes } from '../stages/redirects';
import { PER_NAME } from '../stages/inner';
import { fitsGlob } from '../words/globbedNames';

/** A place that an action changes, or may change. */
export interface WrittenTarget {
  readonly target: Target;
  /** Whether everything below it changes too. */
  readonly isFolder: boolean;
  /** False for a program that is not known to change what it names. */
  readonly certain: boolean;
}

/** The places that an action changes. Programs that only read have none. */
export function writtenTargets(action: Action): readonly WrittenTarget[] {
  return [...redirected(action), ...ofOptions(action), ...ofOperands(action)];
}

function redirected({ redirects }: Action): readonly WrittenTarget[] {
  return redirects.filter(({ op }) => writes(op)).flatMap(({ target }) => certainly(target));
}

/** `-o FILE` and its like, under whichever program. */
function ofOptions({ options, program }: Action): readonly WrittenTarget[] {
  const isCmdlet = CHANGES_ALL.has(program) && /^[A-Z]/.test(program);
  return options.flatMap(({ name, value }) => {
    if (value === undefined) return [];
    if (isCmdlet || OUTPUT.test(name)) return certainly(value, REMOVES.has(program));
    const isFolder = INTO.test(name) || (program === 'unzip' && name === '-d');
    return isFolder ? value.targets.map(({ path }) => anyIn(path)) : [];
  });
}

const OUTPUT =
  /^(?:-o|-O|--output|--out|--outfile|--output-document|--output-file|-(?:Destination|OutFile))$/i;
const INTO = /^(?:-t|-P|--target-directory|--directory-prefix)$/;

/** A file of any name in a folder. */
function anyIn(folder: string): WrittenTarget {
  const target = { path: `${folder}/*`, class: 'outside' as const };
  return { target, isFolder: false, certain: true };
}

function ofOperands(action: Action): readonly WrittenTarget[] {
  const { program, operands } = action;
  if (operands.length === 0 || READS.has(program)) return unpacked(action);
  const special = SPECIAL[program];
  if (special !== undefined) return special(action);
  if (COPIES.has(program)) return copied(operands);
  if (CHANGES_ALL.has(program)) return all(operands, REMOVES.has(program));
  if (EDITS.has(program)) {
    const isInPlace = action.options.some(({ name }) => IN_PLACE.test(name));
    return isInPlace ? all(operands, false) : [];
  }
  const others = RUNS_FILES.has(program) ? operands.slice(1) : operands;
  return others.flatMap((word) =>
    word.targets.map((target) => ({ target, isFolder: false, certain: false })),
  );
}

/** Programs whose operands need a closer look. */
const SPECIAL: Readonly<Record<string, (action: Action) => readonly WrittenTarget[]>> = {
  __proto__: null as never,
  git: ({ sub, operands }) => (CHANGING_GIT.test(sub[0] ?? '') ? all(operands, true) : []),
  find: (action) => (changesFound(action) ? all(action.operands, true) : []),
  dd: ({ operands }) =>
    operands.filter(({ shown }) => shown.startsWith('of=')).flatMap((word) => certainly(word)),
  mv: moved,
  ln: moved,
};

const READS = new WordList(
  'cat head tail less more bat ls ll tree stat file wc diff cmp comm grep egrep fgrep rg ag ack cut uniq find-file ' +
    'fd md5sum sha1sum sha256sum sha512sum shasum cksum du df realpath readlink basename dirname test [ [[ echo printf ' +
    'cd pushd popd mkdir od xxd hexdump strings nl tac rev column sort fold jsonlint code open xdg-open source . export ' +
    'Get-Content Get-ChildItem Get-Item Get-FileHash Select-String Test-Path Resolve-Path ConvertFrom-Json which type ' +
    'claude codex gemini copilot qwen opencode cursor-agent gh base64 watch inotifywait zip gzip env true : eslint shellcheck ' +
    'lsattr getfacl lsof shopt set read mapfile tar unzip bsdtar cpio 7z docker podman',
);
const RUNS_FILES = new WordList(
  'sh bash zsh dash ksh fish node python python3 perl ruby php deno bun pwsh tsx',
);
const CHANGES_ALL = new WordList(
  'rm rmdir unlink shred truncate tee sponge chmod chown chgrp chattr setfacl touch link trash trash-put rimraf srm ' +
    'wipe ed ex vi vim nvim nano emacs patch mkfifo mknod rename sd dos2unix xattr icacls attrib takeown ' +
    'Set-Content Add-Content Clear-Content Out-File Remove-Item Move-Item Rename-Item New-Item Set-Acl Set-ItemProperty',
);
const REMOVES = new WordList(
  'rm rmdir unlink shred trash trash-put rimraf srm wipe Remove-Item Move-Item Rename-Item',
);
const COPIES = new WordList('cp install rsync scp ditto Copy-Item');
const EDITS = new WordList('sed gsed perl ruby jq yq awk gawk dasel');
const IN_PLACE = /^(?:-[a-zA-Z]*i.*|--in-?place.*|--inplace)$/;
const CHANGING_GIT = /^(?:checkout|restore|rm|mv|clean|apply)$/;

function certainly({ targets }: ActionWord, isFolder = false): readonly WrittenTarget[] {
  return targets.map((target) => ({ target, isFolder, certain: true }));
}

function all(words: readonly ActionWord[], isFolder: boolean): readonly WrittenTarget[] {
  return words.flatMap((word) => certainly(word, isFolder));
}

/** `cp a b FOLDER`: the folder, and the files of these names in it. */
function copied(operands: readonly ActionWord[]): readonly WrittenTarget[] {
  const to = operands.at(-1);
  return to === undefined || operands.length < 2
    ? []
    : [...certainly(to), ...inside(to, operands.slice(0, -1))];
}

function inside(to: ActionWord, from: readonly ActionWord[]): readonly WrittenTarget[] {
  return to.targets.flatMap(({ path, class: kind }) =>
    from.map(({ shown }) => {
      const name = shown.replace(/['"]/g, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
      const target = { path: `${path}/${name === '.' ? '*' : name}`, class: kind };
      return { target, isFolder: false, certain: true };
    }),
  );
}

/** `mv` takes its sources away; `ln` gives them a second name, through which they can be written. */
function moved({ program, operands, options }: Action): readonly WrittenTarget[] {
  const isNamed = options.some(({ name }) => name === '-t' || name === '--target-directory');
  const from = isNamed ? operands : operands.slice(0, -1);
  const to = isNamed ? [] : operands.slice(-1);
  return [
    ...from.flatMap((word) => certainly(word, true)),
    ...to.flatMap((word) => [...certainly(word), ...inside(word, from)]),
    ...(program === 'ln' && operands.length === 1 ? all(operands, false) : []),
  ];
}

/** An archive that is unpacked may hold files of any name. */
function unpacked({ program, options, folder }: Action): readonly WrittenTarget[] {
  const extracts =
    program === 'tar' && options.some(({ name }) => name === '-x' || name === '--extract');
  return extracts ? [anyIn(folder.path)] : [];
}

/** Whether `find` changes what it finds, and could find a file of ours. */
function changesFound({ options }: Action): boolean {
  const changes = options.some(
    ({ name, value }) =>
      name === '-delete' ||
      (/^-(?:exec|execdir|ok|okdir)$/.test(name) && isChanger(value?.shown ?? '')),
  );
  return changes && couldFind(options);
}

function couldFind(options: Action['options']): boolean {
  const names = options.filter(({ name }) => /^-i?name$/.test(name));
  return (
    names.length === 0 ||
    names.some(({ value }) => {
      const pattern = (value?.shown ?? '').replace(/['"]/g, '');
      return OWN_NAMES.some((own) => fitsGlob(own, pattern.slice(0, 32)));
    })
  );
}

/** What `find -name` could look for. */
const OWN_NAMES = (
  'settings.json settings.local.json hooks.json config.toml rulewright.json config.json ' +
  'policy.snapshot rulewright.db guard.sh guard.json guard.cjs guard.main.js'
).split(' ');

function isChanger(program: string): boolean {
  return (
    CHANGES_ALL.has(program) ||
    COPIES.has(program) ||
    EDITS.has(program) ||
    /^(?:mv|ln|sh|bash)$/.test(program)
  );
}

/** Whether a program gets the names of the files that it changes from another one: `find … | xargs rm`. */
export function handsNamesOn(actions: readonly Action[]): boolean {
  return (
    actions.some(({ program }) => PER_NAME.has(program)) &&
    actions.some(({ program, operands }) => isChanger(program) && operands.length === 0)
  );
}

/** The places that an action names, for a program that changes them. */
export function namedTargets(action: Action): readonly WrittenTarget[] {
  const { program, operands, options } = action;
  return all(operands, program === 'find' && couldFind(options));
}

/** Redirects to what a variable of the same command holds: `f=FILE; : > "$f"`. */
export function throughVariables(
  command: string,
  { redirects, folder }: Action,
): readonly WrittenTarget[] {
  return redirects.flatMap(({ op, target }) => {
    const [, name = '', rest = ''] = /^["']?\$\{?(\w+)\}?([^"']*)["']?$/.exec(target.shown) ?? [];
    if (name === '' || !writes(op)) return [];
    const values = [...command.matchAll(ASSIGNED)].filter(([, assigned]) => assigned === name);
    return values.slice(0, MAX_VALUES).map(([, , value = '']) => {
      const path = resolvePath(value.replace(/["';]/g, '') + rest, folder.path);
      return { target: { path, class: 'outside' as const }, isFolder: false, certain: true };
    });
  });
}

const ASSIGNED = /(?:^|[\s;&|(])(\w+)=(\S+)/g;
const MAX_VALUES = 8;

/** The files that the patch of `apply_patch` names, which agents call from a shell too. */
export function patchedTargets(
  command: string,
  { program, folder }: Action,
): readonly WrittenTarget[] {
  if (program !== 'apply_patch' && program !== 'applypatch') return [];
  return [...command.matchAll(PATCHED)].map(([, file = '']) => {
    const path = resolvePath(file.trim(), folder.path);
    return { target: { path, class: 'outside' as const }, isFolder: false, certain: true };
  });
}

const PATCHED = /^\*\*\* (?:(?:Add|Update|Delete) File|Move to): ([^\r\n]+)/gm;
