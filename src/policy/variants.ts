import { codeParts } from '../core/codeParts';
import type { RuleMode } from '../core/rule';
import type { Verdict } from '../core/verdict';
import { MAX_TEXT } from '../matcher/matchBudget';
import { commandParts, withoutPart, type CommandPart } from '../shell/commandParts';
import { evaluate, type EvaluateOptions } from './evaluate';
import type { Explanation } from './explain';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';

/** One change of the command or of the policy. */
export type VariantChange =
  /** These rules are not in force. */
  | { readonly type: 'withoutRules'; readonly rules: readonly PolicyRule[] }
  /** A shadow rule decides. */
  | { readonly type: 'enforced'; readonly rule: PolicyRule }
  /** Self-protection is paused. */
  | { readonly type: 'paused' }
  /** A part of the command is removed or replaced. */
  | { readonly type: 'part'; readonly part: CommandPart }
  /** The command is replaced by the alternative that a rule names. */
  | { readonly type: 'instead'; readonly rule: PolicyRule };

/** A change and the resulting verdict. */
export interface Variant {
  readonly change: VariantChange;
  /** The command that was evaluated. */
  readonly command: string;
  readonly verdict: Verdict;
}

/** Maximum number of variants of one command. */
export const MAX_VARIANTS = 40;

/**
 * What would change a verdict: variants of the policy and of the command, each evaluated like the
 * command itself when the caller requests it. Commands longer than `MAX_TEXT` get no variants of
 * their text.
 */
export function* variantsOf(
  policy: ReadablePolicy,
  explanation: Explanation,
  options: EvaluateOptions = {},
): Generator<Variant, void, undefined> {
  let left = MAX_VARIANTS;
  for (const { change, command, rules, ...other } of changesOf(policy, explanation, options)) {
    if (left === 0) return;
    left -= 1;
    yield { change, command, verdict: evaluate(rules, command, { ...options, ...other }) };
  }
}

/** The inputs of the evaluation for a change. */
interface Changed {
  readonly change: VariantChange;
  readonly command: string;
  readonly rules: ReadablePolicy;
  readonly ownFiles?: undefined;
}

function* changesOf(
  policy: ReadablePolicy,
  explanation: Explanation,
  options: EvaluateOptions,
): Generator<Changed> {
  const { command } = explanation;
  yield* policyChanges(policy, explanation);
  const seen = new Set([command.trim()]);
  for (const changed of commandChanges(policy, explanation, options)) {
    const text = changed.command.trim();
    if (text === '' || seen.has(text)) continue;
    seen.add(text);
    yield changed;
  }
}

function* policyChanges(
  policy: ReadablePolicy,
  { command, verdict, matches, protectedChange }: Explanation,
): Generator<Changed> {
  const ruleOf = (id: string): PolicyRule[] =>
    matches.flatMap(({ rule }) => (rule.id === id ? [rule] : [])).slice(0, 1);
  const deciding = verdict.rules.flatMap(ruleOf);
  const single = deciding.length > MAX_RULES ? [] : deciding.map((rule) => [rule]);
  for (const rules of deciding.length > 1 ? [...single, deciding] : single) {
    const out = new Set(rules.map(({ id }) => id));
    const change = { type: 'withoutRules' as const, rules };
    yield { change, command, rules: withMode(policy, out, 'shadow') };
  }
  // No rule decided: self-protection did.
  if (protectedChange !== undefined && deciding.length === 0) {
    yield { change: { type: 'paused' }, command, rules: policy, ownFiles: undefined };
  }
  for (const rule of verdict.shadow.flatMap(ruleOf).slice(0, MAX_RULES)) {
    const rules = withMode(policy, new Set([rule.id]), 'enforce');
    yield { change: { type: 'enforced', rule }, command, rules };
  }
}

/** If more rules decide, only variants that remove all of them are evaluated. */
const MAX_RULES = 4;

/**
 * The policy with another mode for some rules. A rule in shadow mode does not affect the verdict.
 */
function withMode(
  policy: ReadablePolicy,
  ids: ReadonlySet<string>,
  mode: RuleMode,
): ReadablePolicy {
  const { version, seq, size, rules } = policy;
  return {
    ...{ version, seq, size, rules },
    ruleAt: (index) => {
      const rule = policy.ruleAt(index);
      return ids.has(rule.id) ? { ...rule, mode } : rule;
    },
    modeAt: (index) => (ids.has(policy.ruleAt(index).id) ? mode : policy.modeAt(index)),
  };
}

function* commandChanges(
  policy: ReadablePolicy,
  explanation: Explanation,
  options: EvaluateOptions,
): Generator<Changed> {
  const { command, verdict, matches } = explanation;
  const deciding = matches.filter(({ rule }) => verdict.rules.includes(rule.id));
  for (const { rule } of deciding) {
    for (const { code, text } of codeParts(rule.instead ?? '')) {
      // A single word is the name of a program or an option.
      if (!code || !text.includes(' ')) continue;
      yield { change: { type: 'instead', rule }, command: text, rules: policy };
    }
  }
  if (command.length > MAX_TEXT || !isStopped(explanation)) return;
  for (const part of partsToVary(explanation, options)) {
    yield { change: { type: 'part', part }, command: withoutPart(command, part), rules: policy };
  }
}

/**
 * Whether a shorter command could get a better verdict: the command is not allowed, or only partly.
 */
function isStopped({ verdict, matches, protectedChange }: Explanation): boolean {
  if (verdict.decision === 'deny' || verdict.decision === 'ask') {
    return verdict.rules.length > 0 || protectedChange !== undefined;
  }
  return verdict.decision === 'none' && matches.some(({ isPartial }) => isPartial);
}

/**
 * The parts of the programs in which deciding rules matched; of all programs if the position is
 * unknown.
 */
function partsToVary(
  { command, verdict, matches }: Explanation,
  options: EvaluateOptions,
): readonly CommandPart[] {
  const places = matches
    .filter(({ rule }) => verdict.rules.includes(rule.id))
    .map(({ view }) => view);
  return commandParts(command, options).filter(
    ({ kind, action }) =>
      kind === 'command' ||
      places.length === 0 ||
      places.some(({ start, end }) => action.start < end && start < action.end),
  );
}
