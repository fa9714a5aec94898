import * as vscode from 'vscode';
import type { App } from '../app';
import type { Disposable } from '../core/ports';

/** The app, opened at first use and once. */
export interface AppSource extends Disposable {
  /** The app for whoever wants to do something with it: a failed opening is tried again. */
  get(): Promise<App>;
  /** The app for whoever only shows it: a failed opening stays failed, so that all views tell the same. */
  shown(): Promise<App>;
  /** Fires when policy, history, agents or settings changed, here or in another window. */
  readonly onDidChange: vscode.Event<void>;
  /** Says that something changed. */
  changed(): void;
}

/** An app that can be closed. */
export interface OpenedApp {
  readonly app: App;
  /** Closes what the app stands on. */
  dispose(): void;
}

const GATHER_MS = 50;

/** Wraps the opening of the storage so that nothing is read before somebody asks. */
export function createAppSource(open: () => Promise<OpenedApp>): AppSource {
  const changes = new vscode.EventEmitter<void>();
  const owned: { dispose(): void }[] = [changes];
  let opening: Promise<App> | undefined;
  let failed = false;
  let disposed = false;
  let telling: NodeJS.Timeout | undefined;
  // A learning run stores a dozen suggestions in a row: the views read them together.
  const changed = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined;
      changes.fire();
    }, GATHER_MS);
  };
  const start = async (): Promise<App> => {
    const opened = await open();
    owned.push(opened);
    if (disposed) opened.dispose();
    const { app } = opened;
    owned.push(app.policies.onDidChange(changed));
    owned.push(app.history.onDidChange(changed));
    owned.push(app.connections.onDidChange(changed));
    return app;
  };
  const openOnce = (): Promise<App> => {
    const again = failed;
    failed = false;
    opening = start();
    opening.then(
      () => {
        if (again) changed();
      },
      () => {
        failed = true;
      },
    );
    return opening;
  };
  return {
    get: () => (opening === undefined || failed ? openOnce() : opening),
    shown: () => opening ?? openOnce(),
    onDidChange: changes.event,
    changed,
    dispose: () => {
      disposed = true;
      clearTimeout(telling);
      for (const thing of owned.splice(0)) thing.dispose();
    },
  };
}
