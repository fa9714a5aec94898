import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakHosts, OTHER_HOSTS, startHosts, STATES } from './madeHosts';
import { addRule } from './newRule';
import { Person } from './person';
import { asSteps } from './steps';

const OWN = '{\n\n  "model": "opus"\n}\n';

describe('a person who connects an agent host', () => {
  let person: Person;
  let settings: string;

  before(async () => {
    person = await Person.atFreshCode('connect', { height: 1400 });
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
  const dialog = (question: RegExp) =>
    person.workbench.page.locator('.monaco-dialog-box').filter({ hasText: question });
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
    const question = dialog(/Let Claude Code ask Rulewright/);
    await question.getByText(/settings\.json/).waitFor();
    await workbench.page.locator('.monaco-diff-editor').first().waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    assert.equal(readFileSync(settings, 'utf8'), OWN);
  });

  it('writes the file: the host calls the guard, and other content is kept', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Connect Agent Host…');
    await workbench.choose('Claude Code');
    await dialog(/Let Claude Code/)
      .getByRole('button', { name: 'Write File' })
      .click();
    await workbench.toast(/Claude Code asks Rulewright in every session/).waitFor();
    await row(/Claude Code.*protected, no rule in force/).waitFor();
    assert.match(readFileSync(settings, 'utf8'), /\{\n\n {2}"model": "opus"/);
    const { status, stderr } = ask();
    assert.equal(status, 0, stderr);
  });

  it('is warned when the hooks are gone, and connects again', async () => {
    const { workbench } = person;
    writeFileSync(settings, OWN);
    await workbench.reload();
    await workbench.openContainer('Rulewright');
    await row(/Claude Code.*missing/).waitFor();
    const toast = workbench.toast(/Claude Code may run commands without asking/);
    await toast.getByRole('button', { name: 'Connect Again…' }).click();
    await dialog(/Let Claude Code/)
      .getByRole('button', { name: 'Write File' })
      .click();
    await row(/Claude Code.*protected, no rule in force/).waitFor();
    assert.equal(ask().status, 0);
  });

  it("connects every other host: none has a rule in force, and Codex's instructions are shown", async () => {
    startHosts(person.session.home);
    for (const name of OTHER_HOSTS) {
      await row(new RegExp(`^${name}`)).click();
      await dialog(new RegExp(`Let ${name} ask Rulewright`))
        .getByRole('button', { name: 'Write File' })
        .click();
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

  it('sees the state of the hooks of each host, and problems in the status bar', async () => {
    breakHosts(person.session);
    for (const [name, state] of Object.entries(STATES)) {
      await row(new RegExp(`^${name}.*${state}`)).waitFor();
    }
    const label = await statusText();
    for (const name of Object.keys(STATES)) {
      const isNamed = label.includes(`${name} may run commands without asking Rulewright`);
      assert.equal(isNamed, name !== 'Cursor', `${name} in ${label}`);
    }
  });

  it('disconnects it', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Disconnect Agent Host…');
    await workbench.choose('Claude Code');
    const question = dialog(/Let Claude Code run commands without asking/);
    await question.getByRole('button', { name: 'Write File' }).click();
    await row(/Claude Code.*not connected$/).waitFor();
    assert.equal(readFileSync(settings, 'utf8'), OWN);
  });
});
