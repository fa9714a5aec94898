import * as vscode from 'vscode';
import type { App } from '../app';
import { CONTEXT } from '../contributions';
import { RulewrightError } from '../core/errors';
import type { Disposable, RunControl } from '../core/ports';
import type { AppSource } from './appSource';
import { withProgress } from './progress';

/** How far the run under way is. */
export interface RunState {
  readonly title: string;
  /** What it is at; empty before its first step. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** One learning run at a time in this window, seen and stopped from everywhere. */
export interface LearningRuns extends Disposable {
  /** Throws `store-busy` while another runs, `cancelled` when it was stopped. */
  run<T>(title: string, task: (app: App, run: RunControl) => Promise<T>): Promise<T>;
  cancel(): void;
  /** Undefined while nothing runs. */
  readonly state: RunState | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** Makes the runs over an app. */
export function createLearningRuns(source: AppSource): LearningRuns {
  const changes = new vscode.EventEmitter<void>();
  let abort: AbortController | undefined;
  let state: RunState | undefined;

  function become(next: RunState | undefined): void {
    const started = (state === undefined) !== (next === undefined);
    state = next;
    if (started) {
      void vscode.commands.executeCommand('setContext', CONTEXT.training, next !== undefined);
    }
    changes.fire();
  }

  return {
    run: async (title, task) => {
      if (abort !== undefined) {
        throw new RulewrightError('store-busy', 'Rulewright is learning already.', {
          hint: 'Wait until it is done, or cancel it in its notification.',
        });
      }
      const mine = new AbortController();
      abort = mine;
      become({ title, stage: '', done: 0, total: 0 });
      try {
        return await withProgress(
          title,
          async ({ signal, onProgress }) => {
            const follow = (stage: string, done: number, total: number): void => {
              onProgress?.(stage, done, total);
              become({ title, stage, done, total });
            };
            return task(await source.get(), {
              onProgress: follow,
              ...(signal === undefined ? {} : { signal }),
            });
          },
          mine,
        );
      } finally {
        abort = undefined;
        become(undefined);
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
