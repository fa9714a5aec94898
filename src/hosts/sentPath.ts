/**
 * The path that a tool's input means: that of a URI, and one spelling for the forms of Windows. Undefined for addresses of
 * other computers.
 */
export function sentPath(text: string): string | undefined {
  const [, scheme, host, rest] = URI.exec(text.trim()) ?? [];
  if (scheme === undefined || rest === undefined) return fromWindows(text.trim());
  if (REMOTE.test(scheme)) return undefined;
  const path = decoded(rest);
  // The user's folder of VS Code, as its own tools name it.
  if (scheme.toLowerCase() === 'vscode-userdata' && /^\/+User\//i.test(path)) {
    return `~/.config/Code${path}`;
  }
  const isShare = scheme.toLowerCase() === 'file' && host !== undefined && host !== '';
  return fromWindows(isShare && host !== 'localhost' ? `\\\\${host}${path}` : path);
}

/** At least two letters, so that a drive is no scheme. */
const URI = /^([A-Za-z][\w+.-]{1,40}):(?:\/\/([^/\\]{0,200}))?([/\\~].*)$/;
const REMOTE = /^(?:https?|wss?|ftps?|git|ssh|s3|gs|data|mailto|untitled)$/i;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // The path is not URL-encoded.
    return path;
  }
}

/** Shares of this computer and of its Linux, long names, streams, and dots or spaces that Windows drops. */
function fromWindows(path: string): string {
  if (!WINDOWS.test(path)) return path;
  const slashed = path
    .replaceAll('\\', '/')
    .replace(/^\/(?=[A-Za-z]:)/, '')
    .replace(/^\/\/[?.]\/(?:UNC\/)?/, (all) => (all.endsWith('UNC/') ? '//' : ''))
    .replace(/^\/\/wsl(?:\$|\.localhost)\/[^/]+/i, '')
    .replace(/^\/\/[^/]+\/([A-Za-z])\$/, '$1:');
  return slashed
    .split('/')
    .map((part, at) => (at === 0 || /^\.{1,2}$/.test(part) ? part : withoutEnd(part)))
    .join('/');
}

const WINDOWS = /^(?:\\|\/?[A-Za-z]:[\\/]|\/\/[^/]+\/|%\w+%)/;

function withoutEnd(part: string): string {
  return part.replace(/:.*$/, '').replace(/[. ]+$/, '');
}
