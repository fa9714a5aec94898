import * as vscode from 'vscode';
import type { App } from '../app';
import { CONTEXT } from '../contributions';
import { RulewrightError } from '../core/errors';
import type { Disposable, RunControl } from '../core/ports';
import type { AppSource } from './appSource';
import { withProgress } from './progress';

/** Progress of the current run. */
export interface RunState {
  readonly title: string;
  /** The current stage; empty before the first one. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** At most one learning run in this window. Every view can show its progress and cancel it. */
export interface LearningRuns extends Disposable {
  /** Throws `store-busy` while another run is in progress, `cancelled` if it was cancelled. */
  run<T>(title: string, task: (app: App, run: RunControl) => Promise<T>): Promise<T>;
  cancel(): void;
  /** Undefined if no run is in progress. */
  readonly state: RunState | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** Creates the runs. */
export function createLearningRuns(source: AppSource): LearningRuns {
  const changes = new vscode.EventEmitter<void>();
  let abort: AbortController | undefined;
  let state: RunState | undefined;

  function setState(next: RunState | undefined): void {
    const isToggled = (state === undefined) !== (next === undefined);
    state = next;
    if (isToggled) {
      void vscode.commands.executeCommand('setContext', CONTEXT.training, next !== undefined);
    }
    changes.fire();
  }

  return {
    run: async (title, task) => {
      if (abort !== undefined) {
        throw new RulewrightError('store-busy', vscode.l10n.t('A learning run is in progress.'), {
          hint: vscode.l10n.t('Wait until it ends, or cancel it in its notification.'),
        });
      }
      const own = new AbortController();
      abort = own;
      setState({ title, stage: '', done: 0, total: 0 });
      try {
        return await withProgress(
          title,
          async ({ signal, onProgress }) => {
            const report = (stage: string, done: number, total: number): void => {
              onProgress?.(stage, done, total);
              setState({ title, stage, done, total });
            };
            return task(await source.get(), {
              onProgress: report,
              ...(signal === undefined ? {} : { signal }),
            });
          },
          own,
        );
      } finally {
        abort = undefined;
        setState(undefined);
      }
    },
    cancel: () => {
      abort?.abort();
    },
    get state() {
      return state;
    },
    onDidChange: changes.event,
    dispose: () => {
      abort?.abort();
      changes.dispose();
    },
  };
}
