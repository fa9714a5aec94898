import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import { sampleCsv } from '../history/sample';
import type { CliIo } from './io';
import { wholeNumber } from './numbers';

interface SampleOptions {
  readonly out: string;
  readonly count: number;
  readonly seed: number;
}

/** `rulewright sample`: writes a synthetic command history. */
export function addSample(program: Command, io: CliIo): void {
  program
    .command('sample')
    .description(
      'Write a synthetic, labelled command history as CSV. The same seed gives the same file.',
    )
    .requiredOption('--out <file>', 'the CSV file to write')
    .option('--count <n>', 'number of rows', wholeNumber(1, 5_000_000), 500)
    .option('--seed <n>', 'seed of the sample', wholeNumber(0, 4_294_967_295), 42)
    .action(async (options: SampleOptions) => {
      await write(options);
      io.out(
        `Wrote ${formatCount(options.count)} rows to ${options.out} (seed ${String(options.seed)}).`,
      );
    });
}

async function write({ out, count, seed }: SampleOptions): Promise<void> {
  try {
    await writeFile(out, sampleCsv(count, seed));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RulewrightError('io-failed', `${out} cannot be written: ${why}`, {
      hint: 'Choose an existing folder with write permission.',
      cause,
    });
  }
}
