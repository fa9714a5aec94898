import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { RulewrightError } from '../../core/errors';

/** The built-in everyday commands that no suggested rule may stop. Throws `missing-part` where they are gone. */
export async function everydayCommands(options: {
  readonly workerPath: string;
  readonly backgroundPath?: string;
}): Promise<readonly string[]> {
  const path =
    options.backgroundPath ??
    join(dirname(options.workerPath), '..', 'assets', 'background.txt.gz');
  try {
    return backgroundLines(gunzipSync(await readFile(path)).toString('utf8'));
  } catch (cause) {
    throw new RulewrightError(
      'missing-part',
      `The list of everyday commands cannot be read: ${path}`,
      {
        hint: 'Install Rulewright again, or name a list of your own in the setting rulewright.learning.background.',
        cause,
      },
    );
  }
}

/** One command a line; empty lines do not count. A line break inside a command is written ␤. */
export function backgroundLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replaceAll('␤', '\n'))
    .filter((line) => line !== '');
}
