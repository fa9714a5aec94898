import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { rounded } from './measure';
import { DATA, publicCommands, scorePatterns, type PublicCommand } from './publicCommands';
import { referenceRules } from './referenceRules';
import { ruleSources } from './ruleSources';
import type { Figures } from './run';
import { sourceShift } from './sourceShift';

/**
 * `npm run bench -- suggest [--shift]`: learns rules from train.csv with the built command line and scores them on
 * dev.csv, at 20 and at 40 rules, compared with the usual design; then how many of 40 rules each source found, and the
 * result without it. `--shift` also holds out each family of sources in turn (six minutes of CPU).
 */
export function bench(argv: readonly string[]): Promise<Figures> {
  const train = publicCommands('train.csv');
  const dev = publicCommands('dev.csv');
  if (train === undefined || dev === undefined) {
    return Promise.resolve({ 'suggest.note': 'no evaluation data here' });
  }
  return Promise.resolve({
    ...heldOutTemplates(train, dev),
    ...ruleSources(train, dev),
    ...(argv.includes('--shift') ? sourceShift([...train, ...dev]) : {}),
  });
}

function heldOutTemplates(train: readonly PublicCommand[], dev: readonly PublicCommand[]): Figures {
  const reference = scorePatterns(referenceRules(train), dev);
  const figures: Record<string, number> = {
    'suggest.reference_precision_20': rounded(reference.precision ?? 0),
    'suggest.reference_recall_20': rounded(reference.recall ?? 0),
    'suggest.reference_false_alarms_per_1000_20': rounded(reference.falseAlarmsPerThousand ?? 0),
  };
  const found = suggested([20, 40]);
  for (const [count, patterns] of found) {
    const total = scorePatterns(patterns, dev);
    const alarms = total.falseAlarmsPerThousand ?? 0;
    figures[`suggest.precision_${count}`] = rounded(total.precision ?? 0);
    figures[`suggest.recall_${count}`] = rounded(total.recall ?? 0);
    figures[`suggest.false_alarms_per_1000_${count}`] = rounded(alarms);
    figures[`suggest.fewer_false_alarms_than_reference_${count}`] = rounded(
      reference.safeDenied / Math.max(1, total.safeDenied),
    );
  }
  return figures;
}

const Diff = z.object({ add: z.array(z.object({ pattern: z.string() })) });

/** The patterns that `train` and `suggest` produce on the command line, by number of rules requested. */
function suggested(counts: readonly number[]): ReadonlyMap<number, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-suggest-'));
  const csv = join(DATA, 'train.csv');
  const model = join(folder, 'model.json');
  const out = join(folder, 'diff.json');
  const cli = (...args: string[]): unknown =>
    execFileSync(process.execPath, [join('dist', 'cli.cjs'), ...args], { stdio: 'ignore' });
  try {
    cli('train', '--csv', csv, '--out', model);
    return new Map(
      counts.map((count) => {
        cli('suggest', '--csv', csv, '--model', model, '--out', out, '--top-n', String(count));
        const { add } = Diff.parse(JSON.parse(readFileSync(out, 'utf8')));
        return [count, add.map(({ pattern }) => pattern)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
