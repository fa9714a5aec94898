import type { Command } from 'commander';
import { checkDiff } from '../matcher/diffCheck';
import { RulewrightError, isRulewrightError } from '../core/errors';
import { createNodeFiles } from '../files/nodeFiles';
import type { CliIo } from './io';
import { readRawJson } from './jsonFile';

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
    const raw = await readRawJson(createNodeFiles(), file);
    const diff = namingFile(file, () => checkDiff(raw));
    io.out(`${file}: good, adds ${diff.add.length} and removes ${diff.remove.length} rules`);
  } catch (error) {
    if (!isRulewrightError(error)) throw error;
    io.err(error.message);
    if (error.hint !== undefined) io.err(error.hint);
    io.setExitCode(1);
  }
}

/** A fault in a diff says where in the diff it is; of several files it must say in which, too. */
function namingFile<T>(file: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isRulewrightError(error)) throw error;
    const { code, message, hint } = error;
    throw new RulewrightError(code, `${file}: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    });
  }
}
