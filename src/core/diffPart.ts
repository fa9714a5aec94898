import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { listsPerRule, type AddedRule, type PolicyDiff } from './diff';
import { RulewrightError } from './errors';
import { Effect, RuleMode, RuleTitle } from './rule';

/**
 * The part of a diff that a person accepts: rules to add by index, each with its mode, and ids of rules to remove.
 * Everything else is omitted. A rule whose `pattern` or `effect` differs from the diff is an edited rule.
 */
export const DiffPart = z.strictObject({
  add: z
    .array(
      z.strictObject({
        at: z.number().int().nonnegative(),
        mode: RuleMode,
        pattern: z.string().min(1).max(10_000).optional(),
        effect: Effect.optional(),
        /** The title of an edited rule. */
        title: RuleTitle.optional(),
      }),
    )
    .max(10_000),
  remove: z.array(z.string().max(200)).max(10_000),
});
export type DiffPart = z.infer<typeof DiffPart>;

/** An accepted rule. */
type TakenRule = DiffPart['add'][number];

/** A divided diff: the accepted part and the rest; `rest` is absent if nothing remains. */
export interface DividedDiff {
  readonly taken: PolicyDiff;
  readonly rest?: PolicyDiff;
  /** Whether a rule in `taken` was edited and must be validated like a new one. */
  readonly isEdited: boolean;
}

/**
 * Divides a diff. If everything is accepted unchanged, `taken` is the diff itself. Throws `invalid-input` if nothing is
 * accepted, or something that the diff does not contain.
 */
export function divideDiff(diff: PolicyDiff, part: DiffPart): DividedDiff {
  const rules = new Map(part.add.map((rule) => [rule.at, rule]));
  const removed = new Set(part.remove);
  if (rules.size + removed.size === 0) {
    throw nothingChosen();
  }
  const isKnown =
    rules.size === part.add.length &&
    removed.size === part.remove.length &&
    [...rules.keys()].every((at) => at < diff.add.length) &&
    part.remove.every((id) => diff.remove.includes(id));
  if (!isKnown) {
    throw invalid(
      l10n.t('The selection does not match the suggestion.'),
      l10n.t('Open the review again.'),
    );
  }
  const isWhole = rules.size === diff.add.length && removed.size === diff.remove.length;
  const edits = diff.add.flatMap((rule, at) => {
    const taken = rules.get(at);
    return taken !== undefined && isEdit(rule, taken) ? [at] : [];
  });
  const isEdited = edits.length > 0;
  const taken: PolicyDiff = {
    add: diff.add.flatMap((rule, at) => {
      const as = rules.get(at);
      return as === undefined ? [] : [takenRule(rule, as)];
    }),
    remove: diff.remove.filter((id) => removed.has(id)),
    meta:
      isWhole && !isEdited
        ? diff.meta
        : {
            ...metaOfPart(diff, (at) => rules.has(at), new Set(edits)),
            ...(isEdited ? { edited_from: edits.map((at) => originOf(diff.add[at])) } : {}),
          },
  };
  if (isWhole) return { taken, isEdited };
  const rest: PolicyDiff = {
    add: diff.add.filter((_, at) => !rules.has(at)),
    remove: diff.remove.filter((id) => !removed.has(id)),
    meta: metaOfPart(diff, (at) => !rules.has(at)),
  };
  return { taken, rest, isEdited };
}

function isEdit(rule: AddedRule, { pattern, effect }: TakenRule): boolean {
  return (pattern ?? rule.pattern) !== rule.pattern || (effect ?? rule.effect) !== rule.effect;
}

/** The rule as it was accepted. */
function takenRule(rule: AddedRule, taken: TakenRule): AddedRule {
  const { pattern = rule.pattern, effect = rule.effect, mode, title } = taken;
  if (!isEdit(rule, taken)) return mode === (rule.mode ?? 'enforce') ? rule : { ...rule, mode };
  return { ...editedRule(rule, { pattern, effect, title }), mode };
}

/** A person's changes to a rule. */
export interface RuleEdit {
  readonly pattern: string;
  readonly effect: Effect;
  readonly title?: string | undefined;
}

/**
 * A rule with a changed pattern or effect. Statistics measured for the previous pattern do not apply to it, and its
 * reason may contain such statistics. Its title described the previous pattern, so it is kept only if the person
 * entered it.
 */
export function editedRule(
  rule: AddedRule,
  { pattern, effect, title = pattern === rule.pattern ? rule.title : undefined }: RuleEdit,
): AddedRule {
  return {
    ...(title !== undefined && { title }),
    ...(rule.instead !== undefined && { instead: rule.instead }),
    ...(rule.mode !== undefined && { mode: rule.mode }),
    pattern,
    effect,
  };
}

/** For the audit trail: the original of an edited rule. */
function originOf(rule: AddedRule | undefined): string {
  return rule === undefined ? '' : `${rule.effect} ${rule.pattern}`;
}

/**
 * Statistics for the whole diff do not apply to a part; lists with one element per added rule are divided like the
 * rules. Edited rules have no evidence: null.
 */
function metaOfPart(
  diff: PolicyDiff,
  isIn: (at: number) => boolean,
  edited: ReadonlySet<number> = new Set(),
): PolicyDiff['meta'] {
  const lists = listsPerRule(diff, () => true);
  const kept = Object.entries(diff.meta).filter(
    ([name]) => !OF_THE_WHOLE.has(name) && name !== 'evidence' && name !== 'rule_categories',
  );
  const evidence = lists.evidence?.map((one, at) => (edited.has(at) ? null : one));
  const meta = { ...lists, ...(evidence !== undefined && { evidence }) };
  return { ...Object.fromEntries(kept), ...listsPerRule({ ...diff, meta }, isIn) };
}

const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'newly_blocked',
  'newly_blocked_examples',
  'suggestions_count',
]);

/** The error for accepting no part of a change. */
export function nothingChosen(): RulewrightError {
  return invalid(
    l10n.t('No rule is chosen.'),
    l10n.t('Choose at least one, or reject the suggestion.'),
  );
}

function invalid(message: string, hint: string): RulewrightError {
  return new RulewrightError('invalid-input', message, { hint });
}
