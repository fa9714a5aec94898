import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import type { Session } from '../../scripts/host/session.mjs';
import { eventually } from './person';

type Workbench = Session['workbench'];

/** The focused element of a page, and how the focus is shown. */
interface Stop {
  /** The id of the element, its label, or its text. */
  readonly name: string;
  readonly isOutlined: boolean;
}

/** More than the tab stops of any page with the sample history. */
const MANY = 100;

/** A user who only uses the keyboard. */
export class Keyboard {
  constructor(private readonly workbench: Workbench) {}

  async press(key: string): Promise<void> {
    await this.workbench.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.workbench.page.keyboard.type(text);
  }

  /** Replaces the text of the focused field after it is selected; VS Code itself handles that key asynchronously. */
  async retype(field: Locator, text: string): Promise<void> {
    await this.press('Control+A');
    await eventually(
      () => field.evaluate((box: HTMLTextAreaElement) => box.selectionEnd - box.selectionStart > 0),
      (selected) => selected,
    );
    await this.type(text);
  }

  /**
   * Moves into a tree view with its command. Nothing has the focus before: the palette returns the focus to where it
   * was before the command has run, and a key pressed then would be followed by the focus moving again.
   */
  async toTree(name: string): Promise<void> {
    await this.workbench.page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
    });
    await this.workbench.command(`Rulewright: Focus on ${name} View`);
    await this.inTree(name);
    const { page } = this.workbench;
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    // The workbench misses that a list gets the focus back within the same turn: keys would act on the palette's list.
    await page.evaluate(async () => {
      const list = document.activeElement as HTMLElement | null;
      list?.blur();
      await new Promise((later) => setTimeout(later, 50));
      list?.focus();
    });
    await this.workbench.view(name).locator('.monaco-list.last-focused:focus').waitFor();
  }

  /** Waits until the focus is in a tree view. */
  async inTree(name: string): Promise<void> {
    await this.workbench.view(name).locator('.monaco-list:focus').waitFor();
  }

  /** Opens the selected row of a tree, and waits until its page has the focus. */
  async openFromTree(): Promise<void> {
    await this.press('Enter');
    await this.inPage();
  }

  /** Waits until the visible page has the focus. */
  async inPage(): Promise<void> {
    await eventually(
      () => this.isInPage(),
      (inside) => inside,
    );
  }

  async isInPage(): Promise<boolean> {
    return this.workbench.page.evaluate(() => document.activeElement?.tagName === 'IFRAME');
  }

  /** Waits until this element of the page has the focus. */
  async at(name: string): Promise<void> {
    await eventually(
      async () => this.stop(await this.frame()),
      (stop) => stop?.name === name,
    );
  }

  /** Tabs through the page from its start until the focus leaves it. */
  async tabThroughPage(): Promise<readonly Stop[]> {
    const frame = await this.frame();
    const stops: Stop[] = [];
    for (let step = 0; step < MANY; step += 1) {
      const next = await this.step('Tab', stops.at(-1), frame);
      if (next === undefined) return stops;
      stops.push(next);
    }
    return assert.fail(`After ${MANY} stops still inside: ${JSON.stringify(stops.slice(-5))}`);
  }

  /** Presses a key until this element of the page has the focus. */
  async tabTo(name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
    const frame = await this.frame();
    let last = await this.stop(frame);
    for (let step = 0; step < MANY && last?.name !== name; step += 1) {
      last = await this.step(key, last, frame);
    }
    assert.equal(last?.name, name);
  }

  /** Moves down a tree to a row. */
  async walkTo(row: Locator): Promise<void> {
    await this.downTo(row, this.workbench.page.locator('.monaco-list-row.focused'));
  }

  /** Chooses from the open menu. */
  async chooseInMenu(title: string): Promise<void> {
    const menu = this.workbench.page.locator('.monaco-menu');
    const item = menu.locator('.action-item').filter({ hasText: title });
    await this.downTo(item, menu.locator('.action-item.focused'));
    await this.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /**
   * Checks items of the open list, named from top to bottom, and confirms. Keys are pressed only once the list has the
   * focus, and each after the previous one was handled.
   */
  async checkInList(...names: readonly string[]): Promise<void> {
    const list = this.workbench.page.locator('.quick-input-widget:visible');
    await list.locator(':focus').waitFor();
    const rows = list.locator('.monaco-list-row');
    for (const name of names) {
      const row = rows.filter({ hasText: name }).first();
      await this.downTo(row, list.locator('.monaco-list:focus .monaco-list-row.focused'));
      await this.press('Space');
      await row.and(this.workbench.page.locator('[aria-checked="true"]')).waitFor();
    }
    await this.press('Enter');
    await rows
      .filter({ hasText: names[0] ?? '' })
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** Moves down one by one until `wanted` has the focus. Each key is pressed after the previous one was handled. */
  private async downTo(wanted: Locator, focused: Locator): Promise<void> {
    await wanted.waitFor();
    const text = () => focused.evaluateAll((found) => found.map((each) => each.textContent).join());
    for (let step = 0; step < MANY; step += 1) {
      if ((await wanted.and(focused).count()) > 0) return;
      const before = await text();
      await this.press('ArrowDown');
      await eventually(text, (now) => now !== before);
    }
    assert.fail(`It was not reached; the focus is on ${await text()}`);
  }

  /** Presses a key and waits until the focus has moved; undefined once it has left the page. */
  private async step(
    key: string,
    before: Stop | undefined,
    frame: Frame,
  ): Promise<Stop | undefined> {
    await this.press(key);
    return eventually(
      () => this.stop(frame),
      (now) => now?.name !== before?.name,
    );
  }

  /** The document of the visible page. Asking a locator for it each time takes most of the time of a tab stop. */
  private async frame(): Promise<Frame> {
    const html = await this.workbench.webview().locator('html').elementHandle();
    const frame = await html.ownerFrame();
    assert.ok(frame !== null);
    return frame;
  }

  /** Where the focus is in the page; undefined if it is not there. */
  private async stop(frame: Frame): Promise<Stop | undefined> {
    // The page may disappear at any moment.
    if (!(await this.isInPage()) || frame.isDetached()) return undefined;
    return frame.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const words = at.getAttribute('aria-label') ?? at.textContent.trim();
      const name = at.id === '' ? words : at.id;
      const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
      return { name, isOutlined };
    });
  }
}
