import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Session } from '../../scripts/host/session.mjs';
import { eventually } from './person';

type Workbench = Session['workbench'];

/** Where the focus is inside a page of ours, and how it is shown. */
interface Stop {
  /** The id of the element, its label, or the words on it. */
  readonly name: string;
  readonly isOutlined: boolean;
}

/** More stops than any page of ours has with the sample history. */
const MANY = 100;

/** When a person gives up waiting and presses a key once more. */
const AGAIN_MS = 5000;

/** The hands of a person who uses the keys alone. */
export class Keyboard {
  constructor(private readonly workbench: Workbench) {}

  async press(key: string): Promise<void> {
    await this.workbench.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.workbench.page.keyboard.type(text);
  }

  /** Waits until the focus is in a tree view. */
  async inTree(name: string): Promise<void> {
    await this.workbench.view(name).locator('.monaco-list:focus').waitFor();
  }

  /**
   * Opens what a tree has selected, and waits until the focus is in its page. A view that was asked for while it had
   * the focus already may take it back: then a person presses the key once more.
   */
  async openFromTree(): Promise<void> {
    let pressedMs = -Infinity;
    await eventually(
      async () => {
        const inside = await this.isInPage();
        if (!inside && performance.now() - pressedMs > AGAIN_MS) {
          await this.press('Enter');
          pressedMs = performance.now();
        }
        return inside;
      },
      (inside) => inside,
    );
  }

  /** Waits until the focus is in the page that is on screen. */
  async inPage(): Promise<void> {
    await eventually(
      () => this.isInPage(),
      (inside) => inside,
    );
  }

  async isInPage(): Promise<boolean> {
    return this.workbench.page.evaluate(() => document.activeElement?.tagName === 'IFRAME');
  }

  /** Waits until the focus is at this element of the page. */
  async at(name: string): Promise<void> {
    await eventually(
      () => this.stop(),
      (stop) => stop?.name === name,
    );
  }

  /** Goes through the page from its beginning until the focus leaves it. */
  async tabThroughPage(): Promise<readonly Stop[]> {
    const stops: Stop[] = [];
    for (let step = 0; step < MANY; step += 1) {
      const next = await this.step('Tab', stops.at(-1));
      if (next === undefined) return stops;
      stops.push(next);
    }
    return assert.fail(`After ${MANY} stops still inside: ${JSON.stringify(stops.slice(-5))}`);
  }

  /** Presses a key until the focus is at this element of the page. */
  async tabTo(name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
    let last = await this.stop();
    for (let step = 0; step < MANY && last?.name !== name; step += 1) {
      last = await this.step(key, last);
    }
    assert.equal(last?.name, name);
  }

  /** Goes down a tree to a row. */
  async walkTo(row: Locator): Promise<void> {
    await this.downTo(row, this.workbench.page.locator('.monaco-list-row.focused'));
  }

  /** Chooses from the menu that is open. */
  async chooseInMenu(title: string): Promise<void> {
    const menu = this.workbench.page.locator('.monaco-menu');
    const item = menu.locator('.action-item').filter({ hasText: title });
    await this.downTo(item, menu.locator('.action-item.focused'));
    await this.press('Enter');
    await item.waitFor({ state: 'detached' });
  }

  /** Goes down one by one until `wanted` has the focus; each key is pressed once the one before it was heard. */
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
  private async step(key: string, before: Stop | undefined): Promise<Stop | undefined> {
    await this.press(key);
    return eventually(
      () => this.stop(),
      (now) => now?.name !== before?.name,
    );
  }

  private async stop(): Promise<Stop | undefined> {
    if (!(await this.isInPage())) return undefined;
    // Asked once and not waited for: the page may go at any moment.
    const [stop] = await this.workbench
      .webview()
      .locator('html')
      .evaluateAll(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return [];
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        const words = at.getAttribute('aria-label') ?? at.textContent.trim();
        const name = at.id === '' ? words : at.id;
        const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
        return [{ name, isOutlined }];
      });
    return stop;
  }
}
