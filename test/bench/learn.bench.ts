import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LearningReport } from '../../src/ml/model/report';
import { cancelling } from './cancelling';
import { forestVersusSklearn } from './forestVersusSklearn';
import { longHistory } from './longHistory';
import { option, rounded } from './measure';
import { DATA, publicCommands } from './publicCommands';
import type { Figures } from './run';
import { sameModel } from './sameModel';
import { standstill } from './standstill';

const LONG_HISTORY = 1_000_000;

/**
 * `npm run bench -- learn [--forest] [--history [ROWS]]`, after `npm run build`: whether a seed gives one model, how
 * fast a cancelled training stops, how long the window is blocked for a model, and the forest's calibration. The
 * options add slower benchmarks: `--forest` compares the kernel with scikit-learn (two minutes of CPU), `--history`
 * learns from a million rows (two minutes).
 */
export async function bench(argv: readonly string[]): Promise<Figures> {
  const train = publicCommands('train.csv');
  const dev = publicCommands('dev.csv');
  const hasData = train !== undefined && dev !== undefined;
  const rows = Number(option(argv, 'history') ?? LONG_HISTORY);
  return {
    ...sameModel(),
    ...(hasData
      ? { ...(await cancelling(train)), ...(await standstill(train, dev)), ...heldOutFigures() }
      : { 'learn.note': 'no evaluation data here' }),
    ...(argv.includes('--forest') ? forestVersusSklearn() : {}),
    ...(argv.includes('--history') ? longHistory(rows > 0 ? rows : LONG_HISTORY) : {}),
  };
}

/** The metrics in the model's report, for the held-out fifth of the templates. */
function heldOutFigures(): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-learn-'));
  const out = join(folder, 'report.json');
  const csv = join(DATA, 'train.csv');
  const model = join(folder, 'model.json');
  try {
    execFileSync(
      process.execPath,
      [join('dist', 'cli.cjs'), 'train', '--csv', csv, '--out', model, '--report', out],
      { stdio: 'ignore' },
    );
    const report: unknown = JSON.parse(readFileSync(out, 'utf8'));
    const { reliability, test } = LearningReport.parse(report);
    return {
      'learn.calibration_error_before': rounded(reliability.errorBefore ?? 0),
      'learn.calibration_error_after': rounded(reliability.errorAfter ?? 0),
      'learn.average_precision': rounded(test.averagePrecision ?? 0),
      'learn.recall_at_one_per_mille': rounded(test.recallAtOnePerMille ?? 0),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
