import type { CommandEvent } from '../../core/event';
import type { RedactRule } from './redactRule';
import { REDACT_TABLES, type RedactTable } from './redactRules';

/** A text without its secrets, and the kinds of secrets that stood in it, as in the marks. */
export interface Redaction {
  readonly text: string;
  readonly kinds: readonly string[];
}

/** Removes secrets before anything is kept: each becomes a mark like `[secret:github-token]`. Twice changes nothing. */
export function redact(text: string): string {
  return redactionOf(text).text;
}

/** What `redact` would keep of `text`, and the kinds of secrets it would remove: for showing to a person. */
export function redactionOf(text: string): Redaction {
  const kinds: string[] = [];
  let kept = text;
  texts += 1;
  // One program may be handed two passwords: a rule that has taken the first finds the second the next time.
  for (let before = ''; before !== kept;) {
    before = kept;
    for (const table of REDACT_TABLES) kept = applyTable(table, kept, kinds);
  }
  return { text: kept, kinds };
}

/** The event as it may be written: no secret in any text that came from outside. */
export function redactEvent(event: CommandEvent): CommandEvent {
  const { tool, stdout, stderr, metadata, extra, context } = event;
  return {
    ...event,
    command: redact(event.command),
    ...(tool === undefined ? {} : { tool: redact(tool) }),
    ...(stdout === undefined ? {} : { stdout: redact(stdout) }),
    ...(stderr === undefined ? {} : { stderr: redact(stderr) }),
    ...(metadata === undefined ? {} : { metadata: redact(metadata) }),
    ...(extra === undefined ? {} : { extra: redactAll(extra) }),
    ...(context?.cwd === undefined ? {} : { context: { ...context, cwd: redact(context.cwd) } }),
  };
}

function redactAll(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, redact(text)]));
}

/** From so many texts on, one expression for a whole table is worth making: nearly all texts end there. */
const MANY_TEXTS = 200;
let texts = 0;

function applyTable(table: RedactTable, text: string, kinds: string[]): string {
  if (texts > MANY_TEXTS && !hintOf(table).test(text)) return text;
  const seen = (kept: string): string => (table.flags === 'i' ? kept.toLowerCase() : kept);
  let kept = text;
  let shown = seen(kept);
  // A mark may be a longer word, but is none of what the rules look for.
  const longest = longestWord(text);
  for (const rule of table.rules) {
    if ((rule.wordLength ?? 0) > longest || !mayMatch(rule, shown)) continue;
    const before = kept;
    kept = kept.replace(finderOf(table, rule), (_, head: string, tail: string) => {
      kinds.push(rule.kind);
      return `${head}[secret:${rule.kind}]${tail}`;
    });
    if (kept !== before) shown = seen(kept);
  }
  return kept;
}

const hints = new Map<RedactTable, RegExp>();

function hintOf(table: RedactTable): RegExp {
  const known = hints.get(table);
  if (known !== undefined) return known;
  const any = table.rules.map(({ before, secret, after }) => `${before}${secret}${after}`);
  const hint = new RegExp(`${table.start}(?:${any.join('|')})`, table.flags);
  hints.set(table, hint);
  return hint;
}

/** Expressions are made when first needed: a guard that answers one command would pay for all of them. */
const finders = new Map<RedactRule, RegExp>();

function finderOf({ start, flags }: RedactTable, rule: RedactRule): RegExp {
  const known = finders.get(rule);
  if (known !== undefined) return known;
  const { before, secret, after } = rule;
  const finder = new RegExp(`${start}(${before})${secret}(${after})`, `g${flags}`);
  finders.set(rule, finder);
  return finder;
}

function mayMatch({ needs }: RedactRule, text: string): boolean {
  return needs.every((clause) => clause.some((one) => text.includes(one)));
}

function longestWord(text: string): number {
  let longest = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && text.charCodeAt(at) > SPACE) continue;
    longest = Math.max(longest, at - from);
    from = at + 1;
  }
  return longest;
}

const SPACE = 0x20;
