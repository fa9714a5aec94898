import { codeParts } from '../core/codeParts';
import { visibleText } from '../core/visibleText';
import { plainLine } from './plainText';
import type { TooltipLine } from './viewNode';

/** A longer line is truncated. */
const MAX_LINE = 2000;

/** A tooltip as Markdown. All text is escaped; only code between backticks is marked up. */
export function tooltipMarkdown(lines: readonly TooltipLine[]): string {
  return lines.map((line) => lineMarkdown(line)).join('\n\n');
}

function lineMarkdown(line: TooltipLine): string {
  if (typeof line === 'string') return escapedLine(line);
  return 'code' in line ? block(codeLines(line.code)) : `[${line.title}](command:${line.command})`;
}

/** The commands of a tooltip's links; only these are enabled in it. */
export function tooltipCommands(lines: readonly TooltipLine[]): readonly string[] {
  return lines.flatMap((line) =>
    typeof line !== 'string' && 'command' in line ? [line.command] : [],
  );
}

function escapedLine(text: string): string {
  return codeParts(plainLine(text, MAX_LINE))
    .map(({ code, text: part }) => (code ? `\`${part}\`` : escaped(part)))
    .join('');
}

/**
 * Unlike VS Code's `appendText`, keeps spaces breakable, because a line that cannot wrap is cut
 * off.
 */
function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

/** The lines of code with every character visible. */
function codeLines(code: string): string {
  return code
    .split('\n')
    .map((line) => visibleText(line))
    .join('\n');
}

/** A code block whose fence is longer than any run of backticks inside. */
function block(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}plaintext\n${code}\n${fence}`;
}
