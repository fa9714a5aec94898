import { readCommand, type Reading } from '../programs/commandReading';
import { START_FOLDER, type Folder } from '../paths/folder';
import type { Stage } from './stage';
import type { ExecutedAs } from './stdin';

/** One executed pipeline: its stages in order. */
export interface Line {
  readonly stages: readonly LineStage[];
  /** May not run: only deny and ask rules read it. */
  readonly speculative: boolean;
  /** Its working directory. */
  readonly folder: Folder;
  /** Whether options end at the first operand, as in GNU tools with `POSIXLY_CORRECT`. */
  readonly posixOptions?: true;
}

/** A stage in its pipeline. */
export interface LineStage {
  readonly stage: Stage;
  /** How its output is used, if a later stage runs it. */
  readonly executedAs: ExecutedAs | undefined;
  readonly reading: Reading;
}

/** The pipeline of some stages, each with how its output is run. */
export function lineOf(stages: readonly Stage[], speculative = false, folder = START_FOLDER): Line {
  const made: LineStage[] = [];
  let executedAs: ExecutedAs | undefined;
  for (let at = stages.length - 1; at >= 0; at -= 1) {
    const stage = stages[at];
    if (stage === undefined) continue;
    made.push({
      stage,
      executedAs,
      reading: readCommand(stage.program, stage.words, executedAs !== undefined),
    });
    executedAs = stage.runsInput ?? (FILTER_PROGRAMS.has(stage.program) ? executedAs : undefined);
  }
  return { stages: made.reverse(), speculative, folder };
}

/** All combinations of one choice for each position, up to a limit. */
export function combinations<T>(choices: readonly (readonly T[])[]): T[][] {
  if (choices.every((choice) => choice.length === 1)) return [choices.flat()];
  let lines: T[][] = [[]];
  for (const choice of choices) {
    lines = lines.flatMap((line) => choice.map((item) => [...line, item])).slice(0, MAX_CHOICES);
  }
  return lines;
}

/** Maximum number of alternatives for one position. */
export const MAX_CHOICES = 16;

/** Programs that print what they read. */
const FILTER_PROGRAMS: ReadonlySet<string> = new Set([
  'cat',
  'tee',
  'sponge',
  'pv',
  'head',
  'tail',
  'tac',
  'sort',
  'uniq',
  'dos2unix',
  // These may change it: what runs is then speculative.
  'tr',
  'sed',
  'gsed',
  'awk',
  'gawk',
  'grep',
  'egrep',
  'cut',
  'envsubst',
  'iconv',
  'nl',
  'fold',
  'gunzip',
  'gzip',
  'zcat',
  'xz',
  'xzcat',
  'bunzip2',
  'bzip2',
  'zstd',
  'zstdcat',
  'jq',
  // `words/printedText.ts` decodes the output of these.
  'base64',
  'gbase64',
  'openssl',
  'xxd',
  'rev',
]);
