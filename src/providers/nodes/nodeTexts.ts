import { homedir } from 'node:os';
import { sep } from 'node:path';
import { withoutBackticks } from '../../core/codeParts';
import { formatCount } from '../../core/formatCount';

/** `97 %`; undefined if there is no value. */
export function percent(share: number | null | undefined): string | undefined {
  return share === null || share === undefined ? undefined : `${Math.round(share * 100)} %`;
}

/** `12 kB`, `3.4 MB`. */
export function fileSize(bytes: number): string {
  return bytes < 1e6
    ? `${formatCount(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A time in the local time zone and short format; invalid times are returned unchanged. */
export function when(ts: string): string {
  const at = new Date(ts);
  if (Number.isNaN(at.getTime())) return ts;
  const text = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  // Some languages add marks of the writing direction, which would be shown as hidden characters.
  return text.replace(/\p{Cf}/gu, '');
}

/** One line of at most `limit` characters. Its hidden characters become visible where it is shown. */
export function oneLine(text: string, limit = 80): string {
  const flat = text
    .slice(0, limit * 4)
    .replace(/\s+/gu, ' ')
    .trim();
  return flat.length > limit || text.length > limit * 4
    ? `${flat.slice(0, limit - 1).trimEnd()}…`
    : flat;
}

/** At most `limit` characters. A longer text loses its middle, because names often differ at the end: `payments-s…ation-v2`. */
export function withoutMiddle(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const end = Math.floor((limit - 1) / 2);
  const start = characters.slice(0, limit - 1 - end);
  return `${start.join('').trimEnd()}…${characters.slice(-end).join('').trimStart()}`;
}

/** Joins the parts that are not empty or undefined. */
export function joined(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}

/** A path with `~` for the home folder. */
export function fromHome(path: string, home = homedir()): string {
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

/** Maximum length of a pattern used as a title, in characters. */
const MAX_PATTERN_TITLE = 40;
/** The start of mined patterns: anchors in a canonical line, which are not readable. */
const MINED = '(?:^|';

interface Titled {
  readonly pattern: string;
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * The display name of a rule: its title, otherwise its pattern if that is readable, otherwise the first part of its
 * reason.
 */
export function ruleTitle(rule: Titled): string {
  if (rule.title !== undefined) return oneLine(withoutBackticks(rule.title), 90);
  return isNamedByPattern(rule) ? oneLine(rule.pattern, 90) : headOf(rule);
}

/** Whether `ruleTitle` is the pattern. */
export function isNamedByPattern(rule: Titled): boolean {
  const { pattern, title } = rule;
  if (title !== undefined) return false;
  const readable = pattern.length <= MAX_PATTERN_TITLE && !pattern.startsWith(MINED);
  return readable || headOf(rule) === '';
}

/** The display name of a rule, with code between backticks. */
export function titleWithCode(rule: Titled): string {
  if (rule.title !== undefined) return rule.title;
  return isNamedByPattern(rule) ? `\`${ruleTitle(rule)}\`` : ruleTitle(rule);
}

function headOf({ reason = '' }: Titled): string {
  const [head = ''] = reason.replaceAll('`', '').split(': ');
  return oneLine(head.replace(/\.$/, ''), 90);
}
