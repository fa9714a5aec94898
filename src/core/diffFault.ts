import * as l10n from '@vscode/l10n';
import { RulewrightError } from './errors';

/** A fault in a diff. `path` has the form `add[2].pattern`. */
export interface DiffFault {
  readonly path: string;
  readonly problem: string;
}

/** The error `invalid-diff` for all faults of a diff that is proposed. */
export function invalidDiff(faults: readonly DiffFault[]): RulewrightError {
  const list = faults.map(({ path, problem }) => `${path}: ${problem}`).join('\n');
  return new RulewrightError('invalid-diff', l10n.t('The policy diff is invalid.\n{0}', list), {
    hint: l10n.t('Correct all errors and propose the diff again. Nothing was stored.'),
  });
}
