import * as l10n from '@vscode/l10n';
import { formatCount } from '../../core/formatCount';
import { ruleKey, type Rule } from '../../core/rule';
import { ruleCategories } from '../../core/ruleCategories';
import type { PolicyVersion } from '../../core/version';
import { joined, oneLine, ruleTitle } from './nodeTexts';

/** The number of a version by its id. */
export type SeqOf = (versionId: string) => number | undefined;

/** Maximum number of rules named in a title; further ones are counted. */
const MAX_NAMED = 3;

/**
 * A description of a version in one line: `Added 3 rules: Force-pushes a branch, …`. `seqOf` returns the number of a
 * version, for the target of a rollback or restore.
 */
export function versionTitle(version: PolicyVersion, seqOf: SeqOf): string {
  const { kind, target, addedRules, removedRules } = version;
  if (kind === 'apply') return changeTitle(addedRules, removedRules, ruleCategories([version]));
  const seq = seqOf(target);
  if (kind === 'rollback') {
    if (seq === 1) return l10n.t('Back to the start, before version 1');
    return seq === undefined
      ? l10n.t('Back to an earlier version')
      : l10n.t('Back to version {0}', String(seq - 1));
  }
  return seq === undefined
    ? l10n.t('Back to an earlier version')
    : l10n.t('Back to version {0}', String(seq));
}

/** The numbers of versions by their ids. */
export function seqsOf(versions: readonly PolicyVersion[]): SeqOf {
  const seqs = new Map(versions.map(({ version, seq }) => [version, seq]));
  return (id) => seqs.get(id);
}

/** A rule with the same pattern and effect on both sides counts as changed in mode or texts. */
function changeTitle(
  added: readonly Rule[],
  removed: readonly Rule[],
  categories: ReadonlyMap<string, string>,
): string {
  const before = new Map(removed.map((rule) => [ruleKey(rule), rule]));
  const enforced = added.filter((rule) => isSwitched(rule, before, 'enforce'));
  const shadowed = added.filter((rule) => isSwitched(rule, before, 'shadow'));
  const switched = new Set([...enforced, ...shadowed].map(ruleKey));
  const others = (rules: readonly Rule[]): readonly Rule[] =>
    rules.filter((rule) => !switched.has(ruleKey(rule)));
  const title = joined(
    [
      namedByCategory(others(added), categories, {
        one: (names) => l10n.t('Added 1 rule: {0}', names),
        more: (count, names) => l10n.t('Added {0} rules: {1}', formatCount(count), names),
      }),
      named(others(removed), {
        one: (names) => l10n.t('Removed 1 rule: {0}', names),
        more: (count, names) => l10n.t('Removed {0} rules: {1}', formatCount(count), names),
      }),
      named(enforced, {
        one: (names) => l10n.t('Enforced 1 rule: {0}', names),
        more: (count, names) => l10n.t('Enforced {0} rules: {1}', formatCount(count), names),
      }),
      named(shadowed, {
        one: (names) => l10n.t('Put 1 rule in shadow: {0}', names),
        more: (count, names) => l10n.t('Put {0} rules in shadow: {1}', formatCount(count), names),
      }),
    ],
    '; ',
  );
  return title === '' ? l10n.t('Changed nothing') : title;
}

function isSwitched(rule: Rule, before: ReadonlyMap<string, Rule>, mode: Rule['mode']): boolean {
  const old = before.get(ruleKey(rule));
  return old !== undefined && old.mode !== mode && rule.mode === mode;
}

interface Texts {
  readonly one: (names: string) => string;
  readonly more: (count: number, names: string) => string;
}

/** Many rules by their categories, where all have one: `Added 21 rules: Work in Git`. */
function namedByCategory(
  rules: readonly Rule[],
  categories: ReadonlyMap<string, string>,
  texts: Texts,
): string | undefined {
  const known = rules.flatMap((rule) => categories.get(ruleKey(rule)) ?? []);
  if (rules.length <= MAX_NAMED || known.length < rules.length) return named(rules, texts);
  return texts.more(rules.length, listed([...new Set(known)].map((one) => oneLine(one, 60))));
}

function named(rules: readonly Rule[], texts: Texts): string | undefined {
  if (rules.length === 0) return undefined;
  const names = listed(rules.slice(0, MAX_NAMED + 1).map(ruleTitle));
  return rules.length === 1 ? texts.one(names) : texts.more(rules.length, names);
}

/** The first names; that there are more is shown. */
function listed(names: readonly string[]): string {
  const first = names.slice(0, MAX_NAMED).join(', ');
  return names.length > MAX_NAMED ? `${first}, …` : first;
}
