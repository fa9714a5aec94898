import { chromium } from 'playwright-core';
import { ensureBrowser } from '../install.mjs';

/**
 * Opens a headless page; `close` ends the browser.
 * @param {{ width?: number, height?: number }} [size]
 */
export async function openPage(size = {}) {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  const context = await browser.newContext({
    viewport: { width: size.width ?? 1280, height: size.height ?? 800 },
  });
  const page = await context.newPage();
  return { page, context, close: () => browser.close() };
}
