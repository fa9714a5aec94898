import { chromium, type Browser, type Page } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/install.mjs';
import { startTester, type Tester } from '../../../scripts/webviewServer';

/** A real browser on the tester's pages. */
export interface Lab {
  /** Opens one page against the fake extension. Collects what the browser complains of. */
  open(at: {
    readonly page: 'reviewer' | 'dashboard' | 'setup' | 'explain';
    readonly scene?: string;
    readonly theme?: string;
    readonly width?: number;
    /** Prepares the page before it is loaded: it has another extension then, and nothing is waited for. */
    readonly prepare?: (page: Page) => Promise<void>;
  }): Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;
  close(): Promise<void>;
}

/** Builds the pages, serves them on this machine and starts the browser. `isSmall`: the pages as they ship. */
export async function openLab(isSmall = false): Promise<Lab> {
  const tester: Tester = await startTester(0, isSmall);
  const browser: Browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  return {
    open: async ({ page: name, scene = 'filled', theme = 'dark', width = 1200, prepare }) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await prepare?.(page);
      await page.goto(`${tester.url}/frame/${name}?scene=${scene}&theme=${theme}`);
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

/** Waits until the page has asked and has what the fake extension said to it: messages arrive in their order. */
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
