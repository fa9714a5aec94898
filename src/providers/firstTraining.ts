import * as vscode from 'vscode';
import type { App } from '../app';
import type { RunControl } from '../core/ports';
import type { AppSource } from './appSource';
import type { LearningRuns } from './learningRuns';

/**
 * Runs a task that needs a model. If there is none, the task trains one first, with progress and Cancel. Throws `store-busy`
 * while another learning run is in progress, and `cancelled`.
 */
export async function withModel<T>(
  { source, runs }: { readonly source: AppSource; readonly runs: LearningRuns },
  task: (app: App, run: RunControl) => Promise<T>,
): Promise<T> {
  const app = await source.get();
  if (await app.learning.hasModel()) return task(app, {});
  const result = await runs.run(vscode.l10n.t('Training the first model'), task);
  source.changed();
  return result;
}
