import type { NarrowedRule, RuleToTest } from '../../core/liveBacktest';
import { withoutEachAlternative } from '../../core/patternAlternatives';
import { checkPattern } from '../../matcher/dialect';
import { createMatcher } from '../../matcher/matcher';
import { commandActions, withoutMarks } from '../../shell/commandActions';
import type { DataRow } from '../dataset/dataset';
import { escapedPattern, withSecretWords } from './escapedPattern';
import { MAX_RUNG_PATTERN, ladder } from './ladder';

/** A hit of the rule to narrow, with its index in the history. */
export interface RuleHit extends DataRow {
  readonly at: number;
}

/** Finds the hits of patterns in the history. */
type FindHits = (rules: readonly RuleToTest[]) => readonly (readonly number[])[];

/**
 * A narrower pattern of a valid rule that no longer matches the command. It still matches all other hits that are
 * labelled unsafe (or, if there are none, at least one unlabelled hit) and nothing that the rule did not match. If
 * there are several, this is the one with the most hits not labelled safe. Patterns cannot exclude a text, so
 * the candidates are: the rule without one of its alternatives; the words that the other hits share; each of the other
 * hits literally.
 */
export function narrowedRule(
  rule: RuleToTest,
  hits: readonly RuleHit[],
  command: string,
  findHits: FindHits,
): NarrowedRule {
  const others = hits.filter((hit) => hit.command !== command && hit.label !== 'safe');
  if (others.length === 0) return { state: 'none', why: 'onlyHit' };
  const unsafe = others.filter(({ label }) => label === 'unsafe');
  const needed = unsafe.length > 0 ? unsafe : others;
  const excludedActions = actionsOf(command);
  if (unsafe.some((hit) => actionsOf(hit.command) === excludedActions))
    return { state: 'none', why: 'alike' };
  const maxLost = unsafe.length > 0 ? 0 : others.length - 1;
  const excluded = hits.find((hit) => hit.command === command)?.at;
  const old = new Set(hits.map(({ at }) => at));
  const rules = patternsFor(rule, needed, others).map((pattern) => ({ ...rule, pattern }));
  const found = findHits(rules);
  const [best] = rules
    .flatMap(({ pattern }, index) => {
      const now = new Set(found[index]);
      if (excluded === undefined || now.has(excluded)) return [];
      if (![...now].every((at) => old.has(at))) return [];
      const lost = needed.filter(({ at }) => !now.has(at)).length;
      if (lost > maxLost) return [];
      return [{ pattern, kept: others.filter(({ at }) => now.has(at)).length }];
    })
    // If several are equal, the first one describes the remaining hits best.
    .toSorted((a, b) => b.kept - a.kept);
  return best === undefined
    ? { state: 'none', why: 'alike' }
    : { state: 'narrowed', pattern: best.pattern };
}

/** The actions of a command, equal for all its spellings. */
function actionsOf(command: string): string {
  return commandActions(command)
    .actions.map(({ text }) => text)
    .join('\n');
}

function patternsFor(
  { pattern, effect }: RuleToTest,
  needed: readonly DataRow[],
  others: readonly DataRow[],
): readonly string[] {
  const texts = (rows: readonly DataRow[]) =>
    effect === 'allow' ? [] : [...sharedWords(pattern, rows), ...exactly(rows)];
  const patterns = [...withoutEachAlternative(pattern), ...texts(needed), ...texts(others)];
  return [...new Set(patterns)].filter(
    (one) => one !== '' && checkPattern(one) === undefined && one.length <= 10_000,
  );
}

const MAX_TEXTS = 50;

/** The common words of the actions that the rule matches, by program, in order and with gaps. */
function sharedWords(pattern: string, rows: readonly DataRow[]): readonly string[] {
  const matcher = createMatcher([{ id: 'rule', pattern, effect: 'deny' }]);
  const byProgram = new Map<string, readonly string[]>();
  for (const { command } of rows.slice(0, MAX_TEXTS)) {
    const { actions } = commandActions(withSecretWords(command));
    const action = actions.find(({ text }) => matcher.matchText(text).length > 0) ?? actions[0];
    if (action === undefined) continue;
    const words = action.text.split(' ');
    const program = words[0] ?? '';
    byProgram.set(program, inCommon(byProgram.get(program) ?? words, words));
  }
  const patterns = [...byProgram.values()].map(gapped);
  return patterns.length === 0 ? [] : short(patterns.join('|'));
}

function gapped([program = '', ...words]: readonly string[]): string {
  const parts = words.map((word) => ` (?:[^|]* )?${escapedPattern(word)}`);
  return `^${escapedPattern(program)}${parts.join('')}(?: |$)`;
}

/** The longest list of words that both contain in this order. */
function inCommon(one: readonly string[], other: readonly string[]): readonly string[] {
  let before: (readonly string[])[] = other.map(() => []);
  for (const word of one) {
    const now: (readonly string[])[] = [];
    other.forEach((own, at) => {
      const shorter = before[at - 1] ?? [];
      const kept = longer(now[at - 1] ?? [], before[at] ?? []);
      now.push(own === word ? longer([...shorter, word], kept) : kept);
    });
    before = now;
  }
  return before.at(-1) ?? [];
}

function longer(one: readonly string[], other: readonly string[]): readonly string[] {
  return other.length > one.length ? other : one;
}

/** Each command literally, by the narrowest rung of its ladder. */
function exactly(rows: readonly DataRow[]): readonly string[] {
  const patterns = rows.slice(0, MAX_TEXTS).flatMap(({ command }) => {
    const rung = ladder(withoutMarks(command), 'deny').find(({ reach }) => reach === 'command');
    return rung?.rules.map(({ pattern }) => pattern) ?? [];
  });
  return patterns.length === 0 ? [] : short([...new Set(patterns)].join('|'));
}

/** The pattern, if it is short enough to be reviewed. */
function short(pattern: string): readonly string[] {
  return pattern.length <= MAX_RUNG_PATTERN ? [pattern] : [];
}
