/** The parts of VS Code that pages and dialogs use, for a process without it. The test is the user. */
import { t } from '@vscode/l10n';
import { EventEmitter as NodeEmitter } from 'node:events';

interface Disposable {
  dispose(): void;
}

class EventEmitter<T> implements Disposable {
  private readonly emitter = new NodeEmitter();
  readonly event = (listener: (value: T) => void): Disposable => {
    this.emitter.on('event', listener);
    return { dispose: () => this.emitter.off('event', listener) };
  };
  fire(value: T): void {
    this.emitter.emit('event', value);
  }
  dispose(): void {
    this.emitter.removeAllListeners();
  }
}

const Disposable = {
  from: (...all: readonly Disposable[]): Disposable => ({
    dispose: () => {
      for (const one of all) one.dispose();
    },
  }),
};

class ThemeIcon {
  constructor(readonly id: string) {}
}

class ThemeColor {
  constructor(readonly id: string) {}
}

export class MarkdownString {
  isTrusted: unknown;
  supportHtml = false;
  supportThemeIcons = false;
  constructor(readonly value: string) {}
}

export class TreeItem {
  constructor(
    readonly label: unknown,
    readonly collapsibleState: number,
  ) {}
}
const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

class TabInputWebview {
  constructor(readonly viewType: string) {}
}

const ViewColumn = { Active: -1 };
const ProgressLocation = { Notification: 15 };

const Uri = {
  joinPath: (base: { path: string }, ...parts: readonly string[]) => ({
    path: [base.path, ...parts].join('/'),
  }),
};

const l10n = { t };

/** What was copied last. */
export const clipboard = { text: '' };
const env = {
  language: 'en',
  clipboard: {
    writeText: (text: string): Promise<void> => {
      clipboard.text = text;
      return Promise.resolve();
    },
  },
};

/** The commands that were executed, with their arguments. */
export const executed: (readonly [id: string, ...args: unknown[]])[] = [];
const commands = {
  executeCommand: (...called: [id: string, ...args: unknown[]]): Promise<undefined> => {
    executed.push(called);
    return Promise.resolve(undefined);
  },
};

const workspace = {
  getConfiguration: () => ({ get: () => undefined }),
};

/** A notification, dialog, quick pick or input box that was shown. `texts` are the arguments of VS Code. */
export interface ShownDialog {
  readonly kind: string;
  readonly texts: readonly unknown[];
}
export const dialogs: ShownDialog[] = [];
const shows =
  (kind: string) =>
  (...texts: readonly unknown[]): Promise<undefined> => {
    dialogs.push({ kind, texts });
    return Promise.resolve(undefined);
  };

/** A panel without a window. As in VS Code, it cannot be used after it was closed. */
export class FakePanel implements Disposable {
  title = '';
  iconPath: unknown;
  readonly visible = true;
  /** Receives the messages to the page. */
  toPage: (message: unknown) => void = () => undefined;
  private isClosed = false;
  private readonly messages = new EventEmitter<unknown>();
  private readonly closing = new EventEmitter<undefined>();
  private readonly viewStates = new EventEmitter<undefined>();
  readonly onDidDispose = this.closing.event;
  readonly onDidChangeViewState = this.viewStates.event;
  private readonly page = {
    html: '',
    options: { localResourceRoots: [] as readonly { path: string }[] },
    cspSource: 'none',
    asWebviewUri: ({ path }: { path: string }): string => path,
    onDidReceiveMessage: this.messages.event,
    postMessage: (message: unknown): Promise<boolean> => {
      if (!this.isClosed) this.toPage(structuredClone(message));
      return Promise.resolve(!this.isClosed);
    },
  };

  constructor(readonly viewType: string) {}

  get isOpen(): boolean {
    return !this.isClosed;
  }

  /** The folder from which the page is loaded. */
  get root(): string {
    return this.page.options.localResourceRoots[0]?.path ?? '';
  }

  get webview(): FakePanel['page'] {
    if (this.isClosed) throw new Error('Webview is disposed');
    return this.page;
  }

  /** Sends a message as the page. */
  send(message: unknown): void {
    if (!this.isClosed) this.messages.fire(message);
  }

  reveal(): void {
    if (this.isClosed) throw new Error('Webview is disposed');
  }

  dispose(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.closing.fire(undefined);
  }
}

/** Restores a panel after the window was reloaded. */
interface Serializer {
  deserializeWebviewPanel(panel: FakePanel, state: unknown): Promise<void>;
}

/** The panels that were created, newest last, and the serializers by type. */
export const panels: FakePanel[] = [];
export const serializers = new Map<string, Serializer>();

/** What a tree shows, by the id of its view. */
export interface FakeTree {
  message: string;
  visible: boolean;
  readonly provider: {
    readonly onDidChangeTreeData: (listener: () => void) => Disposable;
    getChildren(): Promise<readonly unknown[]>;
    getTreeItem(node: unknown): unknown;
  };
}
export const trees = new Map<string, FakeTree>();

const window = {
  createTreeView: (view: string, options: { treeDataProvider: FakeTree['provider'] }) => {
    const tree = {
      message: '',
      visible: false,
      provider: options.treeDataProvider,
      reveal: () => Promise.resolve(),
      dispose: () => trees.delete(view),
    };
    trees.set(view, tree);
    return tree;
  },
  tabGroups: { all: [], close: () => Promise.resolve(true) },
  showInformationMessage: shows('info'),
  showWarningMessage: shows('warning'),
  showErrorMessage: shows('error'),
  showQuickPick: shows('pick'),
  showInputBox: shows('input'),
  setStatusBarMessage: shows('status'),
  withProgress: <T>(
    options: unknown,
    task: (progress: { report(): void }, token: { onCancellationRequested(): Disposable }) => T,
  ): T => {
    dialogs.push({ kind: 'progress', texts: [options] });
    return task(
      { report: () => undefined },
      { onCancellationRequested: () => ({ dispose: () => undefined }) },
    );
  },
  createWebviewPanel: (viewType: string, title: string): FakePanel => {
    const panel = new FakePanel(viewType);
    panel.title = title;
    panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: (viewType: string, serializer: Serializer): Disposable => {
    serializers.set(viewType, serializer);
    return { dispose: () => serializers.delete(viewType) };
  },
};

/** What `import * as vscode from 'vscode'` gets. */
export const fakeVscode = {
  ...{ EventEmitter, Disposable, ThemeIcon, ThemeColor, MarkdownString, TreeItem },
  ...{ TreeItemCollapsibleState, TabInputWebview, ViewColumn, ProgressLocation, Uri },
  ...{ l10n, env, commands, workspace, window },
};
