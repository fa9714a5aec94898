import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './secondWindow';
import { watchCalls } from './watchedCalls';

export type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

/**
 * A page of the extension under test that was taken over: in its panel runs the script of the test, which sends what it
 * is given.
 */
export interface TakenPage {
  /** The messages of the extension to the page, oldest first. */
  readonly received: readonly Message[];
  /** Sends messages as the page. Resolves when the extension has received all of them. */
  send(...messages: readonly unknown[]): Promise<void>;
  /** Sends a message and waits for the next message to the page of one of these types. */
  ask(message: unknown, ...types: readonly string[]): Promise<Message>;
  /** Waits for the next message to the page of one of these types. */
  next(...types: readonly string[]): Promise<Message>;
}

/** Takes over the pages that the extension under test opens. */
export interface PageTakeover {
  /** Opens a page by `open`, takes it over and moves it to a second column, where it stays visible. */
  take(viewType: string, open: () => Thenable<unknown>): Promise<TakenPage>;
  /** Closes all editors. */
  end(): Promise<void>;
}

/** The first message of the script, with the number of its page. */
const RUNS = 'taken over';

/**
 * A page whose script sends the messages it gets, in order. The last one has a response, by which the extension says
 * that it has read them. A page with a new number ends the one before.
 */
const pageOf = (number: number): string => `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'" />
<script>
  const api = acquireVsCodeApi();
  addEventListener('message', ({ data }) => {
    if (!Array.isArray(data.toSend)) return;
    for (const message of data.toSend) api.postMessage(message);
    api.postMessage({ type: 'loadDraft' });
  });
  api.postMessage({ type: '${RUNS}', number: ${number} });
</script>`;

const LIMIT_MS = 20_000;

/** Starts to watch for new panels. Tests run in the process of the extension, with the same `vscode` module. */
export async function takeOverPages(): Promise<PageTakeover> {
  const opened: vscode.WebviewPanel[] = [];
  await closeEditors();
  const watched = watchCalls(vscode.window, 'createWebviewPanel', (panel) => {
    opened.push(panel);
  });
  return {
    take: async (viewType, open) => {
      await closeEditors();
      // Keeps the first column open, in which whatever the page asks for is shown.
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument());
      const before = opened.length;
      await open();
      const panel = opened.slice(before).find((one) => one.viewType === viewType);
      return takeOver(panel ?? assert.fail(`No panel ${viewType} was opened.`));
    },
    end: async () => {
      watched.restore();
      await closeEditors();
    },
  };
}

function isLoading(message: unknown): boolean {
  return (message as Message | null | undefined)?.type === 'loadDraft';
}

/** The number of the page whose script says that it runs. */
function startedPage(message: Message | null): unknown {
  return message?.type === RUNS ? message['number'] : undefined;
}

async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await eventually(() =>
    Promise.resolve(
      vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0) || undefined,
    ),
  );
}

async function takeOver(panel: vscode.WebviewPanel): Promise<TakenPage> {
  const { webview } = panel;
  const received: Message[] = [];
  let loaded = 0;
  const waiting = new Set<(message: Message) => void>();
  const post = webview.postMessage.bind(webview);
  webview.postMessage = (message: Message) => {
    received.push(message);
    if (message.type === 'draft') loaded += 1;
    for (const one of waiting) one(message);
    return post(message);
  };
  const next = (...types: readonly string[]): Promise<Message> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`No ${types.join()} among: ${received.map(({ type }) => type).join()}`));
      }, LIMIT_MS);
      const look = (message: Message): void => {
        if (!types.includes(message.type)) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(message);
      };
      waiting.add(look);
    });
  /** How often a script has started. */
  let starts = 0;
  let pages = 0;
  webview.onDidReceiveMessage((message: Message | null) => {
    if (startedPage(message) !== undefined) starts += 1;
  });
  /** Shows the panel with a new page and waits until its script runs. */
  const show = async (): Promise<void> => {
    pages += 1;
    const number = pages;
    const runs = new Promise<void>((resolve) => {
      const listening = webview.onDidReceiveMessage((message: Message | null) => {
        if (startedPage(message) !== number) return;
        listening.dispose();
        resolve();
      });
    });
    panel.reveal(vscode.ViewColumn.Two);
    webview.html = pageOf(number);
    await runs;
    // Otherwise the next editor that is a preview would replace it.
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
  };
  let loads = 0;
  const send = async (...toSend: readonly unknown[]): Promise<void> => {
    loads += 1 + toSend.filter(isLoading).length;
    const before = starts;
    const isSent = await post({ toSend });
    const isRead = (): boolean | undefined => {
      if (loaded >= loads) return true;
      return panel.visible && starts === before ? undefined : false;
    };
    if (isSent && (await eventually(() => Promise.resolve(isRead()), LIMIT_MS))) return;
    // What it asked for was shown in its place, by which VS Code ended it. It may be visible again.
    await show();
    loads = loaded;
    await send(...(isSent ? [] : toSend));
  };
  await show();
  received.length = 0;
  loaded = 0;
  return {
    received,
    send,
    next,
    ask: async (message, ...types) => {
      const answer = next(...types);
      await send(message);
      return answer;
    },
  };
}
