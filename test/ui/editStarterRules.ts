import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Keyboard } from './keyboard';
import { eventually, type Person } from './person';

/**
 * The steps of a user who edits the starter rules in their review, in the window of a suite: its history is imported,
 * no rule is in force, and version 6 is the last.
 */
export function editStarterRules(person: () => Person, keyboard: () => Keyboard): void {
  let suggested = 0;

  const cards = () => person().review.locator('.card-add');
  const typed = () => person().review.getByLabel('Type APPLY to change the policy');

  /** The guard's answer when Claude Code asks whether it may run a command. */
  const deniedBy = (command: string): string => {
    const guard = join(person().extensionFolder, 'dist/guard.cjs');
    const args = [guard, '--host', 'claude', '--storage', person().storageFolder, 'pre'];
    const input = { hook_event_name: 'PreToolUse', session_id: 's-one', tool_name: 'Bash' };
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      input: JSON.stringify({ ...input, tool_input: { command } }),
      encoding: 'utf8',
      env: {},
    });
    return stdout + stderr;
  };

  /** Replaces the pattern of the edited rule. */
  const retype = (pattern: string): Promise<void> =>
    cards().nth(4).getByLabel('Pattern').fill(pattern);

  it('opens the starter rules of all categories but one, tested on the imported history', async () => {
    const { workbench, review } = person();
    await workbench.command('Rulewright: Set Up Protection');
    await review.getByRole('button', { name: 'Select All' }).click();
    await review.getByRole('checkbox', { name: 'Windows and PowerShell' }).uncheck();
    await review.getByRole('button', { name: /^Review \d+ Rules…$/ }).click();
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    const figure = await review.locator('.tile .figure').first().innerText();
    suggested = Number(/\+(\d+)/.exec(figure)?.[1]);
    assert.ok(suggested > 100, figure);
    // If there are many rules, they are collapsed into their categories.
    await review.getByRole('button', { name: 'Files and folders', exact: true }).click();
    await cards().nth(4).waitFor();
    await review.getByText('Testing on your history…').first().waitFor({ state: 'detached' });
  });

  it('omits three and puts one into shadow mode', async () => {
    for (const at of [0, 1, 2]) await cards().nth(at).locator('select').selectOption('leave');
    await cards().nth(3).locator('select').selectOption('shadow');
    await person().review.getByText('3 changes are left out and stay pending.').waitFor();
  });

  it('sees everything that “.” would stop before APPLY can be typed', async () => {
    const card = cards().nth(4);
    await card.getByRole('button', { name: /^Edit “/ }).click();
    await card.locator('textarea.pattern:focus').waitFor();
    await retype('(a+)+');
    await card.getByText(/unlimited repeat is repeated without limit/).waitFor();
    assert.equal(await typed().isEditable(), false);
    await retype('^curl .*https://sam:geheim42@');
    await card.getByText(/looks like a secret.*Write \\S\+ in its place/).waitFor();
    assert.equal(await typed().isEditable(), false);
    await retype('.');
    await card.getByText(/It matches all of your history: \d+ commands/).waitFor();
    await eventually(
      () => typed().isEditable(),
      (is) => is,
    );
    await card.locator('.hit-list li .badge').first().waitFor();
    assert.match(await card.locator('.hit-list li').first().innerText(), /^Safe\s+Gained:/);
    assert.match(
      await card.locator('.edit-effect').innerText(),
      /\d+ commands gained \(\d+ harmless\)/,
    );
  });

  it('narrows it, labels a hit, and closes the field', async () => {
    const card = cards().nth(4);
    await retype('^git (?:push|status)');
    await card.getByText(/It matches all of your history/).waitFor({ state: 'detached' });
    const hit = card.locator('.hit-list li').first();
    await hit.waitFor();
    // The list is sorted again after a label: the first row is then another one, or has another badge.
    const before = await hit.innerText();
    await hit
      .getByRole('button', { name: /^Label / })
      .first()
      .click();
    await eventually(
      () => hit.innerText(),
      (now) => now !== before,
    );
    await card.getByRole('button', { name: 'Done', exact: true }).click();
    await card.getByLabel('Pattern').waitFor({ state: 'detached' });
    await card.getByText(/^Edited\. Suggested was:/).waitFor();
  });

  it('applies everything with one APPLY, and the rest stays pending', async () => {
    const { workbench, review } = person();
    const pending = await workbench.count('Suggestions');
    await typed().fill('APPLY');
    await review.getByRole('button', { name: 'Apply', exact: true }).click();
    await review.getByRole('heading', { name: 'Applied as version 7' }).waitFor();
    await review.getByText(`In force after it: ${suggested - 3} rules.`).waitFor();
    await eventually(
      () => workbench.count('Suggestions'),
      (count) => count === pending,
    );
  });

  it('finds a denial in the Agents view, and makes a narrower rule from it by keyboard', async () => {
    const { workbench, review } = person();
    await eventually(
      () => deniedBy('git push --force origin main'),
      (answer) => answer.includes('Rulewright blocked this command'),
    );
    const agent = workbench.rows('Agents', /^blocked · /);
    await agent.waitFor();
    await keyboard().toTree('Agents');
    await keyboard().walkTo(agent);
    await keyboard().press('Shift+F10');
    await keyboard().chooseInMenu('Deny Commands Like This…');
    const rung = workbench.quickRow('This sub-command and options: `git push`');
    await rung.waitFor();
    assert.match(
      await workbench.quickRow('This command').innerText(),
      /origin main.*\d+ of \d+ commands/s,
    );
    await keyboard().press('Enter');
    await review.getByText('Pending', { exact: true }).waitFor();
    await keyboard().inPage();
    const pattern = review.locator('code').filter({ hasText: /^\^git push .*origin main\$$/ });
    await pattern.first().waitFor();
    await keyboard().tabTo('typed', 'Tab');
    await keyboard().type('APPLY');
    await keyboard().press('Enter');
    await review.getByRole('heading', { name: 'Applied as version 8' }).waitFor();
  });

  it('rolls both back', async () => {
    const { workbench, review } = person();
    await workbench.command('Rulewright: Roll Back Version…');
    await workbench.quickRow(/7\. Added/).click();
    await review.getByText('Roll back version 7').waitFor();
    await typed().fill('APPLY');
    await review.getByRole('button', { name: 'Apply', exact: true }).click();
    await review.getByRole('heading', { name: 'Rolled back as version 9' }).waitFor();
    await workbench.view('Rules').getByText('No rules are in force').waitFor();
  });

  it('makes a rule for exactly that command with the mouse', async () => {
    const { workbench, review } = person();
    await workbench.chooseInMenuOf(
      workbench.rows('Agents', /^blocked · /),
      'Deny Commands Like This…',
    );
    await workbench.choose('This command');
    await review.getByText('Pending', { exact: true }).waitFor();
    await review.locator('.card-add', { hasText: 'origin main' }).first().waitFor();
    await typed().fill('APPLY');
    await review.getByRole('button', { name: 'Apply', exact: true }).click();
    await review.getByRole('heading', { name: 'Applied as version 10' }).waitFor();
    await review.getByText('In force after it: 1 rule.').waitFor();
  });

  it('is told about a secret in a new pattern while typing it', async () => {
    const { workbench } = person();
    await workbench.command('Rulewright: Add Rule…');
    await workbench.choose('Write a pattern…');
    await workbench.page.getByText('Add Rule (1/3)').waitFor();
    await workbench.quickInput().fill('^mysql .*--password=hunter2');
    await workbench.page.getByText(/Character 21: This looks like a secret/).waitFor();
    await workbench.quickInput().fill('^mysql .*--password=[^ ]+');
    await workbench.page.getByText(/looks like a secret/).waitFor({ state: 'hidden' });
    await keyboard().press('Escape');
  });
}
