import type { HostOwns, HostProgram } from '../../core/hostOwns';
import { WordList } from '../words/wordList';

/** How a host is started without its hooks: by the words of its command, and by variables anywhere before it. */
export interface HostSwitches {
  readonly off: RegExp | undefined;
  readonly mayBeOff: RegExp | undefined;
  readonly offVariables: RegExp;
  readonly mayBeOffVariables: RegExp | undefined;
}

/**
 * How the files and programs of agent hosts are recognized, from what each host declares. Each part is built when it is
 * first needed, because a guard evaluates only one command.
 */
export class HostExpressions {
  readonly hosts: readonly HostOwns[];
  readonly #switches = new Map<string, HostSwitches>();
  #programs: WordList | undefined;
  #names: readonly string[] | undefined;
  #package: RegExp | undefined;
  #inProject: RegExp | undefined;
  #askedInHome: RegExp | undefined;
  #inCode: RegExp | undefined;

  constructor(hosts: readonly HostOwns[]) {
    this.hosts = hosts;
  }

  /** The programs of the hosts. */
  get programs(): WordList {
    return (this.#programs ??= new WordList(
      this.hosts.map(({ program }) => program.name).join(' '),
    ));
  }

  /** The names of denied files and of the folders that they are in. */
  get names(): readonly string[] {
    return (this.#names ??= this.hosts.flatMap(pathsOf).flatMap((path) => path.split('/')));
  }

  /** Matches the path of a file in a project. Paths are in lower case. */
  get inProject(): RegExp {
    return (this.#inProject ??= inProject(this.hosts.flatMap(({ projectFiles }) => projectFiles)));
  }

  /** Matches the path of a file in the home folder, which begins with `~`, that is asked about. */
  get askedInHome(): RegExp {
    return (this.#askedInHome ??= askedInHome(this.hosts));
  }

  /** Matches code in another language than that of a shell that names a denied file, or changes the folder of a host. */
  get inCode(): RegExp {
    return (this.#inCode ??= inCode(this.hosts.flatMap(pathsOf)));
  }

  /** How the host that a program starts is started without its hooks; undefined for other programs. */
  switchesOf(program: string): HostSwitches | undefined {
    const known = this.#switches.get(program);
    if (known !== undefined) return known;
    const host = this.hosts.find(
      ({ program: own }) => own.name === program || packageName(own) === program,
    );
    if (host === undefined) return undefined;
    const made = switchesOf(host);
    this.#switches.set(program, made);
    return made;
  }

  /** The words after the npm package of a host in those of a package manager; undefined if they name none. */
  afterPackage(words: string): string | undefined {
    this.#package ??= expression(
      `${anyOf(this.hosts.flatMap(({ program: { npm } }) => npm ?? []))}(?:@\\S*)?(\\s[^]*)`,
    );
    return this.#package.exec(words)?.[1];
  }
}

/** The name that a package manager gives the program of a package. */
function packageName({ npm }: HostProgram): string | undefined {
  return npm?.split('/').at(-1);
}

/** The denied files of a host, relative to the home folder, without a trailing `/`. */
function pathsOf({ folder, files }: HostOwns): readonly string[] {
  return files.map((file) => inFolder(folder, file).replace(/\/$/, ''));
}

const inFolder = (folder: string, file: string): string =>
  folder === '.' ? file : `${folder}/${file}`;

/** The folders of hosts: `.claude` of `.claude/settings.json`. */
const homeFolders = (paths: readonly string[]): readonly string[] =>
  foldersOf(paths).filter((folder) => folder.startsWith('.'));

const foldersOf = (paths: readonly string[]): readonly string[] => [
  ...new Set(paths.map((path) => path.split('/').at(-2) ?? '')),
];

/** In a host's own folder, where agents also store notes and copies, only some files are protected. */
function inProject(files: readonly string[]): RegExp {
  const folders = files.filter((file) => file.endsWith('/')).map((file) => file.slice(0, -1));
  const own = folders.filter((folder) => !folder.includes('/'));
  const inner = folders.filter((folder) => folder.includes('/'));
  const single = files.filter((file) => !file.endsWith('/'));
  const ends = `$|/(?!(?:worktrees|plans?|todos|tmp|logs?|cache|projects|memory)(?:$|/))`;
  return expression(`(?:^|/)(?:${anyOf(own)}(?:${ends})|${anyOf(inner)}(?:$|/)|${anyOf(single)}$)`);
}

function askedInHome(hosts: readonly HostOwns[]): RegExp {
  const hooks = homeFolders(hosts.flatMap(pathsOf));
  const asked = hosts.flatMap(({ folder, askedFiles = [] }) =>
    askedFiles.map((file) => inFolder(folder, file)),
  );
  return expression(`^~/(?:${anyOf(hooks)}/hooks(?:$|/)|${anyOf(asked)}$)`);
}

/** Between two parts of a path in code: `/`, or what separates texts. */
const BETWEEN = `["'\\s,/\\\\)+]{1,8}`;

function inCode(paths: readonly string[]): RegExp {
  const named = foldersOf(paths).map((folder) => {
    const files = paths.filter((path) => path.split('/').at(-2) === folder);
    const names = files.map((path) => nameInCode(path.split('/').at(-1) ?? ''));
    return `${folder.startsWith('.') ? '' : '\\b'}${escaped(folder)}${BETWEEN}(?:${names.join('|')})`;
  });
  const folder = `${anyOf(homeFolders(paths))}/?["']`;
  const changes = `(?:rename|rm|remove|unlink|move|mv|symlink|link|delete|truncate|chmod|chown)\\w*[\\s(][^)]{0,80}`;
  const copies = `(?:cp|copy)\\w*\\s*\\([^,)]{0,120},[^,)]{0,120}`;
  return new RegExp([...named, `${changes}${folder}`, `${copies}${folder}`].join('|'), 'i');
}

/** A file, also with something before its extension: `settings.local.json`. */
function nameInCode(name: string): string {
  const at = name.lastIndexOf('.');
  return at > 0
    ? `${escaped(name.slice(0, at))}[\\w.]{0,10}${escaped(name.slice(at))}`
    : escaped(name);
}

function switchesOf({ variable, program }: HostOwns): HostSwitches {
  const { off, mayBeOff, offVariables = [], mayBeOffVariables } = program;
  return {
    off,
    mayBeOff,
    offVariables: assigned([
      'HOME',
      ...(variable === undefined ? [] : [variable]),
      ...offVariables,
    ]),
    mayBeOffVariables: mayBeOffVariables && assigned(mayBeOffVariables),
  };
}

/** Matches an assignment to one of the variables anywhere in a command. */
const assigned = (variables: readonly string[]): RegExp =>
  expression(`(?:^|[\\s;&|("'\`=])${anyOf(variables, '\\w*')}=`);

/** Any of the names; `*` in a name matches `any`. Without names, nothing matches. */
function anyOf(names: readonly string[], any = '[^/]+'): string {
  const choices = names.map((name) => name.split('*').map(escaped).join(any));
  return choices.length === 0 ? '(?!)' : `(?:${choices.join('|')})`;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const expression = (source: string): RegExp => new RegExp(source);
