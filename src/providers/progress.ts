import * as vscode from 'vscode';
import type { RunControl } from '../core/ports';
import { plainNotice } from './plainText';

/** Runs `task` with a progress notification that has a Cancel button. Rejects with `cancelled` when it is pressed. */
export async function withProgress<T>(
  title: string,
  task: (run: RunControl) => Promise<T>,
  abort = new AbortController(),
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: plainNotice(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const listening = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      return await task({ signal: abort.signal, onProgress: reporter(progress) });
    } finally {
      listening.dispose();
    }
  });
}

function reporter(
  progress: vscode.Progress<{ message?: string }>,
): NonNullable<RunControl['onProgress']> {
  let shown = '';
  return (stage, done, total) => {
    const share = total > 0 ? ` ${Math.floor((done / total) * 100)} %` : '';
    const message = plainNotice(`${stage}${share}`);
    if (message === shown) return;
    shown = message;
    progress.report({ message });
  };
}
