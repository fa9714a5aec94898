import { homedir } from 'node:os';
import { sep } from 'node:path';

/** `12,345`. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** `1 rule`, `2 rules`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** `97 %`, or nothing where nobody measured. */
export function percent(share: number | null | undefined): string | undefined {
  return share === null || share === undefined ? undefined : `${Math.round(share * 100)} %`;
}

/** A time in the reader's own zone and short form; text that is no time stays as it is. */
export function when(ts: string): string {
  const at = new Date(ts);
  if (Number.isNaN(at.getTime())) return ts;
  return at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** One line of at most `limit` characters: control characters become spaces. */
export function oneLine(text: string, limit = 80): string {
  const flat = text
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return flat.length > limit || text.length > limit * 4
    ? `${flat.slice(0, limit - 1).trimEnd()}…`
    : flat;
}

/** The parts that are there, joined. */
export function joined(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}

/** A path as people write it: `~` for their home folder. */
export function fromHome(path: string, home = homedir()): string {
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

const LEGIBLE = 40;
/** How mined patterns begin: a place in a canonical line, which says nothing to a person. */
const MINED = '(?:^|';

interface Titled {
  readonly pattern: string;
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
}

/** What a rule is called: its title, else its pattern where that can be read, else the first part of its reason. */
export function ruleTitle(rule: Titled): string {
  if (rule.title !== undefined) return oneLine(rule.title, 90);
  return isNamedByPattern(rule) ? oneLine(rule.pattern, 90) : headOf(rule);
}

/** Whether `ruleTitle` is the pattern. */
export function isNamedByPattern(rule: Titled): boolean {
  const { pattern, title } = rule;
  if (title !== undefined) return false;
  const legible = pattern.length <= LEGIBLE && !pattern.startsWith(MINED);
  return legible || headOf(rule) === '';
}

function headOf({ reason = '' }: Titled): string {
  const [head = ''] = reason.replaceAll('`', '').split(': ');
  return oneLine(head.replace(/\.$/, ''), 90);
}
