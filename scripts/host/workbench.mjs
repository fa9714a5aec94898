import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

const PATIENCE_MS = 60_000;

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 */

/** The VS Code workbench as a person uses it: sees, clicks and types; never calls the extension. */
export class Workbench {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  /**
   * Opens a folder and waits until the window can be used.
   * @param {string} origin
   * @param {string} folder
   */
  async open(origin, folder) {
    await this.page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
    await this.ready();
  }

  async ready() {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.activitybar .action-item').first().waitFor();
    await this.page.locator('.statusbar-item').first().waitFor();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /**
   * Runs a command from the palette by its full title, as `Category: Title`.
   * The palette closes whenever the window moves the focus, as it does while starting: then it is opened again.
   * @param {string} title
   */
  async command(title) {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.page.keyboard.press('F1');
        await this.quickInput().fill(`>${title}`, { timeout: 5000 });
        await this.quickRow(title).waitFor({ timeout: 5000 });
        await this.page.keyboard.press('Enter');
        return;
      } catch (error) {
        if (attempt >= 8) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /**
   * Answers the input box that is open, and confirms.
   * @param {string} text
   */
  async answer(text) {
    const input = this.quickInput();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Names a file in the dialog that asks for one. It reads folders while one types, so the file must show first.
   * @param {string} path
   */
  async nameFile(path) {
    await this.quickRow('..').waitFor();
    await this.quickInput().fill(path);
    await this.quickRow(basename(path)).waitFor();
    await this.page
      .locator('.quick-input-widget:visible .quick-input-action .monaco-button >> visible=true')
      .click();
  }

  /**
   * Chooses from the list that is open.
   * @param {string | RegExp} text
   */
  async choose(text) {
    await this.quickRow(text).click();
  }

  quickInput() {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** @param {string | RegExp} text */
  quickRow(text) {
    return this.page
      .locator('.quick-input-widget:visible .monaco-list-row')
      .filter({ hasText: text })
      .first();
  }

  /**
   * Shows a container of the activity bar.
   * @param {string} name
   */
  async openContainer(name) {
    const item = this.page
      .locator('.activitybar .action-item')
      .filter({ has: this.page.locator(`a[aria-label^="${name}"]`) })
      .first();
    const title = this.page
      .locator('.sidebar .composite.title')
      .filter({ hasText: new RegExp(name, 'i') });
    await item.waitFor();
    // A window that is starting may show the container by itself, and a click on one that is shown folds the side
    // bar away: so look first, and look again after a click.
    for (const patienceMs of [2000, 10_000, 10_000, PATIENCE_MS]) {
      if (await appears(title, patienceMs)) return;
      await item.click();
    }
    await title.waitFor();
  }

  /**
   * One view of the side bar.
   * @param {string} name
   */
  view(name) {
    return this.page.locator('.sidebar .pane').filter({ has: this.viewHeader(name) });
  }

  /** @param {string} name */
  viewHeader(name) {
    return this.page.locator(`.pane-header[aria-label^="${name}"]`);
  }

  /**
   * Unfolds a view of the side bar.
   * @param {string} name
   */
  async unfold(name) {
    const header = this.viewHeader(name);
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /**
   * The rows of a tree view, all or those with this text.
   * @param {string} view
   * @param {string | RegExp} [text]
   */
  rows(view, text) {
    const rows = this.view(view).locator('.monaco-list-row');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /**
   * How many rows a tree view has on its first level; only those on screen exist in the page.
   * @param {string} view
   */
  async count(view) {
    const sizes = await this.rows(view).evaluateAll((rows) =>
      rows.map((row) => Number(row.getAttribute('aria-setsize'))),
    );
    return sizes[0] ?? 0;
  }

  /**
   * The page inside the webview that is on screen.
   * @param {number} [index]
   */
  webview(index = 0) {
    return this.page
      .frameLocator('iframe.webview.ready >> nth=' + String(index))
      .frameLocator('#active-frame');
  }

  /** @param {string | RegExp} text */
  toast(text) {
    return this.page.locator('.notification-list-item').filter({ hasText: text }).first();
  }

  /** @param {string | RegExp} button */
  async pressInDialog(button) {
    await this.page
      .locator('.monaco-dialog-box .monaco-button')
      .filter({ hasText: button })
      .first()
      .click();
  }

  /** @param {string} file */
  async screenshot(file) {
    await mkdir(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }
}

/**
 * Whether something shows within a time.
 * @param {Locator} wanted
 * @param {number} timeout
 */
async function appears(wanted, timeout) {
  try {
    await wanted.waitFor({ timeout });
    return true;
  } catch {
    return false; // the caller has another way
  }
}
