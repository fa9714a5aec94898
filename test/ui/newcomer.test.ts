import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Effort } from './effort';
import { Keyboard } from './keyboard';
import { Person, eventually } from './person';
import { asSteps } from './steps';

describe('a new user who wants to control what an agent pushes', () => {
  let person: Person;
  const effort = new Effort();
  let unwatch: () => void = () => undefined;

  before(async () => {
    person = await Person.atFreshCode('newcomer', { settings: { 'rulewright.author': 'Ada' } });
    unwatch = effort.watch(person.workbench.page);
    for (const id of ['claude-code', 'zsh']) {
      cpSync(`test/fixtures/sources/${id}`, person.session.home, { recursive: true });
    }
  });

  after(() => {
    unwatch();
  });
  asSteps(() => person);

  const setup = () => person.workbench.webview();

  /** The agent requests a command: its host runs the line in its hook file. */
  const answerToAgent = (command: string): string => {
    const file = join(person.session.home, '.claude', 'settings.json');
    const { hooks } = JSON.parse(readFileSync(file, 'utf8')) as {
      hooks: { PreToolUse: [{ hooks: [{ command: string }] }] };
    };
    const event = {
      ...{ hook_event_name: 'PreToolUse', session_id: 'b51f0a2e', cwd: person.session.workspace },
      ...{ tool_name: 'Bash', tool_input: { command } },
    };
    const [{ command: line }] = hooks.PreToolUse[0].hooks;
    const { stdout } = spawnSync('/bin/sh', ['-c', line], {
      input: JSON.stringify(event),
      encoding: 'utf8',
      env: {},
    });
    return stdout;
  };

  it('opens the view and sets up protection: reads two histories', async () => {
    const { workbench } = person;
    effort.begin();
    await workbench.openContainer('Rulewright');
    await workbench.view('Suggestions').getByText('Set Up Protection').first().click();
    await setup()
      .getByText(/would have stopped no command|rules/)
      .first()
      .waitFor();
    await setup().getByRole('button', { name: 'Choose Histories…' }).click();
    await new Keyboard(workbench).checkInList('Claude Code', 'zsh');
    await setup()
      .getByText(/Commands imported: [1-9]/)
      .first()
      .waitFor();
    assert.equal(await workbench.toast(/Commands imported/).count(), 0);
  });

  it('reviews only the rules about Git, and applies them', async () => {
    const { workbench, review } = person;
    await setup().getByRole('button', { name: 'Select None' }).click();
    await setup().getByLabel(/Git/).first().check();
    await setup()
      .getByRole('button', { name: /^Review \d+ Rules…/ })
      .click();
    await review.getByLabel('Type APPLY to change the policy').waitFor();
    await person.picture('review');
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByLabel('Type APPLY to change the policy').press('Enter');
    await review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
    await workbench.rows('Rules', /push/i).first().waitFor();
  });

  it('connects the agent host on the page', async () => {
    const { workbench, review } = person;
    await review.getByRole('button', { name: 'Back to Set Up Protection' }).last().click();
    await setup().getByRole('button', { name: 'Connect Claude Code' }).click();
    await workbench.page.locator('.monaco-diff-editor').first().waitFor();
    await setup().getByRole('button', { name: 'Write File' }).click();
    await setup()
      .getByText(/Protected: Claude Code/)
      .first()
      .waitFor();
    const clicks = effort.done('stop my agent from force-pushing');
    assert.ok(clicks > 0 && clicks <= 9, `${clicks} clicks`);
  });

  it('sees the blocked agent, and finds the reason', async () => {
    const { workbench } = person;
    assert.match(answerToAgent('git push --force origin main'), /force-pushes to a main branch/);
    effort.begin();
    const row = workbench.rows('Agents', /blocked/i).first();
    await row.waitFor();
    await person.picture('blocked');
    await row.hover();
    await row.getByRole('button', { name: 'Explain Command' }).click();
    await setup().getByText('It force-pushes to a main branch').first().waitFor();
    const clicks = effort.done('find out why it was blocked');
    assert.ok(clicks > 0 && clicks <= 1, `${clicks} clicks`);
    await row.click();
    await setup().getByText('git push --force origin main').first().waitFor();
    await person.picture('its commands');
  });

  it('labels the command by the menu of its row', async () => {
    const { workbench } = person;
    const label = setup().getByLabel('Label of git push --force origin main');
    assert.equal(await label.inputValue(), 'none');
    const row = setup().locator('tr').filter({ has: label });
    await workbench.chooseInMenuOf(row.locator('.cell-time'), 'Label as Unsafe');
    await eventually(
      () => label.inputValue(),
      (value) => value === 'unsafe',
    );
    await row.focus();
    await workbench.page.keyboard.press('ContextMenu');
    const menu = workbench.page.locator('.monaco-menu .action-item');
    await menu.filter({ hasText: 'Deny Commands Like This…' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await menu.first().waitFor({ state: 'detached' });
  });

  it('opens the rule, and sees the command that it stopped', async () => {
    const { workbench } = person;
    await workbench.rows('Rules', /Force-pushes to a main branch/).click();
    await setup().getByRole('heading', { name: 'Explain a command' }).waitFor();
    await setup().getByText('It force-pushes to a main branch').first().waitFor();
    await workbench
      .rows('Agents', /blocked/)
      .first()
      .click();
    await workbench.command('Rulewright: Explain Command…');
    await setup().getByText('Open Rule').first().click();
    const selected = workbench.page.locator('.selected');
    await workbench
      .rows('Rules', /Force-pushes to a main branch/)
      .and(selected)
      .waitFor();
  });

  it('rolls back the change of the previous day', async () => {
    const { workbench, review } = person;
    effort.begin();
    const version = workbench.rows('Versions', /1\. Added/).first();
    await version.hover();
    await version.getByRole('button', { name: 'Roll Back Version…' }).click();
    await review.getByLabel('Type APPLY to change the policy').waitFor();
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByRole('button', { name: 'Apply', exact: true }).click();
    await review.getByRole('heading', { name: 'Rolled back as version 2' }).waitFor();
    const clicks = effort.done('undo what I did yesterday');
    assert.ok(clicks > 0 && clicks <= 2, `${clicks} clicks`);
    await workbench
      .rows('Suggestions', /rolled back/)
      .first()
      .waitFor();
    answerToAgent('ls');
    await workbench
      .rows('Agents', /last blocked/)
      .first()
      .waitFor();
  });
});
