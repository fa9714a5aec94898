import type { Command } from 'commander';
import { formatCount } from '../core/formatCount';
import { checkDiff } from '../matcher/diffCheck';
import { writeAtomic } from '../files/writeAtomic';
import { createNodeFiles } from '../files/nodeFiles';
import { backtestRules, type BacktestSummary, type RowVerdict } from '../ml/rules/backtest';
import { readCommandsCsv } from '../history/csv/csvImport';
import type { CliIo } from './io';
import { readRawJson } from './jsonFile';
import { skippedRows } from './numbers';

interface BacktestOptions {
  readonly diff: string;
  readonly csv: string;
  readonly json?: boolean;
  readonly verdicts?: string;
}

/** `rulewright backtest`: runs the rules of a diff over a labelled history. */
export function addBacktest(program: Command, io: CliIo): void {
  program
    .command('backtest')
    .description('Run the rules of a policy diff over a labelled history and count their hits.')
    .requiredOption('--diff <diff.json>', 'a policy diff')
    .requiredOption('--csv <file>', 'command history: the 13 columns, or command,label')
    .option('--json', 'print JSON')
    .option('--verdicts <out.ndjson>', 'write one verdict per row')
    .action(async (options: BacktestOptions) => {
      await backtest(options, io);
    });
}

async function backtest(options: BacktestOptions, io: CliIo): Promise<void> {
  const files = createNodeFiles();
  const diff = checkDiff(await readRawJson(files, options.diff));
  const run = backtestRules(diff.add);
  const lines: string[] = [];
  let skipped = 0;
  const rows = readCommandsCsv(options.csv, {}, () => {
    skipped += 1;
  });
  for await (const row of rows) {
    const verdict = run.judge(row);
    if (options.verdicts !== undefined) lines.push(verdictLine(verdict));
  }
  if (options.verdicts !== undefined) {
    const text = lines.map((line) => `${line}\n`).join('');
    await writeAtomic(files, options.verdicts, new TextEncoder().encode(text));
  }
  const summary = run.summary();
  if (skipped > 0) io.err(skippedRows(skipped));
  if (options.json === true) io.data(JSON.stringify({ ...summary, skipped }));
  else for (const line of summaryLines(summary)) io.out(line);
}

function verdictLine({ row, verdict, rules }: RowVerdict): string {
  return JSON.stringify({ row, verdict, rules });
}

function summaryLines({ rules, total }: BacktestSummary): readonly string[] {
  const share = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
  return [
    'hits  unsafe  safe  unknown  precision  rule',
    ...rules.map((rule) =>
      [
        String(rule.hits).padStart(4),
        String(rule.unsafe).padStart(6),
        String(rule.safe).padStart(4),
        String(rule.unknown).padStart(7),
        share(rule.precision).padStart(9),
        `${rule.effect}${rule.mode === 'shadow' ? ' (shadow)' : ''} ${rule.pattern}`,
      ].join('  '),
    ),
    `${formatCount(total.rows)} rows: ${formatCount(total.unsafe)} unsafe, ${formatCount(total.safe)} safe, ${formatCount(total.unknown)} unknown.`,
    `Denied: ${formatCount(total.unsafeDenied)} unsafe, ${formatCount(total.safeDenied)} safe, ${formatCount(total.unknownDenied)} unknown.`,
    `Asked: ${formatCount(total.unsafeAsked)} unsafe, ${formatCount(total.safeAsked)} safe, ${formatCount(total.unknownAsked)} unknown.`,
    `Denied commands: precision ${share(total.precision)}, recall ${share(total.recall)}, false positives per 1,000 safe commands ${share(total.falseAlarmsPerThousand)}.`,
  ];
}
