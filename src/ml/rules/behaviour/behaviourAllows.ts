import type { AnalyzedHistory } from '../../dataset/analyzedHistory';
import { answersOf } from '../answers';
import { ladder, type RungReach } from '../ladder';
import { isRunner } from '../simpleCommand';
import {
  approvedPrograms,
  isEnough,
  MIN_DAYS,
  MIN_SAVED,
  type ApprovedCommand,
} from './allowFamilies';
import { allowHits, starterExamples, type AllowHits } from './allowHits';
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

/** Minimum number of distinct approved commands, and of distinct options with sub-commands, for each rung. */
const NEEDED: Readonly<Record<RungReach, { readonly commands: number; readonly shapes: number }>> =
  {
    command: { commands: 1, shapes: 1 },
    options: { commands: 3, shapes: 1 },
    program: { commands: 10, shapes: 5 },
  };

interface Search extends BehaviourInput {
  readonly historyHits: AllowHits;
  readonly exampleHits: AllowHits;
}

/**
 * Allow rules for commands that people approved on at least three days and never refused. From each ladder, the widest
 * rung is proposed that the whole history supports: it matches no command that was refused, labelled unsafe or is
 * dangerous.
 */
export function behaviourAllows(input: BehaviourInput): readonly BehaviourProposal[] {
  const search: Search = {
    ...input,
    historyHits: allowHits(
      input.history.rows.map(({ command }) => command),
      input.history.asked.map((one) => one?.views),
    ),
    exampleHits: allowHits(starterExamples()),
  };
  const found = approvedPrograms(input.history).flatMap((group) => proposalsOf(search, group));
  return withoutJointDangers(search, found)
    .toSorted((a, b) => b.questionsSaved - a.questionsSaved || byPattern(a, b))
    .slice(0, MAX_BEHAVIOUR_RULES);
}

/** The rules about one program: wide ones first, then narrow ones for the remaining commands. */
function proposalsOf(
  search: Search,
  group: readonly ApprovedCommand[],
): readonly BehaviourProposal[] {
  const { history } = search;
  const chosen: BehaviourProposal[] = [];
  const isOpen = ({ at }: ApprovedCommand): boolean =>
    !chosen.some(({ hits }) => hits.includes(at));
  const ladders = new Map<string, readonly RungHits[]>();
  for (const reach of WIDEST_FIRST) {
    for (const members of groupsOf(group, (one) => memberKey(reach, one))) {
      const open = members.filter(isOpen);
      const [first] = open;
      if (first === undefined || !isEnough(history, open)) continue;
      if (reach !== 'command' && isRunner(first.program)) continue;
      const rungs = ladders.get(first.command) ?? testedRungs(search, first);
      ladders.set(first.command, rungs);
      const rung = rungs.find((one) => one.reach === reach);
      if (rung === undefined || !isSupported(search, rung, group)) continue;
      const saved = savedBy(history, rung, chosen);
      if (saved < MIN_SAVED) continue;
      const answers = answersOf(rowsAt(history, rung.hits));
      if (answers === undefined || answers.days < MIN_DAYS) continue;
      const { program } = first;
      const shown = evidenceRungs(history, rungs, rung);
      chosen.push({ ...rung, answers, questionsSaved: saved, rungs: shown, program });
    }
  }
  return chosen;
}

function memberKey(reach: RungReach, { program, shape, command }: ApprovedCommand): string {
  if (reach === 'program') return program;
  return reach === 'options' ? shape : command;
}

/** The ladder of a command. Hits are computed on demand, because most rungs are not examined. */
function testedRungs({ historyHits }: Search, one: ApprovedCommand): readonly RungHits[] {
  return ladder(one.command, 'allow').flatMap((rung) => {
    const rule = singleRule(rung);
    if (rule === undefined) return [];
    const { reach, text } = rung;
    let hits: readonly number[] | undefined;
    return [
      {
        ...{ reach, text, rule },
        get hits() {
          return (hits ??= historyHits.of([rule], [one.program]));
        },
      },
    ];
  });
}

function isSupported(
  { history, isDangerous, exampleHits }: Search,
  rung: RungHits,
  group: readonly ApprovedCommand[],
): boolean {
  const { reach, rule } = rung;
  // Checked first, because finding the hits takes longest.
  if (!hasEnoughMembers(reach, group)) return false;
  const { hits } = rung;
  const matched = new Set(hits);
  return (
    hasEnoughMembers(
      reach,
      group.filter(({ at }) => matched.has(at)),
    ) &&
    rowsAt(history, hits).every(isHarmless) &&
    hits.every((at) => !isDangerous(history.rows[at]?.command ?? '')) &&
    exampleHits.of([rule], [group[0]?.program ?? '']).length === 0
  );
}

function hasEnoughMembers(reach: RungReach, members: readonly ApprovedCommand[]): boolean {
  const { commands, shapes } = NEEDED[reach];
  return members.length >= commands && new Set(members.map(({ shape }) => shape)).size >= shapes;
}

function isHarmless({ label, answers }: AnalyzedHistory['rows'][number]): boolean {
  return label !== 'unsafe' && (answers?.refused ?? 0) === 0;
}

/** Approvals of commands that neither a rule in force nor a previously chosen rule decides. */
function savedBy(
  history: AnalyzedHistory,
  { hits }: RungHits,
  chosen: readonly RungHits[],
): number {
  const before = new Set(chosen.flatMap((one) => one.hits));
  const fresh = hits.filter((at) => !before.has(at) && (history.ruleHits[at] ?? []).length === 0);
  return answersOf(rowsAt(history, fresh))?.approved ?? 0;
}

/** Omits rules that only in combination allow a chain of commands that must not be allowed. */
function withoutJointDangers(
  { history, isDangerous, historyHits }: Search,
  found: readonly BehaviourProposal[],
): readonly BehaviourProposal[] {
  const programs = [...new Set(found.map(({ program }) => program))];
  const joint = historyHits.of(
    found.map(({ rule }) => rule),
    programs,
  );
  const single = new Set(found.flatMap(({ hits }) => hits));
  const dangers = rowsAt(
    history,
    joint.filter((at) => !single.has(at)),
  ).filter((row) => !isHarmless(row) || isDangerous(row.command));
  return found.filter(({ program }) => !dangers.some(({ command }) => command.includes(program)));
}

function byPattern(a: RungHits, b: RungHits): number {
  return a.rule.pattern < b.rule.pattern ? -1 : 1;
}
