import { fitsGlob } from '../words/globbedNames';

/**
 * Resolves a path, whatever its spelling. Results are `.` and `./a` in the folder where the command
 * starts, `../a` above it, `~` and `~/a` in a home folder, `/a`, `C:/a`, and `?` if a variable at
 * the start is unknown. `folder` is the working directory in this form. Wildcards are kept.
 */
export function resolvePath(written: string, folder: string): string {
  const withSlashes = WINDOWS.test(written) ? written.replaceAll('\\', '/') : written;
  let path = withSlashes;
  for (let round = 0; round < MAX_ROUNDS && EXPANDS.test(path); round += 1)
    path = expandStart(path, folder);
  const known = withoutVariables(path);
  return canonicalPath(normal(isRooted(known) ? known : `${folder}/${known}`));
}

/** Whether a text starts in a way that only paths do. */
export function looksLikePath(text: string): boolean {
  return PATH_START.test(text);
}

const PATH_START =
  /^(?:\/|~(?:$|[/\\]|[\w.+-]+(?:$|\/))|\.{1,2}(?:$|[/\\])|\.[A-Za-z*?[]|[A-Za-z]:[\\/]|\*(?:$|\/)|\\\\[.?]\\|%\w+%|\$(?:env:|\{env:)?(?:\{?(?:HOME|USERPROFILE|PWD|TMPDIR|TEMP|TMP|APPDATA|LOCALAPPDATA|SYSTEMROOT|WINDIR)\b|\{?\w+(?:[:?=+-][^}]*)?\}?["']?[/\\]|\((?:pwd|mktemp|git rev-parse)))/i;
const MAX_ROUNDS = 3;
const WINDOWS = /^(?:[A-Za-z]:\\|\\\\|%\w+%|\$\{?env:|~\\|\.{1,2}\\)/i;
const EXPANDS = /^(?:[~$`%]|\\\\)/;

function isRooted(path: string): boolean {
  return /^(?:[/~?]|[A-Za-z]:(?:$|\/))/.test(path);
}

/** The path with its first part replaced: a home folder, a variable, a substitution. */
function expandStart(path: string, folder: string): string {
  const found = VARIABLE.exec(path);
  if (found !== null) {
    const [all, braced, fallback, bare, percent] = found;
    const name = braced ?? bare ?? percent ?? '';
    return (valueOf(name, fallback, folder) ?? '?') + path.slice(all.length);
  }
  const output = OUTPUT.exec(path);
  if (output !== null) {
    const [all, , program = ''] = output;
    return outputOf(program, folder) + path.slice(all.length);
  }
  if (/^[$`%]/.test(path)) return '?';
  if (path.startsWith('\\\\')) return `/dev/${path.slice(4)}`;
  if (path.startsWith('~+')) return folder + path.slice(2);
  return path.startsWith('~-') ? `?${path.slice(2)}` : path;
}

/** `$HOME`, `${HOME:?}`, `${DIR:-/tmp}`, `$env:TEMP`, `%TEMP%`. */
const VARIABLE = /^(?:\$\{(?:env:)?(\w+)(?::?[-?=+]([^}]*))?\}|\$(?:env:)?([A-Za-z_]\w*)|%(\w+)%)/i;
const OUTPUT = /^(?:\$\(|`)(\s*)(pwd|git rev-parse --show-toplevel|mktemp\b)[^)`]*[)`]/;

function outputOf(program: string, folder: string): string {
  if (program === 'pwd') return folder;
  return program === 'mktemp' ? '/tmp/x' : '.';
}

/** The value of a variable, or its fallback if it is not set. */
function valueOf(name: string, fallback: string | undefined, folder: string): string | undefined {
  const key = name.toLowerCase();
  if (key === 'pwd') return folder;
  return VALUES[key] ?? (fallback === '' ? undefined : fallback);
}

/** The values of variables that every shell has. */
const VALUES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  home: '~',
  userprofile: '~',
  homepath: '~',
  tmpdir: '/tmp',
  temp: '/tmp',
  tmp: '/tmp',
  runner_temp: '/tmp',
  xdg_config_home: '~/.config',
  xdg_data_home: '~/.local/share',
  xdg_cache_home: '~/.cache',
  zdotdir: '~',
  appdata: '~/AppData/Roaming',
  localappdata: '~/AppData/Local',
  systemroot: 'C:/Windows',
  windir: 'C:/Windows',
  programfiles: 'C:/Program Files',
  programdata: 'C:/ProgramData',
  systemdrive: 'C:',
  homedrive: 'C:',
  profile: '~/.config/powershell/profile.ps1',
  github_workspace: '.',
  ci_project_dir: '.',
  psscriptroot: '.',
};

/**
 * A path up to the first component with an unknown value, which is replaced by `x`. If `..`
 * follows, the whole path is unknown.
 */
function withoutVariables(path: string): string {
  const at = path.search(/[$`]/);
  if (at < 0) return path;
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path.slice(at))) return '?';
  const before = path.slice(0, path.lastIndexOf('/', at) + 1);
  return before === '/' ? '?' : `${before}x`;
}

/** The path without `.`, `..` and empty components. */
function normal(path: string): string {
  const [first = ''] = path.split('/', 1);
  if (!/^(?:|~.*|\?|[A-Za-z]:)$/.test(first)) return fromStart(reduced(path.split('/')));
  const parts = reduced(path.split('/').slice(1));
  if (parts[0] !== '..') return [first, ...parts].join('/') || '/';
  const below = parts.slice(parts.lastIndexOf('..') + 1);
  if (!first.startsWith('~')) return [first, ...below].join('/') || '/';
  // The home folder of root is at the top level, beside the system folders.
  const isHomes = first !== '~root' && parts[1] !== '..' && !isTop(parts[1]);
  return `/${[...(isHomes ? ['home'] : []), ...below].join('/')}`;
}

/** Components without `.` and empty ones, and with `..` only at the start. */
function reduced(parts: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(part);
  }
  return kept;
}

/** A path relative to the start folder. One that goes far enough up is a system folder. */
function fromStart(parts: readonly string[]): string {
  const up = parts.findLastIndex((part) => part === '..') + 1;
  if (up > MAX_PARENTS && isTop(parts[up])) return `/${parts.slice(up).join('/')}`;
  return up > 0 ? parts.join('/') : ['.', ...parts].join('/');
}

/** Working directories are rarely deeper than this. */
const MAX_PARENTS = 5;

function isTop(name = ''): boolean {
  return TOP_FOLDERS.includes(name);
}

/**
 * One path for the same file: home folders become `~`, a mounted drive its drive letter, `/e?c`
 * becomes `/etc`.
 */
function canonicalPath(path: string): string {
  if (path.startsWith('~')) return path.replace(/^~[^/]*/, '~');
  if (!path.startsWith('/')) return path.replace(/^[A-Za-z]:\/users\/[^/]+/i, '~');
  let found = path.replace(
    /^(?:\/System\/Volumes\/Data(?=$|\/)|\/private(?=\/(?:tmp|etc|var)(?:$|\/))|(?:\/proc\/[^/]+\/root(?=$|\/))+)/,
    '',
  );
  if (found === '') return '/';
  found = found.replace(/^\/(?:mnt\/)?([A-Za-z])(?=$|\/)/, (_, drive: string) => `${drive}:`);
  if (!found.startsWith('/')) return canonicalPath(found);
  if (/^\/[^/]*[?*[]/.test(found)) found = unglobbed(found);
  return found.replace(/^(?:\/(?:home|users|export\/home)\/[^/]+|\/(?:var\/)?root(?=$|\/))/i, '~');
}

/** A first component with wildcards is replaced by the system folder that it matches. */
function unglobbed(path: string): string {
  const end = path.indexOf('/', 1);
  const first = end < 0 ? path.slice(1) : path.slice(1, end);
  const short = first.replace(/\*+/g, '*');
  if (/^[*?.]*$/.test(short) || short.length > MAX_GLOB) return path;
  const name = TOP_FOLDERS.find((known) => fitsGlob(known, short));
  return name === undefined ? path : `/${name}${end < 0 ? '' : path.slice(end)}`;
}

const MAX_GLOB = 12;
const TOP_FOLDERS = 'etc usr bin sbin lib var boot home root opt dev proc sys srv'.split(' ');
