import * as vscode from 'vscode';
import type { App } from '../app';
import type { Disposable } from '../core/ports';

/** The app, opened once, at its first use. */
export interface AppSource extends Disposable {
  /** The app for an action. Opens it again if opening failed before. */
  get(): Promise<App>;
  /**
   * The app for display. Does not retry a failed opening, so that all views show the same error.
   */
  shown(): Promise<App>;
  /** Fires when policy, history, agents or settings have changed, in any window. */
  readonly onDidChange: vscode.Event<void>;
  /** Reports a change to all listeners. */
  changed(): void;
}

/** An app that can be closed. */
export interface OpenedApp {
  readonly app: App;
  /** Closes the storage and the threads of the app. */
  dispose(): void;
}

/** Changes within this time fire a single event. */
const DEBOUNCE_MS = 50;

/** Delays opening the storage until its first use. */
export function createAppSource(open: () => Promise<OpenedApp>): AppSource {
  const changes = new vscode.EventEmitter<void>();
  const owned: { dispose(): void }[] = [changes];
  let opening: Promise<App> | undefined;
  let failed = false;
  let disposed = false;
  let timer: NodeJS.Timeout | undefined;
  // A learning run stores many suggestions in a row; the views should reload only once.
  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changes.fire();
    }, DEBOUNCE_MS);
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
    const isRetry = failed;
    failed = false;
    opening = start();
    opening.then(
      () => {
        if (isRetry) changed();
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
      clearTimeout(timer);
      for (const disposable of owned.splice(0)) disposable.dispose();
    },
  };
}
