import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BacktestTotal } from '../../src/ml/backtest';
import type { LearningReport } from '../../src/ml/report';
import type { Figures } from './run';

const DATA = join('..', 'shared', 'data');

/** Learns rules from train.csv with the built command line and scores them on dev.csv, at 20 and at 40 rules. */
export function bench(): Promise<Figures> {
  const train = join(DATA, 'train.csv');
  if (!existsSync(train)) return Promise.resolve({ 'learn.note': 'no evaluation data here' });
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-learn-'));
  const cli = (...args: string[]): string =>
    execFileSync(process.execPath, [join('dist', 'cli.cjs'), ...args], { encoding: 'utf8' });
  const [model, report, diff] = ['model.json', 'report.json', 'diff.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  try {
    cli('train', '--csv', train, '--out', model, '--report', report);
    const { reliability } = JSON.parse(readFileSync(report, 'utf8')) as LearningReport;
    const scores = [20, 40].flatMap((topN) => {
      cli('suggest', '--csv', train, '--model', model, '--out', diff, '--top-n', String(topN));
      const told = cli('backtest', '--diff', diff, '--csv', join(DATA, 'dev.csv'), '--json');
      const { total } = JSON.parse(told) as { total: BacktestTotal };
      return [
        [`learn.precision_${topN}`, total.precision ?? 0],
        [`learn.recall_${topN}`, total.recall ?? 0],
        [`learn.false_alarms_per_1000_${topN}`, total.falseAlarmsPerThousand ?? 0],
      ] as const;
    });
    return Promise.resolve({
      ...Object.fromEntries(scores),
      'learn.calibration_error_before': reliability.errorBefore ?? 0,
      'learn.calibration_error_after': reliability.errorAfter ?? 0,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
