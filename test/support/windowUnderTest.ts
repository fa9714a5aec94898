import './withoutVscode';
import type { ComponentType } from 'preact';
import type * as vscode from 'vscode';
import type * as z from 'zod';
import type { App } from '../../src/app';
import { openApp } from '../../src/app/openApp';
import { PANEL } from '../../src/contributions';
import { ToDashboard } from '../../src/protocol/dashboard';
import { ToExplain } from '../../src/protocol/explain';
import { ToReviewer } from '../../src/protocol/reviewer';
import { ToSetup } from '../../src/protocol/setup';
import { createAppSource } from '../../src/providers/appSource';
import { createDashboard, type Dashboard } from '../../src/providers/dashboardPanel';
import { createDrafts } from '../../src/providers/drafts';
import { createExplain, type ExplainPage as Explain } from '../../src/providers/explainPanel';
import { createLearningRuns } from '../../src/providers/learningRuns';
import { createReviewer, type Reviewer } from '../../src/providers/reviewPanel';
import { createSetup, type Setup } from '../../src/providers/setupPanel';
import { errorText } from '../../src/providers/errorReport';
import { readSettings } from '../../src/settings';
import { DashboardPage } from '../../webview-ui/src/dashboard/page';
import { ExplainPage } from '../../webview-ui/src/explain/page';
import type { Host } from '../../webview-ui/src/common/host';
import { ReviewerPage } from '../../webview-ui/src/reviewer/page';
import { SetupPage } from '../../webview-ui/src/setup/page';
import { openPage, type TestPage } from '../webview/support/page';
import { FakePanel, panels, serializers } from './fakeVscode';

/** The pages, and the messages that each accepts. */
const PAGES = {
  [PANEL.reviewer]: [ReviewerPage, ToReviewer],
  [PANEL.dashboard]: [DashboardPage, ToDashboard],
  [PANEL.explain]: [ExplainPage, ToExplain],
  [PANEL.setup]: [SetupPage, ToSetup],
} as const;
type PanelId = keyof typeof PAGES;

const LIMIT_MS = 20_000;

/** What `look` finds within 20 seconds. Fails with `what`. */
export async function until<T>(look: () => T | undefined | false, what: () => string): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(what());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One window: the app over a storage folder, and its panels, without VS Code. */
export interface TestWindow {
  readonly app: App;
  readonly reviewer: Reviewer;
  readonly dashboard: Dashboard;
  readonly explain: Explain;
  readonly setup: Setup;
  /** What was logged, one line per entry. */
  readonly log: readonly string[];
  /** The folder of its extension, which tells its panels from those of other windows. */
  readonly extension: string;
  close(): Promise<void>;
}

let windows = 0;

/** The storage of the workspace. */
const kept = new Map<string, unknown>();
const memory: vscode.Memento = {
  keys: () => [...kept.keys()],
  get: <T>(key: string, otherwise?: T) => (kept.get(key) ?? otherwise) as T,
  update: (key, value) => Promise.resolve(void kept.set(key, value)),
};

/** Opens a window. Only one page at a time can be rendered; other panels have no page. */
export async function openWindow(folder: string): Promise<TestWindow> {
  windows += 1;
  const extension = `/extension-${windows}`;
  const log: string[] = [];
  const noted = (text: string): void => void log.push(text);
  const channel = { warn: noted, error: noted } as unknown as vscode.LogOutputChannel;
  const opened = await openApp({
    folder,
    extensionFolder: process.cwd(),
    settings: () => ({ ...readSettings(() => undefined), author: 'Ada' }),
    onError: (error) => void log.push(`trouble: ${String(error)}`),
  });
  const source = createAppSource(() => Promise.resolve(opened));
  await source.get();
  const host = {
    extensionUri: { path: extension } as unknown as vscode.Uri,
    source,
    explain: (error: unknown) => errorText(error, channel),
    documents: {
      show: () => Promise.resolve(),
      compare: () => Promise.resolve(),
      compareDuring: <T>(_: unknown, ask: () => Promise<T>) => ask(),
      showMarkdown: () => Promise.resolve(),
      dispose: () => undefined,
    },
    showRule: () => Promise.resolve(),
    runs: createLearningRuns(source),
    drafts: createDrafts(memory),
  };
  const reviewer = createReviewer(host);
  const explain = createExplain(host);
  const dashboard = createDashboard({ ...host, openExplain: (subject) => explain.open(subject) });
  const setup = createSetup({ ...host, reviewer });
  const all = [reviewer, explain, dashboard, setup, host.runs];
  return {
    ...{ app: opened.app, reviewer, dashboard, explain, setup, log, extension },
    close: async () => {
      for (const one of all) one.dispose();
      source.dispose();
      await opened.close();
    },
  };
}

/** A page that is shown in a panel. */
export interface ShownPage extends TestPage {
  readonly panel: FakePanel;
}

/** The panel of a window that was opened last. */
function panelOf({ extension }: TestWindow, id: PanelId): FakePanel {
  const panel = panels.findLast(
    (one) => one.viewType === id && one.isOpen && one.root.startsWith(`${extension}/`),
  );
  if (panel === undefined) throw new Error(`No panel ${id} is open.`);
  return panel;
}

/** Loads the page of an open panel. */
export function loadPage(window: TestWindow, id: PanelId, draft?: unknown): ShownPage {
  return load(id, panelOf(window, id), draft);
}

/** Restores the panel as VS Code does after a reload, and loads its page with the saved draft. */
export async function restorePage(id: PanelId, draft: unknown): Promise<ShownPage> {
  const panel = new FakePanel(id);
  panels.push(panel);
  await memory.update(`draft ${id}`, JSON.stringify(draft));
  await serializers.get(id)?.deserializeWebviewPanel(panel, draft);
  return load(id, panel, draft);
}

function load(id: PanelId, panel: FakePanel, draft: unknown): ShownPage {
  const [page, schema] = PAGES[id] as readonly [
    ComponentType<{ host: Host<unknown, unknown>; now: () => number }>,
    z.ZodType,
  ];
  const early: unknown[] = [];
  panel.toPage = (message) => void early.push(message);
  const opened = openPage(page, schema, draft, (message) => {
    panel.send(message);
  });
  panel.toPage = (message) => {
    opened.post(message);
  };
  for (const message of early) opened.post(message);
  return { ...opened, panel };
}

/** A panel whose messages the test itself reads and writes. */
export interface BarePage {
  readonly panel: FakePanel;
  /** The messages to the page, oldest first. */
  readonly told: readonly Message[];
  /** Sends a message and waits for the next message to the page of one of these types. */
  ask(message: unknown, ...types: readonly string[]): Promise<Message>;
  /** Waits for the next message to the page of one of these types. */
  next(...types: readonly string[]): Promise<Message>;
}

type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

/** An open panel, without a page. */
export function barePage(window: TestWindow, id: PanelId): BarePage {
  const panel = panelOf(window, id);
  const told: Message[] = [];
  const waiting = new Set<(message: Message) => void>();
  panel.toPage = (message) => {
    told.push(message as Message);
    for (const one of waiting) one(message as Message);
  };
  const next = (...types: readonly string[]): Promise<Message> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`No ${types.join(', ')} among: ${told.map(({ type }) => type).join()}`));
      }, 15_000);
      const look = (message: Message): void => {
        if (!types.includes(message.type)) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(message);
      };
      waiting.add(look);
    });
  return {
    panel,
    told,
    next,
    ask: (message, ...types) => {
      const answer = next(...types);
      panel.send(message);
      return answer;
    },
  };
}
