import { codeParts } from '../core/codeParts';
import type { TooltipLine } from './viewNode';

/** A tooltip as Markdown. All text is escaped; only code between backticks is marked up. */
export function tooltipMarkdown(lines: readonly TooltipLine[]): string {
  return lines.map((line) => lineMarkdown(line)).join('\n\n');
}

function lineMarkdown(line: TooltipLine): string {
  if (typeof line === 'string') return escapedLine(line);
  return 'code' in line ? block(line.code) : `[${line.title}](command:${line.command})`;
}

/** The commands of a tooltip's links; only these are enabled in it. */
export function tooltipCommands(lines: readonly TooltipLine[]): readonly string[] {
  return lines.flatMap((line) =>
    typeof line !== 'string' && 'command' in line ? [line.command] : [],
  );
}

function escapedLine(text: string): string {
  return codeParts(text)
    .map(({ code, text: part }) => (code ? `\`${part}\`` : escaped(part)))
    .join('');
}

/**
 * Unlike VS Code's `appendText`, keeps spaces breakable, because a line that cannot wrap is cut
 * off.
 */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

/** A code block whose fence is longer than any run of backticks inside. */
function block(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}plaintext\n${code}\n${fence}`;
}
