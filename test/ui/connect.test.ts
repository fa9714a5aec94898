import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { readPublishedPolicy } from '../../src/policy/readSnapshot';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { watchAgents } from './agentsAtWork';
import { breakHosts, hasHooks, OTHER_HOSTS, removeHooks, startHosts, STATES } from './madeHosts';
import { addRule } from './newRule';
import { eventually, Person } from './person';
import { asSteps } from './steps';

/** A report without blank lines, and with `…` in the place of how long a test took. */
const withoutTimes = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n')
    .replaceAll(/\(\d+ ms\)/g, '(… ms)');

const OWN = '{\n\n  "model": "opus"\n}\n';

describe('a person who connects agent hosts, and watches agents at work', () => {
  let person: Person;
  let settings: string;

  before(async () => {
    person = await Person.atFreshCode('connect', {
      ...{ project: 'shop', height: 1400 },
      settings: { 'rulewright.author': 'Ada', 'terminal.integrated.gpuAcceleration': 'off' },
    });
    settings = join(person.session.home, '.claude', 'settings.json');
    mkdirSync(join(person.session.home, '.claude'));
    writeFileSync(settings, OWN);
  });

  asSteps(() => person);

  const row = (text: RegExp) => person.workbench.rows('Agents', text);
  /** The accessible text of the status bar item, which the tooltip shows. */
  const statusText = async (): Promise<string> => {
    const item = person.workbench.page.locator('.statusbar-item[id$="rulewright.status"]');
    return (await item.getByRole('button').getAttribute('aria-label')) ?? '';
  };
  /** The question on the setup page, beside the change. */
  const question = (text: RegExp) => person.workbench.webview().getByRole('group', { name: text });
  const write = async (text: RegExp): Promise<void> => {
    await question(text).getByRole('button', { name: 'Write File' }).click();
  };
  /** The guard's answer for a tool, using the line in the hook file as the host does. */
  const ask = () => {
    const { hooks } = JSON.parse(readFileSync(settings, 'utf8')) as {
      hooks: { PreToolUse: [{ hooks: [{ command: string }] }] };
    };
    const [{ command }] = hooks.PreToolUse[0].hooks;
    const input = { hook_event_name: 'PreToolUse', session_id: 's', tool_name: 'Bash' };
    return spawnSync('/bin/sh', ['-c', command], {
      input: JSON.stringify({ ...input, tool_input: { command: 'ls' } }),
      encoding: 'utf8',
      env: {},
    });
  };

  const isInView = (shown: Locator): Promise<boolean> =>
    shown.evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  /** Whether no part of the page lies over an editor. */
  const isBeside = async (editor: Locator): Promise<boolean> => {
    const page = person.workbench.page.locator('iframe.webview.ready').first();
    const [one, other] = [await page.boundingBox(), await editor.boundingBox()];
    assert.ok(one !== null && other !== null);
    return one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1;
  };

  /** The report of the palette command, without times, once it says `wanted`. */
  const report = async (wanted: RegExp): Promise<string> => {
    const { workbench } = person;
    await workbench.command('Rulewright: Check Agent Hosts');
    await workbench.page.locator('.tab.active[data-resource-name="agent-hosts.txt"]').waitFor();
    return eventually(
      async () => withoutTimes(await shownText()),
      (text) => wanted.test(text),
    );
  };
  /** The text in the editor: its lines are placed by their distance from the top. */
  const shownText = async (): Promise<string> => {
    const lines = await person.workbench.page
      .locator('.editor-instance .view-line')
      .evaluateAll((found) =>
        found.map((line) => [Number.parseFloat((line as HTMLElement).style.top), line.textContent]),
      );
    return (lines as [number, string][])
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  };
  /** What `rulewright doctor` prints on the same machine. */
  const doctor = (): string => {
    const { extensionFolder, storageFolder, session } = person;
    const place = ['--storage', storageFolder, '--project', session.workspace];
    const program = [join(extensionFolder, 'dist', 'cli.cjs'), 'doctor', ...place];
    const { stdout, stderr } = spawnSync(process.execPath, program, {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: session.home },
    });
    assert.equal(stderr, '');
    return withoutTimes(stdout);
  };

  it('sees which hosts call the guard', async () => {
    await person.workbench.openContainer('Rulewright');
    await row(/Claude Code.*not connected$/).waitFor();
    assert.equal(await row(/Cursor/).count(), 0);
    await row(/Not found on this machine \(6\)/).click();
    await row(/Cursor/).waitFor();
  });

  it('views the change and cancels it: nothing is written', async () => {
    const { workbench } = person;
    await row(/Claude Code/).click();
    const asked = question(/Let Claude Code ask Rulewright/);
    await asked.getByText(/settings\.json/).waitFor();
    const change = workbench.page.locator('.monaco-diff-editor').first();
    await change.waitFor();
    await asked.locator('h2:focus').waitFor();
    assert.ok(await isInView(asked), 'The question is not in view.');
    assert.ok(await isBeside(change), 'The question covers the change that it is about.');
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await asked.waitFor({ state: 'detached' });
    await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    assert.equal(readFileSync(settings, 'utf8'), OWN);
  });

  it('writes the file: the host calls the guard, and other content is kept', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Connect Agent Host…');
    await workbench.choose('Claude Code');
    await write(/Let Claude Code/);
    await workbench
      .webview()
      .getByText(/Claude Code asks Rulewright in every session/)
      .first()
      .waitFor();
    await row(/Claude Code.*protected, no rule in force/).waitFor();
    assert.match(readFileSync(settings, 'utf8'), /\{\n\n {2}"model": "opus"/);
    const { status, stderr } = ask();
    assert.equal(status, 0, stderr);
  });

  it('gets the hooks back when another program removes them, and sees the difference', async () => {
    const { workbench } = person;
    writeFileSync(settings, OWN);
    const toast = workbench.toast(/removed or changed the hooks of Claude Code/);
    await toast.getByRole('button', { name: 'Show Difference' }).click();
    await workbench.page.locator('.monaco-diff-editor').first().waitFor();
    await row(/Claude Code.*protected, no rule in force/).waitFor();
    assert.equal(ask().status, 0);
    assert.equal(readFileSync(`${settings}.foreign`, 'utf8'), OWN);
  });

  it('is warned when the hooks are removed once more, and connects again', async () => {
    const { workbench } = person;
    writeFileSync(settings, OWN);
    await workbench.reload();
    await workbench.openContainer('Rulewright');
    await row(/Claude Code.*missing/).waitFor();
    const toast = workbench.toast(/Claude Code may run commands without asking/);
    await toast.getByRole('button', { name: 'Connect Again…' }).click();
    await write(/Let Claude Code/);
    await row(/Claude Code.*protected, no rule in force/).waitFor();
    assert.equal(ask().status, 0);
  });

  it("connects every other host: none has a rule in force, and Codex's instructions are shown", async () => {
    startHosts(person.session.home);
    for (const name of OTHER_HOSTS) {
      await row(new RegExp(`^${name}`)).click();
      await write(new RegExp(`Let ${name} ask Rulewright`));
      const wanted = name === 'Codex' ? 'not trusted yet' : 'protected, no rule in force';
      await row(new RegExp(`^${name}.*${wanted}$`)).waitFor();
    }
    assert.match(await statusText(), /Codex may run .* not trusted yet\. .*type \/hooks in Codex/);
  });

  it('applies a rule: every host except Codex is protected', async () => {
    await addRule(person.workbench, 'never-run-this');
    for (const name of ['Claude Code', ...OTHER_HOSTS]) {
      const wanted = name === 'Codex' ? 'not trusted yet' : 'protected';
      await row(new RegExp(`^${name}.*${wanted}$`)).waitFor();
    }
  });

  watchAgents(() => person);

  it('sees what a forged policy would have changed', async () => {
    const { workbench } = person;
    const published = join(person.storageFolder, 'policy.snapshot');
    const { version, seq } = readPublishedPolicy(published);
    writeFileSync(published, snapshotBytes({ version, seq, rules: [] }, 7));
    const toast = workbench.toast(/changed the published policy.*Rules missing from it/);
    await toast.getByRole('button', { name: 'Show Difference' }).click();
    const change = workbench.page.locator('.monaco-diff-editor').last();
    await change.getByText('never-run-this').first().waitFor();
    await change.getByText('No rules.').first().waitFor();
    assert.equal(readPublishedPolicy(published).size, 3);
  });

  it('is asked by the notice about restored hooks whether to disconnect the host instead', async () => {
    const gemini = join(person.session.home, '.gemini', 'settings.json');
    writeFileSync(gemini, '{}\n');
    const toast = person.workbench.toast(/removed or changed the hooks of Gemini CLI/);
    await toast.getByRole('button', { name: 'Disconnect Instead…' }).click();
    const asked = question(/Let Gemini CLI run commands without asking/);
    await asked.getByRole('button', { name: 'Cancel' }).click();
    assert.match(readFileSync(gemini, 'utf8'), /"BeforeTool"/);
  });

  it('checks all hosts with the palette: each line blocks the test command, as in the doctor', async () => {
    const text = await report(/^Qwen Code: protected$/m);
    for (const name of ['Claude Code', ...OTHER_HOSTS]) {
      const isTrusted = name !== 'Codex';
      const lines = isTrusted
        ? ['protected', '  The guard blocked the test command. (… ms)']
        : [
            'not trusted yet',
            '  It may run commands without asking: its hooks are not trusted yet.',
          ];
      assert.ok(text.includes(`${name}: ${lines.join('\n')}\n`), `${name} in ${text}`);
    }
    assert.match(text, /^Codex: .*\n.*\n {2}.*type \/hooks in Codex/m);
    assert.equal(doctor(), text);
  });

  it('sees the state of the hooks of each host, and problems in the status bar', async () => {
    breakHosts(person.session);
    // The first time, they are written again.
    const { home } = person.session;
    await eventually(() => hasHooks(home), Boolean);
    removeHooks(home);
    for (const [name, state] of Object.entries(STATES)) {
      await row(new RegExp(`^${name}.*${state}`)).waitFor();
    }
    // The status bar is updated after the rows.
    await eventually(
      async () => {
        const label = await statusText();
        return Object.keys(STATES).filter((name) =>
          label.includes(`${name} may run commands without asking Rulewright`),
        );
      },
      (named) =>
        named.join() ===
        Object.keys(STATES)
          .filter((name) => name !== 'Cursor')
          .join(),
    );
  });

  it('checks all hosts again: the report shows the problem of each, as in the doctor', async () => {
    const text = await report(/^Qwen Code: not asking$/m);
    for (const [name, state] of Object.entries(STATES)) {
      assert.match(
        text.replaceAll(person.session.home, '~'),
        new RegExp(`^${name}: ${state}`, 'm'),
      );
    }
    // Cursor alone asks.
    assert.match(text, /^Cursor: update available\n {2}The guard blocked the test command\./m);
    assert.equal(text.split('The guard blocked the test command.').length, 2);
    assert.equal(doctor(), text);
  });

  it('disconnects it', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Disconnect Agent Host…');
    await workbench.choose('Claude Code');
    await write(/Let Claude Code run commands without asking/);
    await row(/Claude Code.*not connected$/).waitFor();
    assert.equal(readFileSync(settings, 'utf8'), OWN);
  });
});
