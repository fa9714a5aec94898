import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Maximum time to wait for anything, in milliseconds. */
const PATIENCE_MS = 60_000;
/** Time to wait for the effect of a key or a click before repeating it, in milliseconds. */
const AGAIN_MS = 5000;

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 */

/** The VS Code workbench as a user sees it: reads the page, clicks and types, and never calls the extension. */
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
   * Waits until VS Code has saved that panels of these types are open. In a browser, it does so every 5 seconds.
   * @param {readonly string[]} viewTypes
   */
  async untilTabsAreSaved(viewTypes) {
    while (!(await this.page.evaluate(areSaved, viewTypes))) await this.page.waitForTimeout(200);
  }

  /**
   * Shows an open editor by its title.
   * @param {string | RegExp} title
   */
  async showTab(title) {
    const tab = this.page.locator('.tabs-container .tab').filter({ hasText: title });
    await untilSeen(`the tab ${String(title)} is shown`, async () => {
      await tab.click({ timeout: AGAIN_MS });
      await tab.and(this.page.locator('.active')).waitFor({ timeout: AGAIN_MS });
    });
  }

  /**
   * Runs a command from the palette by its full title, as `Category: Title`.
   * @param {string} title
   */
  async command(title) {
    const wanted = this.page.locator(
      `.quick-input-widget:visible .monaco-list-row.focused[aria-label^="${title}"]`,
    );
    // A window that is starting moves the focus: the palette closes, and keys are lost.
    await untilSeen(`the palette runs ${title}`, async () => {
      if (!(await valueOf(this.quickInput()))?.startsWith('>'))
        await this.page.keyboard.press('F1');
      await this.quickInput().fill(`>${title}`, { timeout: AGAIN_MS });
      await wanted.waitFor({ timeout: AGAIN_MS });
      if (!(await this.confirm())) throw new Error('The palette was gone before Enter.');
    });
  }

  /** Presses Enter in the open quick input. Returns whether it was received. */
  async confirm() {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.evaluate((element) => {
      element.removeAttribute('data-heard');
      element.addEventListener(
        'keydown',
        () => {
          element.setAttribute('data-heard', '');
        },
        { capture: true, once: true },
      );
    });
    await this.quickInput().press('Enter', { timeout: AGAIN_MS });
    return (await input.getAttribute('data-heard')) !== null;
  }

  /**
   * Enters text into the input box with this title, and confirms.
   * @param {string} title
   * @param {string} text
   */
  async answer(title, text) {
    const input = this.page
      .locator('.quick-input-widget:visible')
      .filter({ has: this.page.locator('.quick-input-title').filter({ hasText: title }) })
      .locator('.quick-input-box input');
    await input.fill(text);
    await untilSeen(`“${title}” takes ${text}`, async () => {
      if ((await valueOf(input)) === text) await input.press('Enter', { timeout: AGAIN_MS });
      await input.waitFor({ state: 'hidden', timeout: AGAIN_MS });
    });
  }

  /**
   * Enters a file in the open file dialog. The dialog ignores input while it reads folders, so wait until it lists the
   * file, and repeat input that was ignored.
   * @param {string} path
   */
  async nameFile(path) {
    await this.quickRow('..').waitFor();
    const input = this.quickInput();
    await untilSeen(`the dialog takes ${path}`, async () => {
      if ((await valueOf(input)) === undefined) return;
      await input.fill(path, { timeout: AGAIN_MS });
      await this.quickRow(basename(path)).waitFor({ timeout: AGAIN_MS });
      await input.press('Enter', { timeout: AGAIN_MS });
      await input.waitFor({ state: 'hidden', timeout: AGAIN_MS });
    });
  }

  /**
   * Chooses from the open list. A list may be rendered again and lose a click, so it is clicked until it closes.
   * @param {string | RegExp} text
   */
  async choose(text) {
    const row = this.quickRow(text);
    await row.waitFor();
    const title = (await this.quickTitle().allTextContents()).join('');
    const list = this.page
      .locator('.quick-input-widget:visible')
      .filter({ has: this.page.locator('.monaco-list-row').filter({ hasText: text }) })
      .filter({ has: this.page.locator('.quick-input-title').filter({ hasText: title }) });
    await untilSeen(`the list takes ${text}`, async () => {
      if (await list.isVisible()) await row.click({ timeout: AGAIN_MS });
      await list.waitFor({ state: 'hidden', timeout: AGAIN_MS });
    });
  }

  /**
   * Opens the menu of a row with the mouse, and chooses from it. A menu ignores the mouse for a tenth of a second after
   * it opened, so its item is clicked until the menu closes.
   * @param {Locator} row
   * @param {string} title
   */
  async chooseInMenuOf(row, title) {
    await row.click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: title });
    await item.waitFor();
    await untilSeen(`the menu takes ${title}`, async () => {
      if (await item.isVisible()) await item.click({ timeout: AGAIN_MS });
      await item.waitFor({ state: 'detached', timeout: 1000 });
    });
  }

  quickTitle() {
    return this.page.locator('.quick-input-widget:visible .quick-input-title');
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
   * Opens a container of the activity bar.
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
    // A click on the active container collapses the side bar.
    const folded = item.and(this.page.locator(':not(.checked)'));
    await untilSeen(`the side bar shows ${name}`, async () => {
      if ((await folded.count()) > 0) await item.click({ timeout: AGAIN_MS });
      await title.waitFor({ timeout: AGAIN_MS });
    });
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
   * The rows of a tree view, all or those with this text.
   * @param {string} view
   * @param {string | RegExp} [text]
   */
  rows(view, text) {
    const rows = this.view(view).locator('.monaco-list-row');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /**
   * The number of rows on the first level of a tree view; only visible rows exist in the page.
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

  /** @param {string} file */
  async screenshot(file) {
    await mkdir(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }
}

/**
 * Runs in the page: whether the stored layout of the window names all of these.
 * @param {readonly string[]} names
 */
async function areSaved(names) {
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    /** @type {string} */
    const layout = await new Promise((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const { result: database } = opening;
        const values = database.transaction('ItemTable').objectStore('ItemTable');
        const reading = values.get('memento/workbench.parts.editor');
        reading.onsuccess = () => {
          database.close();
          resolve(String(reading.result));
        };
      };
    });
    if (names.every((each) => layout.includes(each))) return true;
  }
  return false;
}

/**
 * The value of an input; undefined if it does not exist. Does not wait.
 * @param {Locator} input
 * @returns {Promise<string | undefined>}
 */
async function valueOf(input) {
  const values = await input.evaluateAll((found) =>
    found.map((each) => /** @type {HTMLInputElement} */ (each).value),
  );
  return values[0];
}

/**
 * Retries until it succeeds: `attempt` performs an action that may be lost, and throws if its effect is not visible.
 * @param {string} what
 * @param {() => Promise<void>} attempt
 */
async function untilSeen(what, attempt) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (cause) {
      if (Date.now() > end) throw new Error(`It never came that ${what}.`, { cause });
    }
  }
}
