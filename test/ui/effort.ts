import type { Locator, Page } from 'playwright-core';

/** Mouse actions of a user. */
const CLICKS = ['click', 'dblclick', 'check', 'uncheck'] as const;

/**
 * Counts the clicks and seconds of a user per task. Clicks are counted where the tests make them, because pages of
 * webviews drop their listeners when they are written.
 */
export class Effort {
  private clicks = 0;
  private sinceMs = performance.now();

  /** Starts counting, until the returned function is called. */
  watch(page: Page): () => void {
    // All locators share their methods.
    const locator = Object.getPrototypeOf(page.locator('body')) as Locator;
    const before = CLICKS.map((name) => [name, Reflect.get(locator, name) as unknown] as const);
    for (const [name, method] of before) {
      const count = (): void => {
        this.clicks += 1;
      };
      Reflect.set(locator, name, function (this: Locator, ...args: unknown[]): unknown {
        count();
        return Reflect.apply(method as (...all: unknown[]) => unknown, this, args);
      });
    }
    return () => {
      for (const [name, method] of before) Reflect.set(locator, name, method);
    };
  }

  /** Starts a task. */
  begin(): void {
    this.clicks = 0;
    this.sinceMs = performance.now();
  }

  /** Prints the effort of the task, and returns the clicks. */
  done(task: string): number {
    const seconds = ((performance.now() - this.sinceMs) / 1000).toFixed(1);
    process.stdout.write(`      ${task}: ${this.clicks} clicks, ${seconds} s\n`);
    return this.clicks;
  }
}
