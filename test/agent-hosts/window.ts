import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { ensureBrowser, ensureHost } from '../../scripts/install.mjs';
import { ROOT } from '../../scripts/shell.mjs';
import { Person, eventually } from '../ui/person';
import type { InstalledHost } from './installHost';
import type { Judgement } from './judge';
import { startModelServer, type ModelServer } from './models/modelServer';

/*
 * The case `window`: a user with realistic files in the home folder, from the first start of VS Code to the first
 * command that is denied to the real Claude Code in a terminal of that window. All actions use the mouse, on the setup
 * page.
 */

export const WINDOW = {
  name: 'window',
  host: 'claude',
  title: 'from the first opening of VS Code to the first denied command',
};

const MAX_CLICKS = 8;
/** The command that the model requests. It is harmless, because the workspace is not a repository. */
const COMMAND = 'git push --force origin main';
const TOLD = 'Rulewright blocked this command: it force-pushes to a main branch';
const SOURCES = join(ROOT, 'test/fixtures/sources');
/** The sources with histories in the home folder. */
const KEPT = ['claude-code', 'codex', 'bash', 'zsh', 'fish'];

type PrintLine = (line: string) => void;

/** Installs the requirements of a window. Resolves to a reason if it cannot be opened on this machine. */
export async function canOpenWindow(): Promise<string | undefined> {
  try {
    await ensureHost();
    await ensureBrowser();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

let open: Person | undefined;

/** Closes the open window, if any. */
export async function closeWindow(): Promise<void> {
  await open?.leave();
  open = undefined;
}

/** Runs the case and reports the number of clicks and seconds of each step. */
export async function runWindow(
  root: string,
  installed: InstalledHost,
  printLine: PrintLine,
): Promise<Judgement> {
  const { host, env } = installed;
  let answer = (): void => undefined;
  const thinking = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const server = await startModelServer({
    protocol: host.protocol,
    scripts: { main: [[host.shell(COMMAND)]] },
    onRequest: () => undefined,
    // Delay the model's answer, because the agent is blocked only until then.
    thinking,
  });
  const run = { modelUrl: server.url, prompt: 'Please do SCRIPT:main now' };
  const start = { ms: 0 };
  try {
    if (host.terminal === undefined) throw new Error(`${host.name} has no form for a terminal.`);
    const launch = host.terminal.launch({ ...run, home: '', workspace: '' });
    const person = await Person.atFreshCode('window', {
      project: 'shop',
      settings: {
        'terminal.integrated.gpuAcceleration': 'off',
        'terminal.integrated.env.linux': { ...env, ...launch.env },
      },
      prepare: async ({ dataFolder }) => {
        const home = join(dataFolder, 'home');
        for (const id of KEPT) await cp(join(SOURCES, id), home, { recursive: true });
        start.ms = performance.now();
      },
    });
    open = person;
    await host.terminal.prepare(person.session);
    const command = [...installed.program, ...launch.args].map((word) => `'${word}'`).join(' ');
    const { clicks, problems } = await new Walk(person, { server, answer }, start.ms, printLine).go(
      command,
    );
    if (problems.length > 0) await writeFile(join(root, 'screen.txt'), await person.visibleText());
    const isLong = clicks > MAX_CLICKS;
    const tooMany = isLong ? [`${clicks} clicks, and not ${MAX_CLICKS} at most`] : [];
    return { problems: [...problems, ...tooMany], limits: [] };
  } finally {
    await closeWindow();
    await server.close();
    await writeFile(join(root, 'model-server.log'), server.log().join('\n'));
  }
}

/** The user's steps, each with a screenshot. Clicks are counted. */
class Walk {
  private clicks = 0;
  private at = '';

  constructor(
    private readonly person: Person,
    /** The model, and a function that lets it answer. */
    private readonly model: { readonly server: ModelServer; readonly answer: () => void },
    private readonly startMs: number,
    private readonly printLine: PrintLine,
  ) {}

  async go(command: string): Promise<{ clicks: number; problems: readonly string[] }> {
    try {
      await this.setUp();
      const { clicks } = this;
      await this.step('starts Claude Code in a terminal', () => this.startHost(command));
      await this.step('sees its command denied', () => this.isDenied());
      const total = `${clicks} clicks and one APPLY in ${this.seconds()} s`;
      this.printLine(`    from the first opening to the first denied command: ${total}`);
      await this.step('sees it blocked in the Agents view', () => this.seesItBlocked());
      await this.step('leaves Claude Code, and it leaves the view', () => this.leaves());
      return { clicks, problems: [] };
    } catch (error) {
      await this.person.picture('failed');
      const cause = error instanceof Error ? error.message : String(error);
      const results = this.model.server.results().map(({ text }) => text);
      const screen = await this.person.visibleText();
      return {
        clicks: this.clicks,
        problems: [`${this.at}: ${cause}`, `the model was told ${JSON.stringify(results)}`, screen],
      };
    }
  }

  private async step(what: string, action: () => Promise<unknown>): Promise<void> {
    this.at = what;
    await action();
    await this.person.picture(what);
    this.printLine(`    ${this.seconds()} s, ${this.clicks} clicks: ${what}`);
  }

  private click(what: string, where: Locator): Promise<void> {
    return this.step(what, async () => {
      await where.click();
      this.clicks += 1;
    });
  }

  private seconds(): string {
    return ((performance.now() - this.startMs) / 1000).toFixed(1);
  }

  /** From the first start of VS Code to a protected host. */
  private async setUp(): Promise<void> {
    const { workbench } = this.person;
    const { page: screen } = workbench;
    const page = workbench.webview();
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    const status = screen.locator('.statusbar-item[id$="rulewright.status"] a');
    await this.click('opens the page by the status bar', status);
    await this.click('asks for the histories', button('Choose Histories…'));
    const tick = workbench.quickRow('Claude Code').locator('.monaco-custom-toggle, input').first();
    await this.click('ticks Claude Code', tick);
    const list = screen.locator('.quick-input-widget:visible');
    await this.click('has it read', list.getByRole('button', { name: 'OK' }));
    await this.step('sees the commands that came in', () =>
      page.getByText(/\d+ commands are in the history/).waitFor(),
    );
    await this.click('reviews the starter rules', button(/^Review \d+ Rules…$/));
    await this.step('types APPLY', () => this.apply());
    await this.click('goes back to the page', button('Back to Set Up Protection').last());
    await this.click('connects Claude Code', button('Connect Claude Code'));
    await this.click('has the hook file written', button('Write File'));
    await this.step('sees what is protected', () =>
      page
        .getByText(/Protected: Claude Code · \d+ rules enforced/)
        .first()
        .waitFor(),
    );
  }

  private async apply(): Promise<void> {
    const { review } = this.person;
    const typed = review.getByLabel('Type APPLY to change the policy');
    await typed.waitFor();
    await eventually(
      () => typed.isEditable(),
      (is) => is,
      60_000,
    );
    await typed.fill('APPLY');
    await typed.press('Enter');
    await review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
  }

  private async startHost(command: string): Promise<void> {
    await this.person.workbench.command('Terminal: Create New Terminal');
    await this.types(command);
  }

  private async isDenied(): Promise<void> {
    await eventually(
      () => this.model.server.results().map(({ text }) => text),
      (texts) => texts.some((text) => text.includes(TOLD)),
      60_000,
    );
  }

  private async seesItBlocked(): Promise<void> {
    const { workbench } = this.person;
    await workbench.openContainer('Rulewright');
    const blocked = /^blocked · shop.*It force-pushes to a main branch/;
    await workbench.rows('Agents', blocked).waitFor();
  }

  private async leaves(): Promise<void> {
    this.model.answer();
    const { page } = this.person.workbench;
    // Input typed while the host is working waits for the end of the turn.
    await page.locator('.xterm-rows').filter({ hasText: 'done' }).waitFor();
    await this.types('/exit');
    const rows = this.person.workbench.rows('Agents', / · shop/);
    await rows.waitFor({ state: 'detached' });
  }

  private async types(line: string): Promise<void> {
    const { page } = this.person.workbench;
    await page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
}
