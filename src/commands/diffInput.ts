import * as vscode from 'vscode';
import { RulewrightError } from '../core/errors';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The diff to propose: a value, JSON text, a file from the explorer, the JSON in the active editor, or a file that the
 * user selects. It is untrusted; the store validates it.
 */
export async function readDiff(input: unknown): Promise<unknown> {
  if (input instanceof vscode.Uri) return readFile(input);
  if (typeof input === 'string') return parse(input, vscode.l10n.t('The text'));
  if (input !== undefined) return input;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.fileName.endsWith('.policydiff.json') === true) {
    return parse(document.getText(), document.fileName);
  }
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Select a policy diff'),
      filters: { [vscode.l10n.t('Policy diff')]: ['json'] },
    })) ?? [];
  return file === undefined ? undefined : readFile(file);
}

async function readFile(file: vscode.Uri): Promise<unknown> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > MAX_BYTES) {
    throw new RulewrightError(
      'invalid-diff',
      vscode.l10n.t('{0} is larger than 4 MB.', file.path),
      {
        hint: vscode.l10n.t('Choose another file. A policy diff is a small JSON file.'),
      },
    );
  }
  const bytes = await vscode.workspace.fs.readFile(file);
  return parse(new TextDecoder().decode(bytes), file.path);
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new RulewrightError(
      'invalid-diff',
      vscode.l10n.t('{0} is not valid JSON: {1}', where, problem),
      {
        hint: vscode.l10n.t('Correct it and propose it again. Nothing was stored.'),
        cause,
      },
    );
  }
}
