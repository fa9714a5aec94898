import type { AppPorts, KnownModel, QueueEntry } from './ports';
import type { PolicyDiff } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { RunControl } from '../core/ports';
import { ruleKey, type Rule } from '../core/rule';
import type { Suggestion } from '../core/suggestion';
import type { Prediction } from '../ml/model/prediction';
import type { Abstention } from '../ml/rules/suggestionReport';

/** What one run of the learner left behind. */
export interface Generated {
  /** Newly pending. */
  readonly suggestions: readonly Suggestion[];
  /** Proposed before and still pending. */
  readonly repeated: number;
  readonly abstained: readonly Abstention[];
}

/** Learning on this window's history. */
export interface Learning {
  hasModel(): Promise<boolean>;
  newest(): Promise<KnownModel | undefined>;
  train(run: RunControl): Promise<KnownModel>;
  /** Trains first where there is no model; stores each proposal as a pending suggestion. */
  generate(run: RunControl): Promise<Generated>;
  predict(command: string): Promise<Prediction>;
  labelQueue(limit: number, run?: RunControl): Promise<readonly QueueEntry[]>;
  /** Proposes the bundled rules that the policy lacks, or finds them pending already. */
  starterRules(run?: RunControl): Promise<Suggestion>;
}

/** Joins history, learner and pending suggestions. */
export function createLearning({
  policies,
  history,
  learner,
}: Pick<AppPorts, 'policies' | 'history' | 'learner'>): Learning {
  const train = async (run: RunControl): Promise<KnownModel> =>
    learner.train(await history.labelled(run), run);
  return Object.freeze({
    hasModel: () => learner.hasModel(),
    newest: () => learner.newest(),
    train,
    async generate(run: RunControl) {
      if (!(await learner.hasModel())) await train(run);
      const [commands, rules, waiting] = await Promise.all([
        history.labelled(run),
        policies.listRules(),
        policies.listSuggestions('pending'),
      ]);
      const pending = waiting.flatMap(({ diff }) => diff.add);
      const report = await learner.suggest({ commands, rules, pending }, run);
      const fresh = withoutSaid(report.diffs, waiting);
      const suggestions: Suggestion[] = [];
      for (const diff of fresh) {
        suggestions.push(await policies.propose({ proposedBy: proposer(diff), diff }));
      }
      const repeated = report.repeated + report.diffs.length - fresh.length;
      return { suggestions, repeated, abstained: report.abstained };
    },
    predict: (command: string) => learner.predict(command),
    labelQueue: (limit: number, run?: RunControl) => learner.labelQueue(history, limit, run),
    async starterRules(run?: RunControl) {
      const [commands, rules, waiting] = await Promise.all([
        history.labelled(run),
        policies.listRules(),
        policies.listSuggestions('pending'),
      ]);
      const lacking = withoutRules(await learner.starterRules(commands, run), rules);
      if (lacking.add.length === 0) {
        throw new RulewrightError('invalid-input', 'All starter rules are in force already.', {
          hint: 'Look at the Rules view.',
        });
      }
      const pending = waiting.flatMap(({ diff }) => diff.add);
      const diff = withoutRules(lacking, pending);
      const there = diff.add.length === 0 ? mostAlike(waiting, lacking) : undefined;
      return there ?? policies.propose({ proposedBy: proposer(diff), diff });
    },
  });
}

function proposer(diff: PolicyDiff): string {
  const name = diff.meta['proposed_by'];
  return typeof name === 'string' && name !== '' ? name : 'trainer';
}

/** Diffs that say something no pending suggestion says already. */
function withoutSaid(
  diffs: readonly PolicyDiff[],
  waiting: readonly Suggestion[],
): readonly PolicyDiff[] {
  const said = new Set(waiting.map((suggestion) => gist(suggestion.diff)));
  return diffs.filter((diff) => !said.has(gist(diff)));
}

function gist(diff: PolicyDiff): string {
  return JSON.stringify([
    diff.add.map(({ pattern, effect, mode }) => [effect, mode ?? 'enforce', pattern]).sort(),
    [...diff.remove].sort(),
  ]);
}

/** What a diff that only adds says beside `rules`. */
function withoutRules(
  diff: PolicyDiff,
  rules: readonly Pick<Rule, 'pattern' | 'effect'>[],
): PolicyDiff {
  const there = new Set(rules.map(ruleKey));
  const kept = diff.add.map((rule) => !there.has(ruleKey(rule)));
  const evidence = diff.meta['evidence'];
  const parallel = Array.isArray(evidence) && evidence.length === diff.add.length;
  const add = diff.add.filter((_, index) => kept[index]);
  return {
    add,
    remove: diff.remove,
    meta: {
      ...diff.meta,
      suggestions_count: add.length,
      ...(parallel ? { evidence: evidence.filter((_, index) => kept[index]) } : {}),
    },
  };
}

/** The suggestion that adds most of what `diff` adds. */
function mostAlike(waiting: readonly Suggestion[], diff: PolicyDiff): Suggestion | undefined {
  const wanted = new Set(diff.add.map(ruleKey));
  const shared = (one: Suggestion): number =>
    one.diff.add.filter((rule) => wanted.has(ruleKey(rule))).length;
  return waiting.toSorted((a, b) => shared(b) - shared(a))[0];
}
