import { access } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { isObject } from '../core/isObject';
import { RulewrightError } from '../core/errors';
import { isConfirmed } from '../providers/dialogs';
import { oneLine } from '../providers/nodes/nodeTexts';

// VS Code does not reveal which extension runs a command. Therefore commands that weaken the protection or cannot be
// undone require the user's confirmation, and the name that a caller gives is shown as its own claim.

/**
 * Lets the user confirm that other code reads or writes the file it names. Throws `invalid-input` if the path cannot be
 * shown as it is or depends on a working directory, and `cancelled` if the user declines.
 */
export async function confirmFile(path: string, use: 'export' | 'import'): Promise<void> {
  if (!isAbsolute(path) || path.length > MAX_PATH || /[\r\n]/.test(path)) {
    throw new RulewrightError(
      'invalid-input',
      vscode.l10n.t('{0} is not the absolute path of a file.', oneLine(path, 200)),
      { hint: vscode.l10n.t('Pass the complete path of the file.') },
    );
  }
  if (use === 'import') {
    const question = vscode.l10n.t(
      'Another extension wants to import commands and labels from {0}. Rulewright learns from labels.',
      path,
    );
    if (!(await isConfirmed(question, vscode.l10n.t('Import')))) throw notConfirmed();
    return;
  }
  const question = (await exists(path))
    ? vscode.l10n.t(
        'Another extension wants to export to {0}. This file exists and would be replaced.',
        path,
      )
    : vscode.l10n.t('Another extension wants to export to {0}, a new file.', path);
  if (!(await isConfirmed(question, vscode.l10n.t('Export')))) throw notConfirmed();
}

const MAX_PATH = 4096;

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false; // also if its folder cannot be read: then it cannot be written either
  }
}

/** The error for a caller if the user declined. */
export function notConfirmed(): RulewrightError {
  return new RulewrightError('cancelled', vscode.l10n.t('The user did not allow it.'));
}

/**
 * Removes evidence from a proposed diff, because Rulewright measures it itself. The diff is untrusted and may have any
 * form.
 */
export function withoutEvidence(diff: unknown): unknown {
  if (!isObject(diff)) return diff;
  const { add, meta } = diff;
  return {
    ...diff,
    ...(Array.isArray(add) ? { add: add.map(withoutScore) } : {}),
    ...(isObject(meta) ? { meta: {} } : {}),
  };
}

function withoutScore(rule: unknown): unknown {
  if (!isObject(rule)) return rule;
  return Object.fromEntries(Object.entries(rule).filter(([name]) => name !== 'score'));
}
