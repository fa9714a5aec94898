import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { deniedResult } from '../webview-ui/dev/dashboardFixture';
import { THEME_NAMES } from '../webview-ui/dev/themes';
import type { Scene } from '../webview-ui/dev/scenes';
import { ensureBrowser } from './install.mjs';
import { startTester } from './webviewServer';

/** The width of a page in CSS pixels, and the zoom. */
const SIZES = {
  wide: { width: 1200, zoom: 1 },
  narrow: { width: 320, zoom: 1 },
  zoom200: { width: 600, zoom: 2 },
} as const;

/** Maximum height of a picture in CSS pixels; the rest of a long list looks like its beginning. */
const MAX_HEIGHT = 2400;

interface State {
  readonly name: string;
  readonly page: 'reviewer' | 'dashboard' | 'setup' | 'explain';
  readonly scene: Scene;
  /** An interaction before the picture is taken. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const TABS = ['Overview', 'History', 'Label Queue', 'Model', 'Agents', 'Check a Command'] as const;

const toTab = (tab: string) => (page: Page) =>
  page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();

const dashboard = (['filled', 'empty', 'busy', 'failing', 'hostile'] as const).flatMap((scene) =>
  TABS.map((tab): State => ({
    ...{ name: `dashboard ${tab} ${scene}`, page: 'dashboard', scene },
    act: toTab(tab),
  })),
);

const scenes = (page: State['page'], names: readonly Scene[]): readonly State[] =>
  names.map((scene) => ({ name: `${page} ${scene}`, page, scene }));

const typed = (word: string) => async (page: Page) => {
  await page.locator('#typed').fill(word);
  await page.locator('#typed').press('Enter');
};

/** All visually different states of all pages. */
const STATES: readonly State[] = [
  ...scenes('reviewer', [
    'filled',
    'asking',
    'starter',
    'answered',
    'joint',
    'empty',
    'busy',
    'rollback',
  ]),
  ...scenes('reviewer', ['decided', 'stale', 'large', 'hostile']),
  {
    ...{ name: 'reviewer unfolded', page: 'reviewer', scene: 'filled' },
    act: (page) =>
      page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true;
      }),
  },
  {
    ...{ name: 'reviewer edited', page: 'reviewer', scene: 'filled' },
    act: (page) => page.getByRole('button', { name: 'Edit' }).first().click(),
  },
  { name: 'reviewer refused', page: 'reviewer', scene: 'filled', act: typed('apply') },
  { name: 'reviewer applied', page: 'reviewer', scene: 'filled', act: typed('APPLY') },
  { name: 'reviewer failed', page: 'reviewer', scene: 'failing', act: typed('APPLY') },
  {
    ...{ name: 'reviewer rejected', page: 'reviewer', scene: 'filled' },
    act: (page) => page.getByRole('button', { name: /^Reject/ }).click(),
  },
  ...dashboard,
  {
    ...{ name: 'dashboard session', page: 'dashboard', scene: 'filled' },
    act: async (page) => {
      await toTab('Agents')(page);
      await page
        .getByRole('button', { name: /^Show commands/i })
        .first()
        .click();
    },
  },
  {
    ...{ name: 'dashboard checked', page: 'dashboard', scene: 'filled' },
    act: async (page) => {
      await toTab('Check')(page);
      await page.locator('#check-command').fill(deniedResult().command);
      await page.locator('#check-command').press('Enter');
    },
  },
  {
    ...{ name: 'dashboard agent forms', page: 'dashboard', scene: 'filled' },
    act: async (page) => {
      await toTab('Agents')(page);
      const names = ['Update', 'Set Status', 'Remove'];
      for (const [at, name] of names.entries()) {
        await page.getByRole('button', { name }).nth(at).click();
      }
    },
  },
  ...scenes('setup', ['filled', 'asking', 'empty', 'busy', 'failing', 'hostile']),
  ...scenes('explain', ['filled', 'asking', 'empty', 'failing', 'busy', 'rollback']),
  ...scenes('explain', ['starter', 'answered', 'joint', 'decided', 'stale', 'large', 'hostile']),
];

/**
 * Writes a picture of every state of every page into a folder, in four themes, wide, narrow and zoomed. `only`: a part
 * of the names of the states to include.
 */
export async function pagePictures(folder: string, only = ''): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tester = await startTester(0);
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  try {
    for (const state of STATES.filter(({ name }) => name.includes(only))) {
      await picturesOf(state, { browser, url: tester.url, folder });
      process.stdout.write(`${state.name}\n`);
    }
  } finally {
    await browser.close();
    await tester.close();
  }
}

async function picturesOf(
  { name, page: path, scene, act }: State,
  where: { readonly browser: Browser; readonly url: string; readonly folder: string },
): Promise<void> {
  for (const [size, { width, zoom }] of Object.entries(SIZES)) {
    for (const theme of THEME_NAMES) {
      const context = await where.browser.newContext({
        ...{ viewport: { width, height: 800 }, deviceScaleFactor: zoom, reducedMotion: 'reduce' },
      });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.goto(`${where.url}/frame/${path}?scene=${scene}&theme=${theme}`);
      await page.locator('#root > *').first().waitFor();
      await act?.(page);
      await page.waitForTimeout(SETTLE_MS);
      // The tabs stay in view at the top of the window: after a click further down they would cover the middle.
      await page.evaluate(() => {
        scrollTo(0, 0);
      });
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.screenshot({
        path: join(where.folder, `${name.replaceAll(' ', '-')}-${size}-${theme}.png`),
        fullPage: true,
        clip: { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT) },
      });
      await context.close();
    }
  }
}

/** A large review takes long on a busy machine. Milliseconds. */
const PATIENCE_MS = 180_000;
/** A page waits after typing before it sends a request, which is answered immediately. Milliseconds. */
const SETTLE_MS = 400;
