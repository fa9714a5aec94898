import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../scripts/host/browser.mjs';
import { startTester, type Tester } from '../../../scripts/webviewServer';

/** A real browser with the tester's pages. */
export interface Lab {
  /** Opens one page with the fake extension, in place of the previous one. Collects errors that the browser reports. */
  open(at: {
    readonly page: 'reviewer' | 'dashboard' | 'setup' | 'explain';
    readonly scene?: string;
    readonly theme?: string;
    readonly width?: number;
    /**
     * Prepares the page before it is loaded. The page then has its own tab and is the document as it ships, without the
     * fake extension and its themes: it needs another extension. Nothing is waited for.
     */
    readonly prepare?: (page: Page) => Promise<void>;
  }): Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;
  close(): Promise<void>;
}

/**
 * Builds the minified pages, serves them on this machine and starts the browser. `ordinary`: see `launchBrowser`.
 */
export async function openLab(ordinary?: string): Promise<Lab> {
  const tester: Tester = await startTester(0, true);
  const browser = await launchBrowser(ordinary);
  // A new tab takes more than twice as long as another page in the same tab.
  let shared: Promise<Tab> | undefined;
  return {
    open: async ({ page: name, scene = 'filled', theme = 'dark', width = 1200, prepare }) => {
      const tab = await (prepare === undefined ? (shared ??= newTab(browser)) : newTab(browser));
      const { page } = tab;
      const complaints: string[] = [];
      tab.onComplaint = (text) => complaints.push(text);
      await page.setViewportSize({ width, height: 900 });
      await prepare?.(page);
      await page.goto(
        prepare === undefined
          ? `${tester.url}/frame/${name}?scene=${scene}&theme=${theme}`
          : `${tester.url}/page/${name}`,
      );
      await page.locator('#root > *').first().waitFor();
      if (prepare === undefined) await answered(page);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await tester.close();
    },
  };
}

interface Tab {
  readonly page: Page;
  /** Called with each error of the current page. */
  onComplaint: (text: string) => void;
}

/** Less than the time limit of a test, so that the error names what was waited for. */
const WAIT_MS = 100_000;

async function newTab(browser: Browser): Promise<Tab> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  // A slow machine takes long to build the largest pages. The time limit of each test is Mocha's.
  page.setDefaultTimeout(WAIT_MS);
  const tab: Tab = { page, onComplaint: () => undefined };
  page.on('console', (message) => {
    if (message.type() === 'error') tab.onComplaint(message.text());
  });
  page.on('pageerror', (error) => {
    tab.onComplaint(error.message);
  });
  return tab;
}

/**
 * Waits until the page has sent its requests and received the responses of the fake extension: messages arrive in
 * order.
 */
async function answered(page: Page): Promise<void> {
  await page.waitForFunction(() => window.sentMessages.length > 0);
  await page.evaluate(
    (last) =>
      new Promise<void>((arrived) => {
        window.addEventListener('message', ({ data }) => {
          if (data === last) arrived();
        });
        window.postMessage(last, '*');
      }),
    'the last one',
  );
}
