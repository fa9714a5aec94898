import type { Decision } from '../core/verdict';
import type { PolicyRule } from './readablePolicy';

// Agents, and the models behind them, read these sentences: they hold no id, no pattern and no version.

/** Longer parts of a command are cut. */
const MAX_PART = 100;
const MAX_REASON = 300;

/**
 * Why a rule decided, for a person and for a model: what the command does, the part that matched as it was written, and
 * what to do instead. "It deletes a home folder (`rm -rf ~`). Instead: delete the folder by its path."
 */
export function ruleReason(
  { title, reason, instead }: Pick<PolicyRule, 'title' | 'reason' | 'instead'>,
  decision: Exclude<Decision, 'none'>,
  part: string,
): string {
  const matched = quoted(flat(part, MAX_PART));
  const said = flat(purposeOf(reason), MAX_REASON);
  const alternative = flat(instead ?? '', MAX_REASON);
  return [
    title === undefined
      ? `A rule ${VERBS[decision]} ${matched}.`
      : `It ${lowerFirst(flat(title, MAX_REASON))} (${matched}).`,
    ...(title === undefined && said !== '' ? [`Reason: ${ended(said)}`] : []),
    ...(alternative === '' ? [] : [`Instead: ${ended(lowerFirst(alternative))}`]),
  ].join(' ');
}

const VERBS = { deny: 'denies', ask: 'asks about', allow: 'allows' } as const;

/** What a learned rule says of its evidence is for the review, and not for whoever ran the command. */
function purposeOf(reason: string): string {
  return reason.replace(/: (?:stops \d|your history shows none)[^]*$/, '.');
}

/** On one line, without characters that hide or turn text around, at most `limit` characters. */
function flat(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const isWhole = line.length <= limit && text.length <= limit * 4;
  return isWhole ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}

function quoted(part: string): string {
  return part.includes('`') ? `"${part}"` : `\`${part}\``;
}

function ended(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

function lowerFirst(text: string): string {
  return /^[A-Z](?:[a-z]|$)/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
