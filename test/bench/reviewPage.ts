import type { Page } from 'playwright-core';
import type { Lab } from '../webview/support/browser';

/** The extension's side of the page. */
interface PageHost {
  show(): void;
  send(message: unknown): void;
  onMessage: (message: unknown) => void;
}

declare global {
  interface Window {
    toHost(message: unknown): Promise<void>;
    /** Milliseconds since the start of loading; undefined until then. */
    firstCardAt?: number;
    wholeAt?: number;
  }
}

/** Opens the reviewer in front of a real conversation: the document as it ships, without what tests put around it. */
export async function openReview(lab: Lab, host: PageHost): Promise<Page> {
  const { page } = await lab.open({
    page: 'reviewer',
    prepare: async (made) => {
      await made.exposeFunction('toHost', (message: unknown) => {
        host.send(message);
      });
      host.onMessage = (message) => {
        // As text: Playwright takes longer than VS Code to send an object.
        const stated = made.evaluate((text) => {
          window.postMessage(JSON.parse(text), '*');
        }, JSON.stringify(message));
        // A closed page gets no more messages.
        stated.catch(() => undefined);
      };
      // The runner of the benchmark adds a helper to functions that does not exist in pages.
      await made.addInitScript('globalThis.__name = (one) => one');
      await made.addInitScript(watchPage);
      // As in VS Code, the extension opens the panel, and from then on the page loads.
      host.show();
    },
  });
  return page;
}

/** Runs in the page before its script. */
function watchPage(): void {
  const api = () => ({
    postMessage: (message: { readonly type: string }) => {
      if (message.type === 'loadDraft') window.postMessage({ type: 'draft', draft: '' }, '*');
      else if (message.type !== 'saveDraft') void window.toHost(message);
    },
  });
  window.acquireVsCodeApi = api;
  const look = (): void => {
    if (document.querySelector('.card') === null) requestAnimationFrame(look);
    // The frame after the one with the card, so that it was painted.
    else requestAnimationFrame(() => (window.firstCardAt = performance.now()));
  };
  requestAnimationFrame(look);
  window.addEventListener('message', ({ data }: MessageEvent) => {
    const { type, read } = data as { type?: string; read?: { done: number; total: number } };
    if (type === 'reading' && read?.done === read?.total) window.wholeAt = performance.now();
  });
}

/** Milliseconds from the start of loading until the first card was painted. */
export async function firstCardMs(page: Page): Promise<number> {
  await page.waitForFunction(() => window.firstCardAt !== undefined);
  return page.evaluate(() => window.firstCardAt ?? NaN);
}

/** Milliseconds from the start of loading until every rule was tested on the whole history. */
export async function untilWhole(page: Page): Promise<number> {
  await page.waitForFunction(() => window.wholeAt !== undefined, undefined, { timeout: 300_000 });
  return page.evaluate(() => window.wholeAt ?? NaN);
}

/** Milliseconds from leaving the first rule out until the strip counts the decisions without it. The rule is taken again. */
export async function stripMs(page: Page): Promise<number> {
  await page.locator('.strip').waitFor();
  const ms = await page.evaluate(timeOfChoice, 'leave');
  await page.evaluate(timeOfChoice, 'enforce');
  return ms;
}

/** Runs in the page. */
async function timeOfChoice(mode: string): Promise<number> {
  const figures = (): string => document.querySelector('.strip')?.textContent ?? '';
  const choice = document.querySelector<HTMLSelectElement>('.card-add .card-choice > select');
  if (choice === null) throw new Error('There is no choice.');
  const before = figures();
  const start = performance.now();
  choice.value = mode;
  choice.dispatchEvent(new Event('change', { bubbles: true }));
  const frame = () => new Promise((painted) => requestAnimationFrame(painted));
  do {
    await frame();
    if (performance.now() - start > 60_000) throw new Error(`The strip stayed: ${before}`);
  } while (figures() === before);
  await frame();
  return performance.now() - start;
}

/** The text typed, letter by letter. */
const TYPED = ['git push --force', 'npm install', 'docker rm -f', 'kubectl delete', 'rm -rf ~/'];

/** Milliseconds from each key in the pattern field until its hits were painted. */
export async function editTimes(page: Page): Promise<readonly number[]> {
  const card = page.locator('.card-add').first();
  await card.getByRole('button', { name: /^Edit / }).click();
  const times: number[] = [];
  for (const text of TYPED) {
    for (let length = 1; length <= text.length; length += 1) {
      const pattern = text.slice(0, length);
      if (!pattern.endsWith(' ')) times.push(await page.evaluate(timeOfEdit, pattern));
    }
  }
  return times;
}

/** Runs in the page. */
async function timeOfEdit(pattern: string): Promise<number> {
  const card = document.querySelector('.card-add');
  const field = card?.querySelector<HTMLTextAreaElement>('textarea.pattern');
  if (field === null || field === undefined) throw new Error('There is no field for the pattern.');
  const isShown = (): boolean => {
    const list = card?.querySelector('.virtual-list');
    if (list?.getAttribute('aria-label')?.includes(`“${pattern}”`) === true)
      return list.querySelector('li .badge') !== null;
    return card?.textContent.includes('It matches no command') === true;
  };
  const start = performance.now();
  field.value = pattern;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const frame = () => new Promise((painted) => requestAnimationFrame(painted));
  do await frame();
  while (!isShown());
  await frame();
  return performance.now() - start;
}

/** Frame times in milliseconds while scrolling through all hits of ".", and the number of hits. */
export async function scrollFrames(
  page: Page,
): Promise<{ readonly frames: readonly number[]; readonly hits: number }> {
  await page.evaluate(timeOfEdit, '.');
  const box = page.locator('.card-add').first().locator('.virtual-list');
  await box.scrollIntoViewIfNeeded();
  return box.evaluate(async (list) => {
    const frame = () => new Promise<number>(requestAnimationFrame);
    const frames: number[] = [];
    let last = await frame();
    for (let count = 0; count < 600; count += 1) {
      list.scrollTop += 160;
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    return { frames, hits: Number(list.querySelector('li')?.getAttribute('aria-setsize')) };
  });
}
