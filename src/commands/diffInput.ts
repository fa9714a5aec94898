import * as vscode from 'vscode';
import { RulewrightError } from '../core/errors';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The diff that a caller means: a value, JSON text, a file chosen in the explorer, the JSON open in the editor, or
 * a file the person picks. It is unknown input still; the store checks it whole.
 */
export async function readDiff(input: unknown): Promise<unknown> {
  if (input instanceof vscode.Uri) return readFile(input);
  if (typeof input === 'string') return parse(input, 'The text');
  if (input !== undefined) return input;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.fileName.endsWith('.policydiff.json') === true) {
    return parse(document.getText(), document.fileName);
  }
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Propose which policy diff?',
      filters: { 'Policy diff': ['json'] },
    })) ?? [];
  return file === undefined ? undefined : readFile(file);
}

async function readFile(file: vscode.Uri): Promise<unknown> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > MAX_BYTES) {
    throw new RulewrightError('invalid-diff', `${file.path} is larger than 4 MB.`, {
      hint: 'A policy diff is a small JSON file. Choose another one.',
    });
  }
  const bytes = await vscode.workspace.fs.readFile(file);
  return parse(new TextDecoder().decode(bytes), file.path);
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new RulewrightError('invalid-diff', `${where} is not JSON: ${problem}`, {
      hint: 'Correct it and propose again. Nothing was stored.',
      cause,
    });
  }
}
