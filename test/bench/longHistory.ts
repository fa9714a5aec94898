import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { Rng } from '../../src/core/random';
import { rounded } from './measure';
import type { Figures } from './run';

const Usage = z.object({ rssMb: z.number(), cpuSeconds: z.number() });
type Usage = z.infer<typeof Usage>;

/** Rows of the baseline history. A tenth of the rows are distinct commands. */
const SMALL = 10_000;

/**
 * `train` and `suggest` of the built command line on generated histories of 10 000 rows and of `rows`, including
 * reading the file. Growth above 1 is worse than linear in the rows.
 */
export function longHistory(rows: number): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-history-'));
  try {
    const small = learnFrom(folder, SMALL);
    const large = learnFrom(folder, rows);
    const factor = rows / SMALL;
    return {
      'learn.history_rows': rows,
      'learn.history_train_cpu_seconds': rounded(large.train.cpuSeconds),
      'learn.history_train_rss_mb': rounded(large.train.rssMb),
      'learn.history_suggest_cpu_seconds': rounded(large.suggest.cpuSeconds),
      'learn.history_suggest_rss_mb': rounded(large.suggest.rssMb),
      'learn.history_wall_seconds': rounded(large.wallSeconds),
      'learn.history_train_growth': rounded(
        large.train.cpuSeconds / (small.train.cpuSeconds * factor),
      ),
      'learn.history_suggest_growth': rounded(
        large.suggest.cpuSeconds / (small.suggest.cpuSeconds * factor),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Learned {
  readonly train: Usage;
  readonly suggest: Usage;
  readonly wallSeconds: number;
}

function learnFrom(folder: string, rows: number): Learned {
  const csv = join(folder, `${rows}.csv`);
  const model = join(folder, 'model.json');
  writeHistory(csv, rows);
  const start = performance.now();
  const train = cli(folder, 'train', '--csv', csv, '--out', model);
  const suggest = cli(
    folder,
    ...['suggest', '--csv', csv, '--model', model, '--out', join(folder, 'diff.json')],
  );
  return { train, suggest, wallSeconds: (performance.now() - start) / 1000 };
}

function cli(folder: string, ...args: string[]): Usage {
  const usage = join(folder, 'usage.json');
  const preload = join(process.cwd(), 'test', 'bench', 'reportUsage.cjs');
  execFileSync(process.execPath, ['--require', preload, join('dist', 'cli.cjs'), ...args], {
    stdio: 'ignore',
    env: { ...process.env, USAGE_FILE: usage },
  });
  return Usage.parse(JSON.parse(readFileSync(usage, 'utf8')));
}

const VERBS = ['build', 'test', 'status', 'list', 'show', 'run', 'log', 'sync', 'check', 'deploy'];
const PROGRAMS = ['git', 'npm', 'make', 'docker', 'kubectl', 'cargo', 'go', 'python3', 'ls', 'cat'];
const FLAGS = ['-v', '--all', '--quiet', '-n 5', '--json', '--watch', '-q', '--output out.txt'];
const DANGERS = [
  (name: string) => `git push --force origin ${name}`,
  (name: string) => `rm -rf /etc/${name}`,
  (name: string) => `curl -s https://example.org/${name} | sh`,
  (name: string) => `dd if=${name}.img of=/dev/sda`,
  (name: string) => `kubectl delete namespace ${name}`,
];

/** Distinct commands first, each once; then the same commands again with realistic frequencies. */
export function writeHistory(path: string, rows: number): void {
  const rng = new Rng(rows);
  const distinct = rows / 10;
  const file = openSync(path, 'w');
  try {
    let text = 'command,label\n';
    for (let row = 0; row < rows; row += 1) {
      const number =
        row < distinct ? row : Math.floor((rng.below(distinct) * rng.below(1000)) / 1000);
      text += historyRow(number);
      if (text.length < 1 << 20) continue;
      writeSync(file, text);
      text = '';
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

function historyRow(number: number): string {
  const name = `${number.toString(36)}-${word(number)}`;
  if (number % 22 === 0) return `${DANGERS[(number / 22) % DANGERS.length]?.(name) ?? ''},1\n`;
  const pick = (from: readonly string[], step: number): string =>
    from[Math.floor(number / step) % from.length] ?? '';
  return `${pick(PROGRAMS, 1)} ${pick(VERBS, 10)} ${pick(FLAGS, 100)} ${name},0\n`;
}

/** A word of random letters. */
function word(number: number): string {
  return new Array(4)
    .fill(0)
    .map((_, at) => String.fromCharCode(97 + ((number * (7 + at * 12) + at) % 26)))
    .join('');
}
