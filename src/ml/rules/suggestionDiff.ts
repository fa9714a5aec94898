import * as l10n from '@vscode/l10n';
import type { AddedRule, PolicyDiff } from '../../core/diff';
import { FROM_BEHAVIOUR, type Evidence, type EvidenceExample } from '../../core/evidence';
import { formatCount } from '../../core/formatCount';
import { DISTINCT_COMMANDS, type RejectedRule } from '../../core/rejection';
import type { DataRow } from '../dataset/dataset';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import { modelVersion, type ModelHead } from '../model/modelHead';
import { backtestOf, evidenceOf, exampleOf, historySize } from './backtestEvidence';
import type { AllowProposal } from './policyReview';
import { hasEvidence, MIN_TEMPLATES, type TestedRule } from './testedRule';

/** A rule of a diff with its evidence. */
export interface Proposed {
  readonly rule: AddedRule;
  readonly evidence: Evidence;
  /** Matched commands that are not labelled unsafe. */
  readonly alsoHits: readonly DataRow[];
  /** Rules of a group form one suggestion. */
  readonly group: string;
}

/** The content of a diff. `note` is the reason for removing rules. */
export interface DiffParts {
  readonly adds: readonly Proposed[];
  readonly remove: readonly string[];
  readonly note?: string | undefined;
  /** Number of distinct commands that contradict the removed rules. */
  readonly against?: number | undefined;
}

/** The origin of a diff. `generatedAt` is ISO 8601. */
export interface DiffOrigin {
  readonly model: ModelHead;
  readonly generatedAt: string;
  readonly history: AnalyzedHistory;
}

const MAX_NEWLY_BLOCKED = 20;

/** A diff with the metadata for the reviewer. `evidence` has one entry for each added rule, in order. */
export function suggestionDiff(
  { model, generatedAt, history }: DiffOrigin,
  { adds, remove, note, against }: DiffParts,
): PolicyDiff {
  const blocked = newlyBlocked(history, adds);
  const isFromBehaviour = adds.some(({ evidence }) => evidence.rungs !== undefined);
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
      ...(isFromBehaviour ? { [FROM_BEHAVIOUR]: true } : {}),
      ...(note === undefined ? {} : { note }),
      ...(against === undefined ? {} : { [DISTINCT_COMMANDS]: against }),
    },
  };
}

/** A mined deny rule with its reason, or a starter rule with its own effect and title. */
export function proposedDeny(rule: TestedRule, { safeCommands }: AnalyzedHistory): Proposed {
  const { pattern } = rule;
  return {
    // Without evidence in the history there is no score.
    rule: {
      pattern,
      effect: 'deny',
      ...rule.starter,
      ...(hasEvidence(rule)
        ? { score: rule.backtest.lowerBound, reason: denyReason(rule) }
        : { reason: preventiveReason(safeCommands) }),
    },
    evidence: withRejection(evidenceOf(rule.backtest, rule.assessment), rule.rejected),
    alsoHits: [...rule.backtest.safe, ...rule.backtest.unknown],
    group: rule.group,
  };
}

/** An allow rule for exact commands, with its earlier rejection. */
export function proposedAllow(one: AllowProposal, rejected: RejectedRule | undefined): Proposed {
  const { pattern, score, reason } = one;
  return {
    rule: { pattern, effect: 'allow', score, reason },
    evidence: withRejection(evidenceOf(backtestOf(one.commands)), rejected),
    alsoHits: [],
    group: `allow ${pattern}`,
  };
}

/** Adds the earlier rejection of a rule to its evidence. */
export function withRejection(evidence: Evidence, rejected: RejectedRule | undefined): Evidence {
  if (rejected === undefined) return evidence;
  const { at, commands } = rejected;
  return { ...evidence, rejected: { at, commands } };
}

/** Only a starter rule has no evidence. Its title describes what it matches. */
function preventiveReason(safe: number): string {
  return safe === 1
    ? l10n.t(
        'Your history shows none. A predefined starter rule without evidence here; it does not match your safe command.',
      )
    : l10n.t(
        'Your history shows none. A predefined starter rule without evidence here; it matches none of {0} safe commands.',
        formatCount(safe),
      );
}

/** The guard does not show the evidence to agents' models: see `policy/verdictReason.ts`. */
function denyReason(rule: TestedRule): string {
  const { unsafe, safe, unsafeTemplates } = rule.backtest;
  const commands =
    unsafeTemplates.size === 1
      ? l10n.t('1 command')
      : l10n.t('{0} different commands', formatCount(unsafeTemplates.size));
  const runs = sum(unsafe) === 1 ? l10n.t('1 run') : l10n.t('{0} runs', formatCount(sum(unsafe)));
  const against = safeRuns(sum(safe));
  // The title of a starter rule describes what it matches.
  const evidence =
    rule.starter === undefined
      ? l10n.t('{0}: stops {1} labelled unsafe ({2}) and {3}.', rule.text, commands, runs, against)
      : l10n.t('Stops {0} labelled unsafe ({1}) and {2}.', commands, runs, against);
  return [evidence, ...caveats(rule)].join(' ');
}

function safeRuns(count: number): string {
  if (count === 0) return l10n.t('no safe run');
  return count === 1 ? l10n.t('1 safe run') : l10n.t('{0} safe runs', formatCount(count));
}

/** Why a rule is proposed if the evidence in the history is not the only reason. */
function caveats({ starter, backtest }: TestedRule): readonly string[] {
  const isWeak = backtest.unsafeTemplates.size < MIN_TEMPLATES;
  if (starter === undefined) {
    return isWeak ? [l10n.t('Thin evidence: only a few different commands, repeated.')] : [];
  }
  return isWeak
    ? [l10n.t('Thin evidence here: proposed because it is a starter rule.')]
    : [l10n.t('This is a starter rule.')];
}

/** Commands that are not labelled unsafe, that no rule denies today, and that an added rule would deny. */
function newlyBlocked(
  history: AnalyzedHistory,
  adds: readonly Proposed[],
): readonly EvidenceExample[] {
  const denied = new Set(history.deniedCommands);
  const rows = new Map(adds.flatMap(({ alsoHits }) => alsoHits.map((row) => [row.command, row])));
  return [...rows.values()].filter((row) => !denied.has(row.command)).map(exampleOf);
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, row) => total + row.count, 0);
}
