import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { LabelledCommand } from '../../src/core/event';
import { backtestRules, type BacktestTotal } from '../../src/ml/rules/backtest';
import { backgroundLines } from '../../src/ml/worker/background';
import { baseCommands } from '../../src/ml/worker/baseCommands';

/** Labelled public commands by source. They are not part of the project; figures are omitted if they are missing. */
export const DATA = join('..', 'shared', 'data');

export interface PublicCommand extends LabelledCommand {
  readonly source: string;
}

const Row = z.object({
  command: z.string(),
  label: z.enum(['0', '1', '2']),
  source: z.string(),
});

const LABELS = { '0': 'safe', '1': 'unsafe', '2': 'unknown' } as const;

/** The rows of `train.csv` or `dev.csv`; undefined if the data is missing. */
export function publicCommands(name: string): readonly PublicCommand[] | undefined {
  const path = join(DATA, name);
  if (!existsSync(path)) return undefined;
  const rows = z.array(Row).parse(parse(readFileSync(path), { columns: true }));
  return rows.map(({ command, label, source }) => ({
    command,
    label: LABELS[label],
    source,
    count: 1,
  }));
}

/** The bundled everyday commands. */
export function shippedBackground(): readonly string[] {
  return backgroundLines(
    gunzipSync(readFileSync(join('assets', 'background.txt.gz'))).toString('utf8'),
  );
}

/** The results of deny patterns on labelled commands, using the product's matcher. */
export function scorePatterns(
  patterns: readonly string[],
  commands: readonly LabelledCommand[],
): BacktestTotal {
  const run = backtestRules(patterns.map((pattern) => ({ pattern, effect: 'deny' })));
  for (const command of commands) run.judge(command);
  return run.summary().total;
}

/** The bundled labelled commands, the training data of the bundled model. */
export function shippedBase(): readonly LabelledCommand[] {
  return baseCommands(
    backgroundLines(gunzipSync(readFileSync(join('assets', 'base.txt.gz'))).toString('utf8')),
  );
}
