import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { openSession, type Session } from '../../scripts/host/session.mjs';
import { Workbench } from '../../scripts/host/workbench.mjs';
import { packagePath } from '../../scripts/package.mjs';
import { smallAssets } from '../support/smallBase';

const ROOT = resolve(__dirname, '../..');
export const SAMPLE = join(ROOT, 'samples', 'history.csv');

/** A VS Code with the packaged extension. */
export class Person {
  private step = 0;

  private constructor(
    readonly session: Session,
    private readonly name: string,
  ) {}

  /**
   * Starts a fresh VS Code. Unless `hasAllCommands` is set, the extension has few of the bundled commands, because
   * training with all of them takes longer than opening VS Code.
   */
  static async atFreshCode(
    name: string,
    {
      hasAllCommands = false,
      ...options
    }: Partial<Parameters<typeof openSession>[0]> & { readonly hasAllCommands?: boolean } = {},
  ): Promise<Person> {
    const session = await openSession({
      vsix: await packagePath(),
      fewBuiltIns: true,
      ...options,
      prepare: async (before) => {
        if (!hasAllCommands) smallAssets(join(installedIn(before.dataFolder), 'assets'));
        await options.prepare?.(before);
      },
    });
    return new Person(session, name);
  }

  get workbench(): Session['workbench'] {
    return this.session.workbench;
  }

  /** The open review page. */
  get review(): FrameLocator {
    return this.workbench.webview();
  }

  /** Opens a second window with the same machine and folder. */
  async secondWindow(): Promise<Session['workbench']> {
    const { context, origin, workspace } = this.session;
    const window = new Workbench(await context.newPage());
    await window.open(origin, workspace);
    await window.openContainer('Rulewright');
    return window;
  }

  /** Saves a screenshot of each window. A failure to do so does not fail a test. */
  async picture(what: string): Promise<void> {
    this.step += 1;
    const number = String(this.step).padStart(2, '0');
    const name = `${this.name}-${number}-${what.replaceAll(/\W+/g, '-')}`;
    const folder = join(ROOT, 'test-results', 'ui');
    for (const [at, page] of this.session.context.pages().entries()) {
      const path = join(folder, `${name}${at === 0 ? '' : `-window-${at + 1}`}.png`);
      await page.screenshot({ path }).catch((error: unknown) => {
        process.stderr.write(`No picture ${path}: ${String(error)}\n`);
      });
    }
  }

  /** The text on the screen, for failed steps: the workbench and the open page. */
  async visibleText(): Promise<string> {
    const body = (root: Locator) =>
      root.evaluateAll((found) => found.map((each) => (each as HTMLElement).innerText).join('\n'));
    const texts = [
      this.workbench.page.locator('body'),
      this.workbench.webview().locator('main'),
    ].map((root) => body(root).catch((error: unknown) => `(not readable: ${String(error)})`));
    return (await Promise.all(texts)).join('\n— page —\n').replaceAll(/\s*\n\s*/g, '\n');
  }

  /** The SHA-256 of the policy file on disk, or `none`. */
  policyOnDisk(): string {
    const file = join(this.storageFolder, 'rulewright.db');
    if (!existsSync(file)) return 'none';
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  }

  get storageFolder(): string {
    return join(this.session.dataFolder, 'data/User/globalStorage/rulewright.rulewright');
  }

  /** The folder of the installed extension. */
  get extensionFolder(): string {
    return installedIn(this.session.dataFolder);
  }

  async leave(): Promise<void> {
    await this.session.close();
  }
}

/** The folder of the extension that a VS Code with this data folder has installed. */
export function installedIn(dataFolder: string): string {
  const extensions = join(dataFolder, 'extensions');
  const [folder] = readdirSync(extensions).filter((name) => name.startsWith('rulewright.'));
  assert.ok(folder !== undefined);
  return join(extensions, folder);
}

/** Waits until `wanted` accepts the value of `read`. Fails with the last value. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  wanted: (value: T) => boolean,
  limitMs = 30_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    assert.ok(Date.now() < end, `It stayed ${JSON.stringify(value)}.`);
    await new Promise((next) => setTimeout(next, 100));
  }
}
