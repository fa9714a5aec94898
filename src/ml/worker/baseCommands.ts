import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import type { LabelledCommand } from '../../core/event';
import { assetLines } from './background';

/**
 * The bundled labelled commands, which are training data for every model. Throws `missing-part` if the file is missing.
 */
export async function shippedCommands(path: string): Promise<readonly LabelledCommand[]> {
  try {
    return baseCommands(await assetLines(path));
  } catch (cause) {
    throw new RulewrightError(
      'missing-part',
      l10n.t('The bundled labelled commands cannot be read: {0}', path),
      { hint: l10n.t('Install Rulewright again.'), cause },
    );
  }
}

/** Lines with a label (`1` unsafe, `0` safe), a space and a command. */
export function baseCommands(lines: readonly string[]): readonly LabelledCommand[] {
  return lines.map((line) => ({
    command: line.slice(2),
    label: line.startsWith('1') ? 'unsafe' : 'safe',
    count: 1,
  }));
}
