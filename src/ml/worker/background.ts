import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';

/** The bundled everyday commands that no suggested rule may match. Throws `missing-part` if the file is missing. */
export async function everydayCommands(path: string): Promise<readonly string[]> {
  try {
    return await assetLines(path);
  } catch (cause) {
    throw new RulewrightError(
      'missing-part',
      l10n.t('The list of everyday commands cannot be read: {0}', path),
      {
        hint: l10n.t(
          'Install Rulewright again, or specify your own list in the setting rulewright.learning.background.',
        ),
        cause,
      },
    );
  }
}

/** The path of a file in `assets`, next to the folder of the worker. */
export function assetPath(workerPath: string, name: string): string {
  return join(dirname(workerPath), '..', 'assets', name);
}

/** The lines of a compressed list of commands. */
export async function assetLines(path: string): Promise<readonly string[]> {
  return backgroundLines(gunzipSync(await readFile(path)).toString('utf8'));
}

/** One command per line; empty lines are ignored. A line break in a command is written as ␤. */
export function backgroundLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replaceAll('␤', '\n'))
    .filter((line) => line !== '');
}
