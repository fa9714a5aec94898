import type { CommandEvent } from '../core/event';
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
  // One program may be handed two passwords: a rule that has taken the first finds the second the next time.
  for (let before = ''; before !== kept;) {
    before = kept;
    for (const { hint, rules } of FINDERS) {
      if (hint.test(kept)) kept = applyRules(rules, kept, kinds);
    }
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

function applyRules(rules: Finder['rules'], text: string, kinds: string[]): string {
  return rules.reduce(
    (sofar, { kind, find }) =>
      sofar.replace(find, (_, before: string, after: string) => {
        kinds.push(kind);
        return `${before}[secret:${kind}]${after}`;
      }),
    text,
  );
}

/** A table made ready: `hint` finds any of its secrets in one pass, and nearly all commands end there. */
interface Finder {
  readonly hint: RegExp;
  readonly rules: readonly { readonly kind: string; readonly find: RegExp }[];
}

const FINDERS: readonly Finder[] = REDACT_TABLES.map(finderOf);

function finderOf({ start, flags, rules }: RedactTable): Finder {
  const any = rules.map(({ before, secret, after }) => `${before}${secret}${after}`);
  return {
    hint: new RegExp(`${start}(?:${any.join('|')})`, flags),
    rules: rules.map(({ kind, before, secret, after }) => ({
      kind,
      find: new RegExp(`${start}(${before})${secret}(${after})`, `g${flags}`),
    })),
  };
}
