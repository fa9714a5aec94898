import assert from 'node:assert/strict';
import { generateSuggestions } from '../../scripts/host/demo.mjs';
import type { Locator } from 'playwright-core';
import { PANEL } from '../../src/contributions';
import { Person, SAMPLE, eventually } from './person';
import { asSteps } from './steps';

const PANELS = Object.values(PANEL);
const SECRET = `ghp_${'q7Zt'.repeat(9)}`;

describe('a user of VS Code', () => {
  let person: Person;
  let ruleText: string;
  let pending: number;

  before(async () => {
    person = await Person.atFreshCode('journey', { hasAllCommands: true });
  });

  asSteps(() => person);

  /** Waits until a view has this number of rows. */
  const shows = (view: string, rows: number) =>
    eventually(
      () => person.workbench.count(view),
      (count) => count === rows,
    );

  it('sees the empty Rulewright view, with a way to start', async () => {
    const { workbench } = person;
    await workbench.openContainer('Rulewright');
    await workbench.view('Suggestions').getByText('sample history').waitFor();
  });

  it('imports a CSV file with the palette', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(SAMPLE);
    await workbench.toast(/Imported commands: 500/).waitFor();
  });

  it('gets suggestions, and a badge with their number', async () => {
    const { workbench } = person;
    pending = await generateSuggestions(workbench);
    await shows('Suggestions', pending);
    const badge = workbench.page.locator('.activitybar .action-item', {
      has: workbench.page.locator('a[aria-label^="Rulewright"]'),
    });
    await badge
      .locator('.badge-content')
      .filter({ hasText: new RegExp(`^${pending}$`) })
      .waitFor();
  });

  const showsVersionOne = async (suggestions: number): Promise<void> => {
    await person.workbench.rows('Rules').first().waitFor();
    await person.workbench
      .rows('Versions', /1\. Added/)
      .first()
      .waitFor();
    await shows('Suggestions', suggestions);
  };

  it('opens a suggestion and sees its rule, its evidence and its reason', async () => {
    const { workbench, review } = person;
    await workbench.page.keyboard.press('Escape');
    await workbench.rows('Suggestions').first().click();
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    await review.getByText('Pending', { exact: true }).waitFor();
    const text = await review.locator('main').innerText();
    assert.match(text, /unsafe/i);
    assert.match(text, /deny/i);
    ruleText = await review.locator('code').first().innerText();
    assert.notEqual(ruleText, '');
  });

  it('types `apply`, which is rejected, and nothing is written', async () => {
    const { review } = person;
    const before = person.policyOnDisk();
    await review.getByLabel('Type APPLY to change the policy').fill('apply');
    await review.getByRole('button', { name: 'Apply' }).click();
    await review.locator('.field-failure').filter({ hasText: 'APPLY' }).waitFor();
    assert.equal(person.policyOnDisk(), before);
    assert.equal(await person.workbench.count('Rules'), 0);
  });

  it('types `APPLY`: the rule is in the tree and the version in Versions', async () => {
    const { review } = person;
    await review.getByLabel('Your name').fill('Ada');
    await review.getByLabel('Comment').fill('Seen in the sample history.');
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByRole('button', { name: 'Apply' }).click();
    await review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
    await showsVersionOne(pending - 1);
  });

  it('leaves a search, a command, a name, a choice of rules and a half-written review open', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Open Dashboard');
    await review.getByRole('tab', { name: /^History/ }).click();
    await workbench.command('Rulewright: Explain Command…');
    await workbench.command('Rulewright: Set Up Protection');
    await review.getByRole('button', { name: /^Review \d+ Rules…/ }).click();
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    await workbench.untilTabsAreSaved(PANELS);
    await workbench.showTab('Rulewright Dashboard');
    await review.getByLabel(/^Search/).fill('curl');
    await review.getByRole('tab', { name: /^Agents/ }).click();
    await agentName().fill('half a name');
    await review.getByRole('tab', { name: /^History/ }).click();
    await workbench.showTab('Set Up Protection');
    await review.getByRole('checkbox', { name: 'Windows and PowerShell' }).uncheck();
    await workbench.showTab('Review');
    await review.getByLabel(/^Search/).fill('force-pushes');
    await mode().selectOption('shadow');
    await review.getByLabel('Comment').fill(`Half a thought on ${SECRET}.`);
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await edit().click();
    await pattern().fill('^git (push');
    await workbench.showTab('Explain Command');
    await command().fill('git push --force origin main');
    await review.getByRole('heading', { name: 'Verdict', exact: true }).waitFor();
  });

  const command = () => person.review.getByRole('textbox', { name: 'Command', exact: true });
  const mode = () => person.review.locator('.card-add select').first();
  const edit = () =>
    person.review.locator('.card-add').first().getByRole('button', { name: /^Edit/ });
  const pattern = () => person.review.getByLabel('Pattern', { exact: true });
  const agentName = () => person.review.getByLabel('Register an agent that no host reports');

  it('still finds everything after the window is reloaded', async () => {
    const { workbench, review } = person;
    const before = person.policyOnDisk();
    await workbench.reload();
    await workbench.openContainer('Rulewright');
    await showsVersionOne(pending);
    const value = (field: Locator, wanted: string) =>
      eventually(
        () => field.inputValue(),
        (text) => text === wanted,
      );
    await workbench.showTab('Explain Command');
    await value(command(), 'git push --force origin main');
    await review.getByRole('heading', { name: 'Verdict', exact: true }).waitFor();
    await workbench.showTab('Review');
    await value(review.getByLabel('Comment'), 'Half a thought on [secret:github-token].');
    await value(review.getByLabel(/^Search/), 'force-pushes');
    await value(mode(), 'shadow');
    await edit().click();
    await value(pattern(), '^git (push');
    await value(review.getByLabel('Type APPLY to change the policy'), '');
    await review.getByRole('button', { name: 'Back to Set Up Protection' }).click();
    await eventually(
      () => review.getByRole('checkbox', { name: 'Windows and PowerShell' }).isChecked(),
      (is) => !is,
    );
    await workbench.showTab('Rulewright Dashboard');
    await value(review.getByLabel(/^Search/), 'curl');
    await review.getByRole('tab', { name: /^History/, selected: true }).click();
    await review.getByRole('tab', { name: /^Agents/ }).click();
    await value(agentName(), 'half a name');
    assert.equal(person.policyOnDisk(), before);
  });

  it('rolls the version back in the same reviewer', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Roll Back Version…');
    await workbench.quickRow(/1\. Added/).click();
    await review.getByText('Roll back version 1').waitFor();
    await review.getByRole('button', { name: 'Show in Rules View' }).first().click();
    await workbench.rows('Rules').and(workbench.page.locator('.selected')).waitFor();
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByRole('button', { name: 'Apply' }).click();
    await review.getByRole('heading', { name: 'Rolled back as version 2' }).waitFor();
    await shows('Rules', 0);
    await workbench.view('Rules').getByText('No rules are in force').waitFor();
  });

  it('applies once what is being applied while the window is reloaded, and then says so', async () => {
    const { workbench, review } = person;
    await workbench.rows('Suggestions').last().click();
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    const before = person.policyOnDisk();
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByRole('button', { name: 'Apply' }).click();
    while (person.policyOnDisk() === before) await workbench.page.waitForTimeout(5);
    await workbench.reload();
    await workbench.openContainer('Rulewright');
    const versions = (text: RegExp) => workbench.rows('Versions', text);
    await versions(/3\. Added/)
      .first()
      .waitFor();
    // VS Code may restore the title and the active tab of up to five seconds ago.
    await workbench.showTab(/^(?:Review|Roll Back)$/);
    await review.getByRole('heading', { name: 'Already applied' }).waitFor();
    assert.equal(await review.getByLabel('Type APPLY to change the policy').count(), 0);
    assert.equal(await versions(/4\. /).count(), 0);
  });

  it('returns to the first version', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Return to Version…');
    await workbench.quickRow(/1\. Added/).click();
    await review.getByText('Return to version 1').first().waitFor();
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByRole('button', { name: 'Apply' }).click();
    await review.getByRole('heading', { name: 'Restored as version 4' }).waitFor();
    await workbench
      .rows('Versions', /4\. Back to version 1/)
      .first()
      .waitFor();
  });
});
