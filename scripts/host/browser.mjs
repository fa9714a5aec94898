import { chromium } from 'playwright-core';
import { ensureBrowser } from '../install.mjs';

/**
 * Starts a headless browser, or the given one, which optimizes code as that of a user does.
 * @param {string} [ordinary]
 */
export async function launchBrowser(ordinary) {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  // Pages of tests end before optimized code pays off: compiling it takes a sixth of their time.
  if (ordinary === undefined) args.push('--js-flags=--no-turbofan');
  return chromium.launch({ executablePath: ordinary ?? (await ensureBrowser()), args });
}

/**
 * Opens a headless page; `close` ends the browser.
 * @param {{ width?: number, height?: number }} [size]
 */
export async function openPage(size = {}) {
  const browser = await launchBrowser();
  const context = await browser.newContext({
    viewport: { width: size.width ?? 1280, height: size.height ?? 800 },
    reducedMotion: 'reduce',
  });
  await context.addInitScript(withoutAnimations);
  const page = await context.newPage();
  return { page, context, close: () => browser.close() };
}

/**
 * Runs in each document. VS Code shows its progress by animations, also with reduced motion, and each of them draws the
 * window 60 times a second.
 */
function withoutAnimations() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { animation-duration: 0s !important; }');
  document.adoptedStyleSheets.push(sheet);
}
