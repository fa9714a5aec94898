import type { HostOwns } from '../../core/hostOwns';
import { resolvePath } from '../paths/resolvePath';
import { fitsGlob } from '../words/globbedNames';
import { HostExpressions } from './hostExpressions';

/** A file, or a folder with a trailing `/`, that only the user may change. */
export interface OwnFile {
  /** As returned by `resolvePath`, in lower case. */
  readonly path: string;
  /** Completes "It changes …". */
  readonly is: string;
}

/** The folders of this machine that contain protected files. */
export interface OwnFolders {
  /** Absolute. */
  readonly storage: string;
  readonly guard: string | undefined;
  /** The environment of the agent host. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `OwnFiles` in a form that can be sent to another process. */
export interface OwnFilesData {
  readonly folders: OwnFolders;
  readonly hosts: readonly HostOwns[];
}

/** The files of Rulewright and of agent hosts on this machine. */
export class OwnFiles {
  readonly hosts: HostExpressions;
  /** The user's home folder if it cannot be recognized by its path; as returned by `resolvePath`, in lower case. */
  readonly home: string | undefined;
  readonly #folders: OwnFolders;
  #files: readonly OwnFile[] | undefined;

  constructor(folders: OwnFolders, hosts: HostExpressions) {
    const { HOME, USERPROFILE } = folders.env;
    const home = HOME ?? USERPROFILE;
    const path = home === undefined ? '~' : resolved(home);
    this.hosts = hosts;
    this.home = path === '~' ? undefined : path;
    this.#folders = folders;
  }

  static of({ folders, hosts }: OwnFilesData): OwnFiles {
    return new OwnFiles(folders, new HostExpressions(hosts));
  }

  get data(): OwnFilesData {
    return { folders: this.#folders, hosts: this.hosts.hosts };
  }

  /** Resolved when they are first needed: most commands change no file. */
  get files(): readonly OwnFile[] {
    return (this.#files ??= this.#resolved());
  }

  #resolved(): readonly OwnFile[] {
    const { storage, guard, env } = this.#folders;
    const own = [storage, ...(guard === undefined ? [] : [guard])].map((folder) => ({
      path: `${resolved(folder)}/`,
      is: 'the storage of Rulewright',
    }));
    const ofHosts = this.hosts.hosts.flatMap((host) => {
      const other = host.variable === undefined ? undefined : env[host.variable];
      const folders = other === undefined || other === '' ? [host.folder] : [host.folder, other];
      return folders.flatMap((folder) => filesIn(host, folder, this.home));
    });
    return [...own, ...ofHosts];
  }
}

/** The effect of changing a file on the protection. */
export interface ProtectedChange {
  readonly decision: 'deny' | 'ask';
  readonly is: string;
}

function filesIn(
  { name, files }: HostOwns,
  folder: string,
  home: string | undefined,
): readonly OwnFile[] {
  const homes = home === undefined || folder.startsWith('/') ? ['~'] : ['~', home];
  const is = `the hooks or the settings of ${name}`;
  return homes.flatMap((at) =>
    files.map((file) => ({ path: resolved(`${folder}/${file}`, at) + slash(file), is })),
  );
}

const slash = (file: string): string => (file.endsWith('/') ? '/' : '');

function resolved(path: string, folder = '.'): string {
  return folded(resolvePath(path, folder));
}

/** One form for names that file systems may treat as the same: without case, composed, and with plain letters. */
function folded(path: string): string {
  return (PLAIN.test(path) ? path : path.normalize('NFKC')).toLowerCase();
}

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * The effect of writing to a path; undefined if it is not protected. `path` is resolved. `isFolder`: everything in the
 * folder changes as well, for example when it is deleted.
 */
export function protectedChange(
  path: string,
  { files, home, hosts }: OwnFiles,
  isFolder = false,
): ProtectedChange | undefined {
  const lowerCase = folded(path);
  if (OWN_STORAGE.test(lowerCase) || (isFolder && ALL_STORAGE.test(lowerCase))) {
    return { decision: 'deny', is: 'the storage of Rulewright' };
  }
  const parts = partsOf(lowerCase);
  const found = files.find((file) => isHit(file.path, lowerCase, parts, isFolder));
  if (found !== undefined) return { decision: 'deny', is: found.is };
  if (isFolder && EXTENSIONS.test(lowerCase)) {
    return { decision: 'ask', is: 'the installed extensions, with Rulewright' };
  }
  const inHome = fromHome(lowerCase, home);
  if (inHome !== undefined) {
    return EDITOR.test(inHome) || hosts.askedInHome.test(inHome)
      ? { decision: 'ask', is: 'settings that agent hosts or Rulewright use' }
      : undefined;
  }
  return hosts.inProject.test(lowerCase)
    ? { decision: 'ask', is: "the project's settings of agent hosts" }
    : undefined;
}

/** The storage folder, in any variant of VS Code. */
const OWN_STORAGE = /(?:^|\/)rulewright\.rulewright(?:$|[/-])/;
/** The folders of VS Code that contain the storage of all extensions. */
const ALL_STORAGE =
  /\/(?:code(?: - insiders)?|cursor|vscodium|windsurf|\.vscode-server(?:-insiders)?\/data)\/user(?:\/globalstorage)?$/;
/** User settings of the editor, which include Rulewright's, and its list of extensions. */
const EDITOR =
  /\/(?:code(?: - insiders)?|cursor|vscodium|windsurf)\/user\/(?:profiles\/[^/]+\/|globalstorage\/)?(?:settings\.json|state\.vscdb)$|\/\.vscode-server(?:-insiders)?\/data\/(?:machine|user)\/settings\.json$|\/\.(?:vscode(?:-server|-insiders|-server-insiders|-oss)?|cursor|windsurf)\/extensions\/(?:extensions\.json|\.obsolete)$/;
/** The folder of all installed extensions. */
const EXTENSIONS =
  /\/\.(?:vscode(?:-server|-insiders|-server-insiders|-oss)?|cursor|windsurf)\/extensions$/;
/** The path from `~` on, if it is in a hidden folder of the home folder or is a settings file of an editor. */
function fromHome(path: string, home: string | undefined): string | undefined {
  const homePath =
    home !== undefined && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
  if (/^~\/\.[^/]+(?:$|\/)/.test(homePath) || EDITOR.test(homePath)) return homePath;
  return undefined;
}

/** The components of a path with wildcards. `?` alone is an unknown path, which is no wildcard. */
function partsOf(path: string): readonly string[] | undefined {
  return /[*?[]/.test(path) && path !== '?' ? path.replace(/\/$/, '').split('/') : undefined;
}

function isHit(
  own: string,
  path: string,
  parts: readonly string[] | undefined,
  isFolder: boolean,
): boolean {
  const isOwnFolder = own.endsWith('/');
  const file = isOwnFolder ? own.slice(0, -1) : own;
  if (parts === undefined) {
    if (path === file || (isOwnFolder && path.startsWith(own))) return true;
    return (
      isFolder &&
      (file.startsWith(path === '/' ? path : `${path}/`) ||
        (HOMES.test(path) && file.startsWith('~/')))
    );
  }
  const ownParts = file.split('/');
  const length = Math.min(ownParts.length, parts.length);
  if (parts.length < ownParts.length && !isFolder) return false;
  if (parts.length > ownParts.length && !isOwnFolder) return false;
  return parts.slice(0, length).every((part, at) => matchesPart(ownParts[at] ?? '', part));
}

/** Folders with the home folders in them. */
const HOMES = /^\/(?:home|users)?$/;
/** Of longer patterns, only the part before the first wildcard is compared. */
const MAX_GLOB = 24;
const LITERAL = /^[^*?[]*/;

/** Folders that contain the home folders. */
function matchesPart(name: string, part: string): boolean {
  if (!/[*?[]/.test(part)) return name === part;
  const short = part.replace(/\*+/g, '*');
  if (name.startsWith('.') && /^[*?[]/.test(short)) return false;
  return short.length > MAX_GLOB
    ? name.startsWith(LITERAL.exec(short)?.[0] ?? '')
    : fitsGlob(name, short);
}
