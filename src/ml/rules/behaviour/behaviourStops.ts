import type { AnalyzedHistory } from '../../dataset/analyzedHistory';
import { rowNumbers } from '../../dataset/commandRuns';
import { hitsOfEach } from '../../dataset/viewTexts';
import { answersOf } from '../answers';
import { ladder, type RungReach } from '../ladder';
import {
  evidenceRungs,
  groupsOf,
  MAX_BEHAVIOUR_RULES,
  rowsAt,
  singleRule,
  WIDEST_FIRST,
  type BehaviourInput,
  type BehaviourProposal,
  type RungHits,
} from './behaviour';

/** Minimum number of sessions in which a person refused. */
const MIN_SESSIONS = 2;
/**
 * Minimum share of refusals among the answers: a single refusal among many approvals may be a mistake or have another
 * reason.
 */
const MIN_REFUSED_SHARE = 0.75;
/** Minimum number of distinct refused commands for each rung. */
const NEEDED: Readonly<Record<RungReach, number>> = { command: 1, options: 3, program: 5 };
/** Maximum number of commands whose ladders are tested. */
const MAX_LADDERS = 100;

interface StopRung extends RungHits {
  /** Whether the rule matches an everyday command. */
  readonly isEveryday: boolean;
}

interface StopLadder {
  readonly program: string;
  /** Whether the command runs a single program. Otherwise the refusal may have been about another part. */
  readonly isSingle: boolean;
  readonly rungs: readonly StopRung[];
}

/**
 * Ask and deny rules for commands that people refused in at least two sessions and that neither a rule in force nor one
 * in `stopped` stops. From each ladder, the widest rung is proposed whose commands were refused. A rule denies if all
 * its matches were always refused and are dangerous; otherwise it asks.
 */
export function behaviourStops(
  input: BehaviourInput,
  stopped: ReadonlySet<string>,
): readonly BehaviourProposal[] {
  const { history } = input;
  const isOpen = (at: number): boolean => isRefused(history, at, stopped);
  const chosen: BehaviourProposal[] = [];
  const done = new Set<number>();
  for (const found of stopLadders(history, isOpen)) {
    const { rungs, isSingle } = found;
    const rung = WIDEST_FIRST.flatMap((reach) => rungs.filter((one) => one.reach === reach)).find(
      (one) =>
        one.hits.some((at) => isOpen(at) && !done.has(at)) && isSupported(input, one, isSingle),
    );
    const answers = rung && answersOf(rowsAt(history, rung.hits));
    if (rung === undefined || answers === undefined) continue;
    for (const at of rung.hits) done.add(at);
    chosen.push(proposalOf(input, { ...found, rung, answers }));
  }
  return chosen
    .toSorted((a, b) => b.answers.refused - a.answers.refused)
    .slice(0, MAX_BEHAVIOUR_RULES);
}

function proposalOf(
  { history, isDangerous }: BehaviourInput,
  found: StopLadder & { rung: StopRung; answers: BehaviourProposal['answers'] },
): BehaviourProposal {
  const { rung, answers, program, rungs } = found;
  const denies = rowsAt(history, rung.hits).every(
    ({ command, answers }) =>
      answers !== undefined &&
      answers.refused > 0 &&
      answers.approved === 0 &&
      isDangerous(command),
  );
  return {
    ...rung,
    rule: { ...rung.rule, effect: denies ? 'deny' : 'ask' },
    answers,
    questionsSaved: denies ? answers.refused : 0,
    rungs: evidenceRungs(history, rungs, rung),
    program,
  };
}

/** Whether a person refused the command and no rule stops it yet. */
function isRefused(history: AnalyzedHistory, at: number, stopped: ReadonlySet<string>): boolean {
  const row = history.rows[at];
  return (
    row?.answers !== undefined &&
    row.answers.refused > 0 &&
    row.label === 'unsafe' &&
    !stopped.has(row.command) &&
    (history.ruleHits[at] ?? []).length === 0
  );
}

/** The ladders of refused commands whose program was refused in enough sessions, most frequently refused first. */
function stopLadders(
  history: AnalyzedHistory,
  isOpen: (at: number) => boolean,
): readonly StopLadder[] {
  const refused = history.rows.flatMap(({ command, answers }, at) => {
    if (!isOpen(at)) return [];
    const run = (history.asked[at]?.lines ?? []).flatMap((line) => line.commands);
    const program = run[0]?.program ?? '';
    return [{ at, command, program, isSingle: run.length === 1, refused: answers?.refused ?? 0 }];
  });
  const asked = groupsOf(refused, ({ program }) => program)
    .filter((group) => sessionsOf(history, group) >= MIN_SESSIONS)
    .flat()
    .toSorted((a, b) => b.refused - a.refused || a.at - b.at)
    .slice(0, MAX_LADDERS)
    .map((one) => ({ ...one, rungs: ladder(one.command, 'ask') }));
  const patterns = [
    ...new Set(
      asked.flatMap(({ rungs }) => rungs.flatMap((rung) => singleRule(rung)?.pattern ?? [])),
    ),
  ];
  const tested = testedPatterns(history, patterns);
  return asked.map(({ program, isSingle, rungs }) => ({
    program,
    isSingle,
    rungs: rungs.flatMap(({ reach, text, rules }): readonly StopRung[] => {
      const [rule] = rules;
      const found = rule === undefined ? undefined : tested.get(rule.pattern);
      return rule === undefined || found === undefined ? [] : [{ reach, text, rule, ...found }];
    }),
  }));
}

function testedPatterns(
  { runs, index, background }: AnalyzedHistory,
  patterns: readonly string[],
): ReadonlyMap<string, Pick<StopRung, 'hits' | 'isEveryday'>> {
  const rules = patterns.map((pattern) => ({ pattern, effect: 'deny' as const }));
  const hits = hitsOfEach(index, rules);
  const everyday = hitsOfEach(background.texts, rules);
  return new Map(
    patterns.map((pattern, at) => [
      pattern,
      {
        hits: rowNumbers(runs, hits[at]?.hits ?? []),
        isEveryday: (everyday[at]?.hits ?? []).length > 0,
      },
    ]),
  );
}

function sessionsOf(history: AnalyzedHistory, group: readonly { readonly at: number }[]): number {
  const rows = rowsAt(
    history,
    group.map(({ at }) => at),
  );
  return answersOf(rows)?.sessions ?? 0;
}

/**
 * Whether the rung was refused in enough sessions and hardly ever approved. An everyday command also requires that a
 * person refused exactly that command, in one more session.
 */
function isSupported(
  { history }: BehaviourInput,
  { reach, hits, isEveryday }: StopRung,
  isSingle: boolean,
): boolean {
  const rows = rowsAt(history, hits);
  const answers = answersOf(rows);
  const refused = rows.filter(
    ({ label, answers }) => label === 'unsafe' && (answers?.refused ?? 0) > 0,
  );
  if (answers === undefined || refused.length < NEEDED[reach]) return false;
  if (refused.length < MIN_REFUSED_SHARE * rows.length) return false;
  if (answers.refused < MIN_REFUSED_SHARE * (answers.refused + answers.approved)) return false;
  if (isEveryday && !(reach === 'command' && isSingle)) return false;
  return answers.sessions >= MIN_SESSIONS + (isEveryday ? 1 : 0);
}
