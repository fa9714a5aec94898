import { codeParts } from '../core/codeParts';
import type { TooltipLine } from './viewNode';

/** A tooltip as Markdown in which data stays data: of all text only the code between backticks is marked up. */
export function tooltipMarkdown(lines: readonly TooltipLine[]): string {
  return lines
    .map((line) => (typeof line === 'string' ? words(line) : block(line.code)))
    .join('\n\n');
}

function words(text: string): string {
  return codeParts(text)
    .map(({ code, text: part }) => (code ? `\`${part}\`` : escaped(part)))
    .join('');
}

/** VS Code's own `appendText` also turns every space into one that cannot wrap, and the tooltip is cut off. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

/** A fence longer than any run of backticks inside. */
function block(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}plaintext\n${code}\n${fence}`;
}
