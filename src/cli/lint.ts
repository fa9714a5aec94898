import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { checkDiff } from '../core/diffCheck';
import { RulewrightError, isRulewrightError } from '../core/errors';
import type { CliIo } from './io';
import { parseJson } from './json';

/** `rulewright lint`: checks policy diff files, all of them, whatever the first one says. */
export function addLint(program: Command, io: CliIo): void {
  program
    .command('lint')
    .description('Check policy diff files: format, patterns and their own examples.')
    .argument('<files...>', 'the diff files (JSON)')
    .action(async (files: readonly string[]) => {
      for (const file of files) await lintFile(file, io);
    });
}

async function lintFile(file: string, io: CliIo): Promise<void> {
  try {
    const diff = checkDiff(parseJson(await readText(file)));
    io.out(`${file}: good, adds ${diff.add.length} and removes ${diff.remove.length} rules`);
  } catch (error) {
    if (!isRulewrightError(error)) throw error;
    io.err(`${file}: ${error.message}`);
    if (error.hint !== undefined) io.err(error.hint);
    io.setExitCode(1);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RulewrightError('io-failed', `it cannot be read: ${why}`, {
      hint: 'Check the path and that you may read it.',
      cause,
    });
  }
}
