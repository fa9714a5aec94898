import { visibleText } from '../core/visibleText';

// VS Code interprets some texts: links in notifications and input boxes, which can run commands, and icons in quick
// picks. Texts may contain commands, names and paths that others wrote, so all are made plain here.

/** A longer notification, or a longer line of a dialog, is truncated. */
const MAX_NOTICE = 10_000;
/** A longer row of a tree or a quick pick is truncated. VS Code cuts off what does not fit. */
const MAX_ROW = 1000;

/** On one line, with every character visible, truncated to `limit` characters of the text. */
export function plainLine(text: string, limit = MAX_ROW): string {
  const line = text.slice(0, 2 * limit).replace(/[\t-\r \p{Z}]+/gu, ' ');
  return visibleText(line.length > limit ? `${wholeStart(line, limit - 1)}…` : line);
}

/** Lines of a notification, an input box or a dialog. VS Code finds no link in them. */
export function plainNotice(text: string): string {
  return text
    .slice(0, MAX_NOTICE)
    .split('\n')
    .map((line) => plainLine(line, MAX_NOTICE).replaceAll('](', '] ('))
    .join('\n');
}

/** A line of a quick pick. VS Code finds no icon in it, because an invisible character separates its name. */
export function plainRow(text: string): string {
  return plainLine(text).replace(/\$\((?=[\w~-]+\))/g, '$\u2060(');
}

/** The first `limit` code units, without half of a surrogate pair at the end. */
function wholeStart(text: string, limit: number): string {
  const start = text.slice(0, limit);
  return /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start;
}
