import type { AgentSignal } from '../../core/agentSignal';
import type { CommandEvent, EventVerdict } from '../../core/event';
import { sha256Hex } from '../../core/hash';
import { placeholderOf } from '../../core/secretPlaceholder';
import type { RedactRule } from './redactRule';
import { REDACT_TABLES, type RedactTable } from './redactRules';

/** A redacted text, and the kinds of secrets that were removed. */
export interface Redaction {
  readonly text: string;
  readonly kinds: readonly string[];
}

/** Replaces each secret by a placeholder such as `[secret:github-token]`. Idempotent. */
export function redact(text: string): string {
  return redactionOf(text).text;
}

/** The result of `redact`, with the kinds of secrets that it removes. */
export function redactionOf(text: string): Redaction {
  const kinds: string[] = [];
  let redacted = text;
  textCount += 1;
  // Repeat until nothing changes: a command may contain two passwords, and a rule may find only the first of them.
  for (let before = ''; before !== redacted;) {
    before = redacted;
    for (const table of REDACT_TABLES) redacted = applyTable(table, redacted, kinds);
  }
  return { text: redacted, kinds };
}

/** The event with all its texts redacted, including the names of unknown columns. */
export function redactEvent(event: CommandEvent): CommandEvent {
  const { tabId, batchId, tool, stdout, stderr, metadata, extra, raw, verdict, context } = event;
  return {
    ...event,
    id: redactId(event.id),
    ts: redact(event.ts),
    eventType: redact(event.eventType),
    command: redact(event.command),
    ...(tabId === undefined ? {} : { tabId: redact(tabId) }),
    ...(batchId === undefined ? {} : { batchId: redact(batchId) }),
    ...(tool === undefined ? {} : { tool: redact(tool) }),
    ...(stdout === undefined ? {} : { stdout: redact(stdout) }),
    ...(stderr === undefined ? {} : { stderr: redact(stderr) }),
    ...(metadata === undefined ? {} : { metadata: redact(metadata) }),
    ...(extra === undefined ? {} : { extra: redactAll(extra) }),
    ...(raw === undefined ? {} : { raw: redactAll(raw) }),
    ...(verdict === undefined ? {} : { verdict: redactVerdict(verdict) }),
    ...(context === undefined ? {} : { context: redactContext(context) }),
  };
}

/** What a host reports about an agent, with all its texts redacted. */
export function redactSignal(signal: AgentSignal): AgentSignal {
  const { sessionId, agentId, project, action, reason } = signal;
  return {
    ...signal,
    sessionId: redactId(sessionId),
    ...(agentId === undefined ? {} : { agentId: redactId(agentId) }),
    ...(project === undefined ? {} : { project: redact(project) }),
    ...(action === undefined ? {} : { action: redact(action) }),
    ...(reason === undefined ? {} : { reason: redact(reason) }),
  };
}

/** An id without secrets. Distinct ids stay distinct: if a secret was removed, a hash of the id is appended. */
export function redactId(id: string): string {
  const redacted = redact(id);
  return redacted === id ? id : `${redacted} ${sha256Hex(id).slice(0, 16)}`;
}

/** Ids and versions; another program may write others into the spool. */
function redactVerdict(verdict: EventVerdict): EventVerdict {
  const { rules, shadow, policyVersion, guard } = verdict;
  return {
    ...verdict,
    rules: rules.map(redact),
    shadow: shadow.map(redact),
    policyVersion: redact(policyVersion),
    ...(guard === undefined ? {} : { guard: redact(guard) }),
  };
}

function redactContext(
  context: NonNullable<CommandEvent['context']>,
): NonNullable<CommandEvent['context']> {
  const { host, sessionId, cwd } = context;
  return {
    ...context,
    ...(host === undefined ? {} : { host: redact(host) }),
    ...(sessionId === undefined ? {} : { sessionId: redact(sessionId) }),
    ...(cwd === undefined ? {} : { cwd: redact(cwd) }),
  };
}

/** Names that become equal without their secrets are numbered, so that no column is lost. */
function redactAll(texts: Readonly<Record<string, string>>): Record<string, string> {
  const redacted = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    const shown = redact(name);
    let unused = shown;
    for (let number = 2; redacted.has(unused); number += 1) unused = `${shown} ${number}`;
    redacted.set(unused, redact(text));
  }
  return Object.fromEntries(redacted);
}

/**
 * Number of texts after which a combined expression for a whole table pays off, because nearly all texts match none of
 * its rules.
 */
const MANY_TEXTS = 200;
/** V8 takes milliseconds to compile such an expression, so each table begins to use its own after so many more texts. */
const TEXTS_BETWEEN_TABLES = 2000;
let textCount = 0;

function applyTable(table: RedactTable, text: string, kinds: string[]): string {
  if (textCount > combinedAfter(table) && !tablePattern(table).test(text)) return text;
  const normalized = (one: string): string => (table.flags === 'i' ? one.toLowerCase() : one);
  let redacted = text;
  let searched = normalized(redacted);
  // Placeholders may be longer words, but no rule matches them.
  let longest: number | undefined;
  for (const rule of table.rules) {
    if (!mayMatch(rule, searched)) continue;
    if (rule.wordLength !== undefined && rule.wordLength > (longest ??= longestWord(text)))
      continue;
    const before = redacted;
    redacted = redacted.replace(rulePattern(table, rule), (_, head: string, tail: string) => {
      kinds.push(rule.kind);
      return `${head}${placeholderOf(rule.kind)}${tail}`;
    });
    if (redacted !== before) searched = normalized(redacted);
  }
  return redacted;
}

/** Number of texts after which a table uses its combined expression. */
function combinedAfter(table: RedactTable): number {
  return MANY_TEXTS + REDACT_TABLES.indexOf(table) * TEXTS_BETWEEN_TABLES;
}

const tablePatterns = new Map<RedactTable, RegExp>();

/** Matches if any rule of the table does. */
function tablePattern(table: RedactTable): RegExp {
  const known = tablePatterns.get(table);
  if (known !== undefined) return known;
  const any = table.rules.map(({ before, secret, after }) => `${before}${secret}${after}`);
  const pattern = new RegExp(`${table.start}(?:${any.join('|')})`, table.flags);
  tablePatterns.set(table, pattern);
  return pattern;
}

/** Compiled on first use: a guard process that answers one command needs only a few of them. */
const rulePatterns = new Map<RedactRule, RegExp>();

function rulePattern({ start, flags }: RedactTable, rule: RedactRule): RegExp {
  const known = rulePatterns.get(rule);
  if (known !== undefined) return known;
  const { before, secret, after } = rule;
  const pattern = new RegExp(`${start}(${before})${secret}(${after})`, `g${flags}`);
  rulePatterns.set(rule, pattern);
  return pattern;
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
