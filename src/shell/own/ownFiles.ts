import { resolvePath } from '../paths/resolvePath';
import { fitsGlob } from '../words/globbedNames';

/** Files of one agent host that determine whether it calls the guard. */
export interface HostOwnFiles {
  /** Display name. */
  readonly name: string;
  /** Its folders in the home folder, and the folders that its own environment variables name. */
  readonly folders: readonly string[];
  /** Files in such a folder; a folder has a trailing `/`. */
  readonly files: readonly string[];
}

/** A file, or a folder with a trailing `/`, that only the user may change. */
export interface OwnFile {
  /** As returned by `resolvePath`, in lower case. */
  readonly path: string;
  /** Completes "It changes …". */
  readonly is: string;
}

/** The protected files of this machine. */
export interface OwnFiles {
  readonly files: readonly OwnFile[];
  /** The user's home folder if it cannot be recognized by its path; as returned by `resolvePath`, in lower case. */
  readonly home: string | undefined;
}

/** The effect of changing a file on the protection. */
export interface ProtectedChange {
  readonly decision: 'deny' | 'ask';
  readonly is: string;
}

/** The files of Rulewright and of agent hosts. `storage` and `guard` are absolute folders. */
export function ownFiles(
  { storage, guard, home }: { readonly [K in 'storage' | 'guard' | 'home']: string | undefined },
  hosts: readonly HostOwnFiles[],
): OwnFiles {
  const homePath = home === undefined ? '~' : resolved(home);
  const folders = [storage, guard]
    .flatMap((folder) => folder ?? [])
    .map((folder) => resolved(folder));
  const own = folders.map((folder) => ({ path: `${folder}/`, is: 'the storage of Rulewright' }));
  const hostFiles = hosts.flatMap((host) =>
    host.folders.flatMap((folder) => filesIn(host, folder, homePath)),
  );
  return {
    files: [...own, ...hostFiles],
    home: homePath === '~' ? undefined : homePath,
  };
}

function filesIn({ name, files }: HostOwnFiles, folder: string, home: string): readonly OwnFile[] {
  const homes = home === '~' || folder.startsWith('/') ? ['~'] : ['~', home];
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
  { files, home }: OwnFiles,
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
    return EDITOR.test(inHome) || HOME_HOOKS.test(inHome)
      ? { decision: 'ask', is: 'settings that agent hosts or Rulewright use' }
      : undefined;
  }
  return PROJECT.test(lowerCase)
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
/** Folders of hooks, and the profiles of Codex. */
const HOME_HOOKS =
  /^~\/\.(?:(?:claude|codex|gemini|cursor|qwen)\/hooks(?:$|\/)|codex\/[^/]+\.config\.toml$)/;
/**
 * Project files that hosts read. In folders where agents also store notes and copies, only some files are protected.
 */
const PROJECT =
  /(?:^|\/)\.(?:claude|codex|gemini|cursor|opencode|qwen)(?:$|\/(?!(?:worktrees|plans?|todos|tmp|logs?|cache|projects|memory)(?:$|\/)))|(?:^|\/)\.github\/(?:hooks|copilot)(?:$|\/)|(?:^|\/)opencode\.jsonc?$/;

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
const MAX_GLOB = 24;

/** Folders that contain the home folders. */
function matchesPart(name: string, part: string): boolean {
  if (!/[*?[]/.test(part)) return name === part;
  const short = part.replace(/\*+/g, '*');
  if (name.startsWith('.') && /^[*?[]/.test(short)) return false;
  return short.length <= MAX_GLOB && fitsGlob(name, short);
}
