import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../core/formatCount';
import type { RejectedRule } from '../../../core/rejection';
import { backtestOf, evidenceOf, type Backtest } from '../backtestEvidence';
import { mayBeProposed, type FindRejection } from '../findRejections';
import { withRejection, type Proposed } from '../suggestionDiff';
import { wilsonLowerBound } from '../wilson';
import { rowsAt, type BehaviourInput, type BehaviourProposal } from './behaviour';
import { behaviourAllows } from './behaviourAllows';
import { behaviourStops } from './behaviourStops';

/** The rules derived from people's answers. */
export interface BehaviourRules {
  readonly proposed: readonly Proposed[];
  /** Number of rules that are not proposed, because a person rejected them. */
  readonly heldBack: number;
  /** Commands that the allow rules match. */
  readonly allowed: ReadonlySet<string>;
}

/** Proposes rules from answers. `stopped`: commands that other proposals stop. */
export function proposeFromBehaviour(
  input: BehaviourInput & { readonly findRejection: FindRejection },
  stopped: ReadonlySet<string>,
): BehaviourRules {
  const { history, findRejection } = input;
  const allows = behaviourAllows(input);
  const found = [...behaviourStops(input, stopped), ...allows].map((one) => {
    const { pattern, effect } = one.rule;
    const backtest = backtestOf(rowsAt(history, one.hits));
    const rejected = findRejection({ pattern, effect, commands: rowsAt(history, one.hits) });
    const behind = effect === 'allow' ? backtest.safe.length : backtest.unsafeTemplates.size;
    return { one, backtest, rejected, isOpen: mayBeProposed(rejected, behind) };
  });
  const open = found.filter(({ isOpen }) => isOpen);
  return {
    proposed: open.map(({ one, backtest, rejected }) => proposedBy(one, backtest, rejected)),
    heldBack: found.length - open.length,
    allowed: new Set(
      allows.flatMap(({ hits }) => rowsAt(history, hits).map(({ command }) => command)),
    ),
  };
}

function proposedBy(
  one: BehaviourProposal,
  backtest: Backtest,
  rejected: RejectedRule | undefined,
): Proposed {
  const { rule, answers, questionsSaved, rungs, program } = one;
  const { refused, approved } = answers;
  const isAllow = rule.effect === 'allow';
  const score = wilsonLowerBound(isAllow ? approved : refused, refused + approved);
  const evidence = {
    ...evidenceOf(backtest),
    answers,
    ...(rule.effect === 'ask' ? {} : { questionsSaved }),
    rungs: [...rungs],
  };
  return {
    rule: { ...rule, score, reason: isAllow ? approvedReason(one) : refusedReason(one) },
    evidence: withRejection(evidence, rejected),
    alsoHits: isAllow ? [] : [...backtest.safe, ...backtest.unknown],
    group: `behaviour ${isAllow ? 'allow' : 'stop'} ${program}`,
  };
}

function approvedReason({ answers, questionsSaved }: BehaviourProposal): string {
  return l10n.t(
    'You approved this {0} times on {1} days and never refused it; it would have saved {2} questions.',
    formatCount(answers.approved),
    formatCount(answers.days),
    formatCount(questionsSaved),
  );
}

function refusedReason({ rule, answers }: BehaviourProposal): string {
  const { refused, sessions, approved } = answers;
  const reason =
    approved === 0
      ? l10n.t(
          'You refused this {0} times in {1} sessions.',
          formatCount(refused),
          formatCount(sessions),
        )
      : l10n.t(
          'You refused this {0} times in {1} sessions and approved it {2} times.',
          formatCount(refused),
          formatCount(sessions),
          formatCount(approved),
        );
  return rule.effect === 'deny'
    ? [reason, l10n.t('The model or a starter rule also rates it dangerous.')].join(' ')
    : reason;
}
