import * as l10n from '@vscode/l10n';
import type {
  CommandActions,
  Explanation,
  StarterMatch,
  CommandContext,
  Variant,
} from '../app/ports';
import { formatCount } from '../core/formatCount';
import { ruleKey, type Rule } from '../core/rule';
import {
  RuleRole,
  type Explained,
  type ExplainedAction,
  type MatchingRule,
  type StarterRow,
  type Subject,
  type VariantRow,
} from '../protocol/explain';

/** Limits for the number of rows and characters sent to a page. */
const MAX_ROWS = 100;
const MAX_VIEWS = 200;
const MAX_LONG = 2000;
const MAX_WORD = 300;

/** The context entered on the page. */
export function contextOf({ cwd, shell }: Subject): CommandContext {
  return { ...(cwd.trim() === '' ? {} : { cwd: cwd.trim() }), shell };
}

/** A verdict and its reasons in the format of the page. */
export function explainedState(
  explanation: Explanation,
  { actions, truncated }: CommandActions,
  rules: readonly Rule[],
): Explained {
  const { verdict, views, parsed, tableFault, protectedChange } = explanation;
  const match = matchOf(explanation);
  return {
    decision: verdict.decision,
    reason: clipped(verdict.reason, MAX_LONG),
    policyVersion: verdict.policyVersion,
    enforced: rules.filter(({ mode }) => mode === 'enforce').length,
    ...(match === undefined ? {} : { match }),
    actions: actions.slice(0, MAX_ROWS).map(actionRow),
    moreActions: Math.max(0, actions.length - MAX_ROWS),
    parsed,
    truncated,
    ...(tableFault === undefined ? {} : { tableFault }),
    rules: ruleRows(explanation),
    ...(protectedChange === undefined ? {} : { builtIn: { ...protectedChange } }),
    views: views.slice(0, MAX_VIEWS).map(({ kind, text, inert }) => ({
      ...{ kind, text: clipped(text, MAX_LONG), inert: inert === true },
    })),
    moreViews: Math.max(0, views.length - MAX_VIEWS),
  };
}

/** The shortest of the positions at which deciding rules matched. */
function matchOf({ verdict, matches }: Explanation): Explained['match'] {
  const [first] = matches
    .filter(({ rule }) => verdict.rules.includes(rule.id))
    .map(({ place }) => place)
    .sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
  return first === undefined ? undefined : { start: first.start, end: first.end };
}

function actionRow(action: CommandActions['actions'][number]): ExplainedAction {
  const { program, sub, options, operands, redirects, folder } = action;
  const { sudo, certain, inert, start, end } = action;
  return {
    ...{ start, end, sudo, certain },
    name: clipped([program, ...sub].join(' '), MAX_WORD),
    options: options.slice(0, MAX_ROWS).map(({ name, value }) => ({
      name: clipped(name, MAX_WORD),
      ...(value === undefined ? {} : { value: wordRow(value) }),
    })),
    operands: operands.slice(0, MAX_ROWS).map(wordRow),
    redirects: redirects.slice(0, MAX_ROWS).map(({ op, target }) => ({
      op,
      target: wordRow(target),
    })),
    ...(folder.path === '.' ? {} : { folder: clipped(folder.path, MAX_WORD) }),
    ...(inert === undefined ? {} : { inert: clipped(inert, MAX_WORD) }),
  };
}

type ActionWord = CommandActions['actions'][number]['operands'][number];

function wordRow({ shown, targets }: ActionWord): ExplainedAction['operands'][number] {
  return {
    shown: clipped(shown, MAX_WORD),
    targets: targets.slice(0, MAX_ROWS).map((target) => ({
      path: clipped(target.path, MAX_WORD),
      class: target.class,
    })),
  };
}

/** One row per rule, deciding rules first. */
function ruleRows(explanation: Explanation): MatchingRule[] {
  const seen = new Set<string>();
  const rows = explanation.matches.flatMap((match): MatchingRule[] => {
    const { rule, view, start, end } = match;
    if (seen.has(rule.id)) return [];
    seen.add(rule.id);
    const { id, effect, pattern, reason, title = '', instead = '' } = rule;
    const role = roleOf(explanation, match);
    const at = { kind: view.kind, ...windowOf(view.text, start, end) };
    return [{ ...{ id, effect, pattern, reason, title, instead }, role, view: at }];
  });
  return rows.sort((a, b) => RULE_ROLES.indexOf(a.role) - RULE_ROLES.indexOf(b.role));
}

const RULE_ROLES: readonly RuleRole[] = RuleRole.options;

function roleOf(
  { verdict }: Explanation,
  { rule, isPartial }: Explanation['matches'][number],
): RuleRole {
  if (rule.mode === 'shadow') return 'shadow';
  if (verdict.rules.includes(rule.id)) return 'decides';
  return isPartial && verdict.decision === 'none' ? 'partial' : 'weaker';
}

/** The text around a match, and the match in it. */
function windowOf(text: string, start: number, end: number) {
  const from = Math.max(0, Math.min(start - MAX_WORD, text.length - MAX_LONG));
  const shown = text.slice(from, from + MAX_LONG);
  return { text: shown, start: start - from, end: Math.min(end - from, shown.length) };
}

/** Variants in the format of the page. */
export function variantRows(variants: readonly Variant[]): VariantRow[] {
  return variants.map(({ change, command: whole, verdict }): VariantRow => {
    const outcome = { decision: verdict.decision, reason: clipped(verdict.reason, MAX_LONG) };
    const command = clipped(whole, MAX_LONG);
    switch (change.type) {
      case 'withoutRules':
        return { type: 'withoutRules', names: change.rules.map(nameOf), ...outcome };
      case 'enforced':
        return { type: 'enforced', name: nameOf(change.rule), ...outcome };
      case 'paused':
        return { type: 'paused', ...outcome };
      case 'instead':
        return { type: 'instead', command, ...outcome };
      case 'part': {
        const { kind, text, by } = change.part;
        const part = clipped(text.trim(), MAX_WORD);
        return kind === 'target'
          ? { type: 'replaced', part, by, command, ...outcome }
          : { type: 'without', part, command, ...outcome };
      }
    }
  });
}

function nameOf({ title, pattern }: { title?: string | undefined; pattern: string }): string {
  return title ?? clipped(pattern, MAX_WORD);
}

/** The matching starter rules that are not in the policy, and the categories of those that are. */
export function starterState(
  matches: readonly StarterMatch[],
  rules: readonly Rule[],
  command: string,
): { rules: StarterRow[]; categories: { ruleId: string; category: string }[] } {
  const byKey = new Map(rules.map((rule) => [ruleKey(rule), rule.id]));
  return {
    rules: matches
      .filter((match) => !byKey.has(ruleKey(match)))
      .map(({ effect, title, category, reason, start, end }) => ({
        ...{ effect, title, category, reason },
        part: clipped(command.slice(start, end), MAX_WORD),
      })),
    categories: matches.flatMap((match) => {
      const ruleId = byKey.get(ruleKey(match));
      return ruleId === undefined ? [] : [{ ruleId, category: match.category }];
    }),
  };
}

function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return l10n.t(
    '{0}… ({1} more characters)',
    text.slice(0, limit),
    formatCount(text.length - limit),
  );
}
