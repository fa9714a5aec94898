import * as l10n from '@vscode/l10n';
import type { AppPorts, KnownModel, QueueEntry, StarterMatch, CommandContext } from './ports';
import { listsPerRule, type PolicyDiff } from '../core/diff';
import { FROM_BEHAVIOUR } from '../core/evidence';
import { RulewrightError } from '../core/errors';
import type { RunControl } from '../core/ports';
import { rejectionsIn } from '../core/rejection';
import { ruleKey, type Rule } from '../core/rule';
import type { Suggestion } from '../core/suggestion';
import type { Prediction } from '../ml/model/prediction';
import type { StarterChoices } from '../ml/rules/starterChoices';
import type { Abstention } from '../ml/rules/suggestionReport';

export type { StarterChoices } from '../ml/rules/starterChoices';

/** The result of generating suggestions. */
export interface Generated {
  /** The new pending suggestions. */
  readonly suggestions: readonly Suggestion[];
  /** Number of proposals that are already pending. */
  readonly repeated: number;
  /** Number of proposals that a person rejected and whose evidence has not doubled since then. */
  readonly rejected: number;
  /** Number of new suggestions derived from users' answers to the prompts of agent hosts. */
  readonly fromBehaviour: number;
  readonly abstained: readonly Abstention[];
}

/** Learning from the command history. */
export interface Learning {
  hasModel(): Promise<boolean>;
  newest(): Promise<KnownModel | undefined>;
  train(run: RunControl): Promise<KnownModel>;
  /**
   * Stores each proposal as a pending suggestion. This method and the following ones train first if there is no model.
   */
  generate(run: RunControl): Promise<Generated>;
  predict(command: string, run?: RunControl): Promise<Prediction>;
  labelQueue(limit: number, run?: RunControl): Promise<readonly QueueEntry[]>;
  /**
   * Proposes the starter rules of these categories that are not in force. Returns the pending suggestion if one
   * proposes them already.
   */
  starterRules(run?: RunControl, categories?: readonly string[]): Promise<Suggestion>;
  /** What each category of the starter rules would have stopped in the history. */
  starterChoices(run?: RunControl): Promise<StarterChoices>;
  /** The starter rules that match a command, in force or not. */
  starterMatches(command: string, context?: CommandContext): Promise<readonly StarterMatch[]>;
}

/** Starter rules are tested on each command where it ran. */
const WITH_FOLDERS = { withFolders: true };

/** Combines history, learner and pending suggestions. */
export function createLearning({
  policies,
  history,
  learner,
}: Pick<AppPorts, 'policies' | 'history' | 'learner'>): Learning {
  const train = async (run: RunControl): Promise<KnownModel> =>
    learner.train(await history.labelled(), run);
  return Object.freeze({
    hasModel: () => learner.hasModel(),
    newest: () => learner.newest(),
    train,
    async generate(run: RunControl) {
      const [commands, rules, waiting, rejected] = await Promise.all([
        history.labelled(),
        policies.listRules(),
        policies.listSuggestions('pending'),
        policies.listSuggestions('rejected').then(rejectionsIn),
      ]);
      const pending = waiting.flatMap(({ diff }) => diff.add);
      const report = await learner.suggest({ commands, rules, pending, rejected }, run);
      const fresh = withoutPending(report.diffs, waiting);
      const suggestions: Suggestion[] = [];
      for (const diff of fresh) {
        suggestions.push(await policies.propose({ proposedBy: proposer(diff), diff }));
      }
      const repeated = report.repeated + report.diffs.length - fresh.length;
      const fromBehaviour = fresh.filter(({ meta }) => meta[FROM_BEHAVIOUR] === true).length;
      const { rejected: held, abstained } = report;
      return { suggestions, repeated, rejected: held, fromBehaviour, abstained };
    },
    predict: (command: string, run?: RunControl) => learner.predict(command, run),
    labelQueue: (limit: number, run?: RunControl) => learner.labelQueue(history, limit, run),
    starterChoices: async (run?: RunControl) =>
      learner.starterChoices(await history.labelled(WITH_FOLDERS), run),
    starterMatches: (command: string, context: CommandContext = {}) =>
      learner.starterMatches(command, context),
    async starterRules(run?: RunControl, categories?: readonly string[]) {
      const tested = await learner.starterRules(
        await history.labelled(WITH_FOLDERS),
        run,
        categories,
      );
      // Read after the tests, which take seconds: another window may have proposed or applied the same rules meanwhile.
      const [rules, waiting] = await Promise.all([
        policies.listRules(),
        policies.listSuggestions('pending'),
      ]);
      const missing = withoutRules(tested, rules);
      if (missing.add.length === 0) {
        throw new RulewrightError(
          'invalid-input',
          categories === undefined
            ? l10n.t('All starter rules are already in force.')
            : l10n.t('All starter rules of the chosen categories are already in force.'),
          {
            hint: l10n.t('See the Rules view.'),
          },
        );
      }
      const pending = waiting.flatMap(({ diff }) => diff.add);
      const diff = withoutRules(missing, pending);
      const existing = diff.add.length === 0 ? mostSimilar(waiting, missing) : undefined;
      return (
        existing ?? policies.propose({ proposedBy: proposer(diff), diff, hasTestedExamples: true })
      );
    },
  });
}

function proposer(diff: PolicyDiff): string {
  const name = diff.meta['proposed_by'];
  return typeof name === 'string' && name !== '' ? name : 'trainer';
}

/** The diffs that no pending suggestion already proposes. */
function withoutPending(
  diffs: readonly PolicyDiff[],
  waiting: readonly Suggestion[],
): readonly PolicyDiff[] {
  const proposed = new Set(waiting.map((suggestion) => diffKey(suggestion.diff)));
  return diffs.filter((diff) => !proposed.has(diffKey(diff)));
}

/** Equal for diffs that add and remove the same rules. */
function diffKey(diff: PolicyDiff): string {
  return JSON.stringify([
    diff.add.map(({ pattern, effect, mode }) => [effect, mode ?? 'enforce', pattern]).sort(),
    [...diff.remove].sort(),
  ]);
}

/** A diff that only adds rules, without those that are in `rules`. */
function withoutRules(
  diff: PolicyDiff,
  rules: readonly Pick<Rule, 'pattern' | 'effect'>[],
): PolicyDiff {
  const known = new Set(rules.map(ruleKey));
  const isKept = diff.add.map((rule) => !known.has(ruleKey(rule)));
  const add = diff.add.filter((_, index) => isKept[index]);
  return {
    add,
    remove: diff.remove,
    meta: {
      ...diff.meta,
      suggestions_count: add.length,
      ...listsPerRule(diff, (index) => isKept[index] === true),
    },
  };
}

/** The suggestion that shares the most added rules with `diff`. */
function mostSimilar(waiting: readonly Suggestion[], diff: PolicyDiff): Suggestion | undefined {
  const wanted = new Set(diff.add.map(ruleKey));
  const shared = (one: Suggestion): number =>
    one.diff.add.filter((rule) => wanted.has(ruleKey(rule))).length;
  return waiting.toSorted((a, b) => shared(b) - shared(a))[0];
}
