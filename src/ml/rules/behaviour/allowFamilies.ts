import type { CanonicalCommand, CanonicalLine } from '../../../shell/canonical';
import type { AnalyzedHistory } from '../../dataset/analyzedHistory';
import { answersOf } from '../answers';
import { groupsOf, rowsAt } from './behaviour';

/** An approved command that consists of one program. */
export interface ApprovedCommand {
  /** Index of its row. */
  readonly at: number;
  readonly command: string;
  readonly program: string;
  /** Program, sub-command and options. */
  readonly shape: string;
}

/** Minimum number of days with an approval. */
export const MIN_DAYS = 3;
/** Minimum number of questions that an allow rule would have saved. */
export const MIN_SAVED = 5;

/**
 * Commands that people approved and never refused, by program, if the program was approved on enough days and often
 * enough for a rule. Omits commands that a rule in force matches, because no question about them would be saved.
 */
export function approvedPrograms(
  history: AnalyzedHistory,
): readonly (readonly ApprovedCommand[])[] {
  const approved = history.rows.flatMap(({ command, label, answers }, at) => {
    const isApproved = answers !== undefined && answers.approved > 0 && answers.refused === 0;
    if (!isApproved || label === 'unsafe' || (history.ruleHits[at] ?? []).length > 0) return [];
    const only = onlyCommand(command, history.asked[at]?.lines ?? []);
    if (only === undefined) return [];
    const { program, sub, flags } = only;
    return [{ at, command, program, shape: [program, ...sub, ...flags].join(' ') }];
  });
  return groupsOf(approved, ({ program }) => program).filter((group) => isEnough(history, group));
}

/** Whether these commands were approved on enough days, and often enough. */
export function isEnough(
  history: AnalyzedHistory,
  commands: readonly { readonly at: number }[],
): boolean {
  const answers = answersOf(
    rowsAt(
      history,
      commands.map(({ at }) => at),
    ),
  );
  return answers !== undefined && answers.days >= MIN_DAYS && answers.approved >= MIN_SAVED;
}

/**
 * Characters of expansions, substitutions, redirects and command lists, whose effect cannot be determined from the
 * text.
 */
const SPECIAL: readonly string[] = Array.from('$`<>|&;(){}\\\n');

function onlyCommand(
  command: string,
  lines: readonly CanonicalLine[],
): CanonicalCommand | undefined {
  if (SPECIAL.some((character) => command.includes(character))) return undefined;
  const commands = lines.flatMap((line) => line.commands);
  const [only] = commands;
  return commands.length === 1 && only?.sudo === false ? only : undefined;
}
