import type { AddedRule, PolicyDiff } from '../../core/diff';
import type { Evidence, EvidenceExample } from '../../core/evidence';
import type { DataRow } from '../dataset/dataset';
import type { History } from '../dataset/history';
import { modelVersion, type ModelHead } from '../model/modelHead';
import { backtestOf, evidenceOf, historySize } from './evidence';
import type { AllowProposal } from './policyReview';
import { hasEvidence, MIN_TEMPLATES, type TestedRule } from './testedRule';

/** One rule of a diff with its evidence. */
export interface Proposed {
  readonly rule: AddedRule;
  readonly evidence: Evidence;
  /** Commands it hits that nobody labelled unsafe. */
  readonly alsoHits: readonly DataRow[];
  /** Rules of one group make one suggestion. */
  readonly group: string;
}

/** What a diff is built from; `note` says why rules go. */
export interface DiffParts {
  readonly adds: readonly Proposed[];
  readonly remove: readonly string[];
  readonly note?: string | undefined;
}

/** Where a diff comes from. `generatedAt` is ISO 8601. */
export interface DiffOrigin {
  readonly model: ModelHead;
  readonly generatedAt: string;
  readonly history: History;
}

const MAX_NEWLY_BLOCKED = 20;

/** A diff with the metadata that a reviewer sees. `evidence` has one entry for each added rule, in order. */
export function suggestionDiff(
  { model, generatedAt, history }: DiffOrigin,
  { adds, remove, note }: DiffParts,
): PolicyDiff {
  const blocked = newlyBlocked(history, adds);
  return {
    add: adds.map(({ rule }) => rule),
    remove: [...remove],
    meta: {
      proposed_by: 'rulewright-trainer',
      model_version: modelVersion(model),
      generated_at: generatedAt,
      total_features_analyzed: model.report.features,
      suggestions_count: adds.length + remove.length,
      history_size: historySize(history.rows),
      evidence: adds.map(({ evidence }) => evidence),
      newly_blocked: blocked.length,
      newly_blocked_examples: blocked.slice(0, MAX_NEWLY_BLOCKED),
      ...(note === undefined ? {} : { note }),
    },
  };
}

/** A deny rule with its reason in words; a starter rule with its own effect and title. */
export function proposedDeny(rule: TestedRule, { safeCommands }: History): Proposed {
  const { pattern } = rule;
  return {
    // Where the history shows nothing there is nothing to measure a score by.
    rule: {
      pattern,
      effect: 'deny',
      ...rule.starter,
      ...(hasEvidence(rule)
        ? { score: rule.backtest.lowerBound, reason: denyReason(rule) }
        : { reason: unshownReason(rule, safeCommands) }),
    },
    evidence: evidenceOf(rule.backtest, rule.opinion),
    alsoHits: [...rule.backtest.safe, ...rule.backtest.unknown],
    group: rule.group,
  };
}

/** An allow rule for exactly the commands it names. */
export function proposedAllow(one: AllowProposal): Proposed {
  const { pattern, score, reason } = one;
  const hits = one.commands.map((_, at) => at);
  return {
    rule: { pattern, effect: 'allow', score, reason },
    evidence: evidenceOf(backtestOf(one.commands, hits)),
    alsoHits: [],
    group: `allow ${pattern}`,
  };
}

/** Says what the rule stops only where no title does. */
function unshownReason({ text, starter }: TestedRule, safeCommands: number): string {
  const safe = counted(safeCommands, 'safe command', 'safe commands');
  const lead = starter === undefined ? `${text}: your` : 'Your';
  return `${lead} history shows none. A starter rule, written by us, without evidence here; it stops none of ${safe}.`;
}

function denyReason(rule: TestedRule): string {
  const { unsafe, safe, unsafeTemplates } = rule.backtest;
  const stopped = counted(unsafeTemplates.size, 'command', 'different commands');
  const runs = counted(sum(unsafe), 'run', 'runs');
  const against = safe.length === 0 ? 'no safe run' : counted(sum(safe), 'safe run', 'safe runs');
  const lead = rule.starter === undefined ? `${rule.text}: stops` : 'Stops';
  return `${lead} ${stopped} labelled unsafe (${runs}) and ${against}.${caveat(rule)}`;
}

/** What a rule rests on, where that is not what the history shows alone. */
function caveat({ starter, backtest }: TestedRule): string {
  const isThin = backtest.unsafeTemplates.size < MIN_TEMPLATES;
  if (starter === undefined)
    return isThin ? ' Thin evidence: the same few commands again and again.' : '';
  return isThin
    ? ' Thin evidence here: proposed because it is one of the starter rules.'
    : ' One of the starter rules.';
}

/** Commands not labelled unsafe that no deny rule stops today and one of the added ones would. */
function newlyBlocked(history: History, adds: readonly Proposed[]): readonly EvidenceExample[] {
  const stopped = new Set(history.deniedCommands);
  const rows = new Map(adds.flatMap(({ alsoHits }) => alsoHits.map((row) => [row.command, row])));
  return [...rows.values()]
    .filter((row) => !stopped.has(row.command))
    .map(({ command, count }) => ({ command, count }));
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, row) => total + row.count, 0);
}
