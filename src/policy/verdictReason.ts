import type { Decision } from '../core/verdict';
import type { PolicyRule } from './readablePolicy';

// Agents' models read these sentences, so they must not contain rule ids, patterns or versions.

/** Longer parts of a command are truncated. */
const MAX_PART = 100;
const MAX_REASON = 300;

/**
 * Why a rule decided, for people and models: what the command does, the matched part as written, and what to do instead.
 * For example "It deletes a home folder (`rm -rf ~`). Instead: delete the folder by its path."
 */
export function ruleReason(
  { title, reason, instead }: Pick<PolicyRule, 'title' | 'reason' | 'instead'>,
  decision: Exclude<Decision, 'none'>,
  part: string,
): string {
  const matched = quoted(singleLine(part, MAX_PART));
  const purpose = singleLine(purposeOf(reason), MAX_REASON);
  const alternative = singleLine(instead ?? '', MAX_REASON);
  return [
    title === undefined
      ? `A rule ${VERBS[decision]} ${matched}.`
      : `It ${lowerFirst(singleLine(title, MAX_REASON))} (${matched}).`,
    ...(title === undefined && purpose !== '' ? [`Reason: ${withPeriod(purpose)}`] : []),
    ...(alternative === '' ? [] : [`Instead: ${withPeriod(lowerFirst(alternative))}`]),
  ].join(' ');
}

const VERBS = { deny: 'denies', ask: 'asks about', allow: 'allows' } as const;

/** The reason without the evidence of a learned rule, which is for the reviewer and not for the agent. */
function purposeOf(reason: string): string {
  return reason.replace(EVIDENCE, '.');
}

/** Matches evidence: in English by its words, in other languages by its numbers: "…: … 3 … (5 …) …". */
const EVIDENCE = /: (?:stops \d|your history shows none|[^:]*\d[^:(]*\(\d[^:)]*\))[^]*$/;

/** On one line, without control and formatting characters that could disguise text, truncated to `limit` characters. */
function singleLine(text: string, limit: number): string {
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

function withPeriod(sentence: string): string {
  return /[.!?\u2026]$/.test(sentence) ? sentence : `${sentence}.`;
}

function lowerFirst(text: string): string {
  return /^[A-Z](?:[a-z]|$)/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
