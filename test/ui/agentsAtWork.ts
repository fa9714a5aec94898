import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addRule } from './newRule';
import type { Person } from './person';

const SESSION = '0a1b2c3d-4e5f';
const SUB_AGENT = 'feedbee1-2345';

/**
 * The steps of a user who watches agents at work, and works in a terminal, in the window of a suite with the folder
 * `shop`: Claude Code is connected, and a rule of version 1 denies `never-run-this`.
 */
export function watchAgents(person: () => Person): void {
  const row = (text: RegExp) => person().workbench.rows('Agents', text);
  /** Runs the line that Claude Code would run for an event, if it knows it. */
  const hook = (event: string, input: object = {}): void => {
    const file = join(person().session.home, '.claude', 'settings.json');
    const { hooks } = JSON.parse(readFileSync(file, 'utf8')) as {
      hooks: Record<string, [{ hooks: [{ command: string }] }]>;
    };
    const [entry] = hooks[event] ?? [];
    assert.ok(entry !== undefined, event);
    const common = { hook_event_name: event, session_id: SESSION, cwd: person().session.workspace };
    const { status, stderr } = spawnSync('/bin/sh', ['-c', entry.hooks[0].command], {
      input: JSON.stringify({ ...common, ...input }),
      encoding: 'utf8',
      env: {},
    });
    assert.equal(status, 0, stderr);
  };
  const bash = (command: string) => ({ tool_name: 'Bash', tool_input: { command } });

  /** Types a line until VS Code tells of its start: the shell may still be getting ready. */
  const isWarned = async (line: string, text: RegExp): Promise<void> => {
    const { page } = person().workbench;
    const warning = person().workbench.toast(text);
    for (let tries = 0; tries < 20; tries += 1) {
      await page.locator('.terminal-wrapper.active .xterm-helper-textarea').first().focus();
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
      const isSeen = await warning.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (isSeen) return;
    }
    throw new Error(`No warning after ${line}.`);
  };

  it('sees an agent by its project, and beneath it the sub-agent that a rule stops, since when', async () => {
    hook('SessionStart');
    hook('PreToolUse', bash('git status'));
    hook('SubagentStart', { agent_id: SUB_AGENT });
    hook('PreToolUse', { ...bash('never-run-this'), agent_id: SUB_AGENT });
    await row(/^running · shop.*git status/).waitFor();
    const stopped = row(/^blocked · feed · sub-agent.*never-run-this.* · since .*\d:\d\d/);
    await stopped.waitFor();
    const levels = await row(/^Claude Code| · shop| · sub-agent/).evaluateAll((rows) =>
      rows.map((one) => one.getAttribute('aria-level')),
    );
    assert.deepEqual(levels, ['1', '2', '3']);
  });

  it('opens the commands of the session by a click', async () => {
    await row(/ · shop/).click();
    // Other tabs of the page have the same texts, and are hidden.
    const shown = person().workbench.webview().locator('code:visible');
    for (const command of [/^git status$/, /^never-run-this$/]) {
      await shown.filter({ hasText: command }).first().waitFor();
    }
  });

  it('sets by commands what the same rows show, beside an agent of its own', async () => {
    const { workbench } = person();
    await workbench.command('Rulewright: Register Agent…');
    await workbench.answer('Register Agent', 'builder');
    await row(/^idle · builder/).waitFor();
    await workbench.command('Rulewright: Update Agent…');
    await workbench.choose('builder');
    await workbench.answer('Update Agent (1/2)', 'batch 3');
    await workbench.answer('Update Agent (2/2)', '95');
    await row(/^running · builder.*batch 3 · risk 5 %/).waitFor();
    await workbench.command('Rulewright: Set Agent Status…');
    await workbench.choose(/^shop · claude 0a1b2c3d(?! \/)/);
    await workbench.choose('idle');
    await row(/^idle · shop/).waitFor();
    await workbench.command('Rulewright: Unregister Agent…');
    await workbench.choose('builder');
    await row(/ · builder/).waitFor({ state: 'detached' });
  });

  it('sees the sub-agent leave at its end, and the agent at that of the session', async () => {
    hook('PreToolUse', bash('git log'));
    await row(/^running · shop.*git log/).waitFor();
    hook('SubagentStop', { agent_id: SUB_AGENT });
    await row(/ · sub-agent/).waitFor({ state: 'detached' });
    assert.equal(await row(/ · shop/).count(), 1);
    hook('SessionEnd');
    await row(/ · shop/).waitFor({ state: 'detached' });
    await row(/Claude Code.*protected$/).waitFor();
  });

  it('has a rule that asks and one that denies in a terminal', async () => {
    await addRule(person().workbench, '^test -d asked', 'Ask', 2);
    await addRule(person().workbench, '^test -d denied', 'Deny', 3);
  });

  it('is warned of a command in the terminal that a rule would have asked about', async () => {
    await person().workbench.command('Terminal: Create New Terminal');
    await isWarned(
      'test -d asked',
      /would have asked about this command of an agent.*A rule asks about `test -d asked`/,
    );
  });

  it('is warned of a command in the terminal that a rule would have blocked', async () => {
    await isWarned(
      'test -d denied',
      /would have blocked this command for an agent.*A rule denies `test -d denied`/,
    );
  });

  it('closes the terminal', async () => {
    const { workbench } = person();
    await workbench.command('Terminal: Kill All Terminals');
    await workbench.page.locator('.terminal-wrapper').waitFor({ state: 'detached' });
  });
}
