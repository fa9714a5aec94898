import type { Command } from 'commander';
import { checkDiff } from '../matcher/diffCheck';
import { RulewrightError, isRulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import { createNodeFiles } from '../files/nodeFiles';
import { refuseSecrets } from '../history/redact/patternSecret';
import type { CliIo } from './io';
import { readRawJson } from './jsonFile';

/** `rulewright lint`: checks policy diff files. Continues after a file with errors. */
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
    const diff = withFileName(file, () => {
      const checked = checkDiff(raw);
      refuseSecrets(checked.add.map(({ pattern }, at) => ({ at, pattern })));
      return checked;
    });
    io.out(
      `${file}: valid, adds ${formatCount(diff.add.length)} and removes ${formatCount(diff.remove.length)} rules`,
    );
  } catch (error) {
    if (!isRulewrightError(error)) throw error;
    for (const line of error.message.split('\n')) io.err(line);
    if (error.hint !== undefined) io.err(error.hint);
    io.setExitCode(1);
  }
}

/** Adds the file name to errors, which name only the position in the diff. */
function withFileName<T>(file: string, check: () => T): T {
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
