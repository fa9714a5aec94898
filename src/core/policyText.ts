import * as l10n from '@vscode/l10n';
import { byCodeUnit } from './byCodeUnit';
import type { Rule } from './rule';

/** The parts of a rule that are shown. A published policy does not contain the confidence. */
type ShownRule = Pick<Rule, 'effect' | 'mode' | 'title' | 'pattern' | 'reason' | 'instead'> &
  Partial<Pick<Rule, 'confidence'>>;

/** Rules as text for reading and comparing line by line: sorted by effect, title and pattern, without ids. */
export function policyText(rules: readonly ShownRule[]): string {
  if (rules.length === 0) return `${l10n.t('No rules.')}\n`;
  return `${rules.map(blockOf).sort(byCodeUnit).join('\n\n')}\n`;
}

/** One rule with each part on a separate line, so that changing a part changes one line. */
function blockOf({
  effect,
  mode,
  title,
  pattern,
  reason,
  instead,
  confidence = null,
}: ShownRule): string {
  const lines = [
    title === undefined ? effect : `${effect}: ${oneLine(title)}`,
    `  mode: ${mode}`,
    `  pattern: ${oneLine(pattern)}`,
    ...(reason === '' ? [] : [`  reason: ${oneLine(reason)}`]),
    ...(instead === undefined ? [] : [`  instead: ${oneLine(instead)}`]),
    ...(confidence === null ? [] : [`  confidence: ${confidence}`]),
  ];
  return lines.join('\n');
}

/** Escapes line breaks, so that a text cannot look like another part. */
function oneLine(text: string): string {
  return text.replaceAll(/[\n\r\u2028\u2029]/g, (char) => JSON.stringify(char).slice(1, -1));
}
