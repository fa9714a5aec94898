import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PANEL } from '../../src/contributions';
import { manyCommands } from './manyCommands';
import { addRule, proposeRule } from './newRule';
import { Person } from './person';
import { asSteps } from './steps';

type Window = Person['workbench'];

describe('a user who is interrupted', () => {
  let person: Person;
  let other: Window;

  before(async () => {
    const settings = { 'rulewright.author': 'Ada', 'rulewright.learning.workers': 1 };
    person = await Person.atFreshCode('interrupted', { settings });
  });

  asSteps(() => person);

  const word = () => person.review.getByLabel('Type APPLY to change the policy');
  const apply = () => person.review.getByRole('button', { name: 'Apply' });
  const models = (): readonly string[] => {
    const folder = join(person.storageFolder, 'models');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  const filesOfHistory = (): readonly string[] => {
    const folder = join(person.storageFolder, 'history');
    return readdirSync(folder).map((name) => join(folder, name));
  };
  /** The size of all stored commands. */
  const eventBytes = (): number =>
    filesOfHistory()
      .filter((path) => path.endsWith('.events.jsonl'))
      .reduce((sum, path) => sum + statSync(path).size, 0);
  /** Whether a command was given this label. */
  const isLabelled = (label: string): boolean =>
    filesOfHistory()
      .filter((path) => path.endsWith('.labels.jsonl'))
      .some((path) => readFileSync(path, 'utf8').includes(`"${label}"`));

  it('is notified that another window changed the policy, and cannot apply the shown change', async () => {
    const { workbench, review } = person;
    await workbench.openContainer('Rulewright');
    await workbench.command('Rulewright: Load Starter Rules');
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    await review.getByLabel('Comment').fill('Good rules to begin with.');
    await word().fill('APPLY');
    other = await person.secondWindow();
    await addRule(other, 'never-run-this');
    await review
      .getByText('The policy changed during the review: Ada applied version 1.')
      .first()
      .waitFor();
    assert.ok(await apply().isDisabled());
    const before = person.policyOnDisk();
    await word().press('Enter');
    await review.getByRole('button', { name: 'Review Again' }).click();
    await review.locator('.stale').waitFor({ state: 'detached' });
    assert.equal(person.policyOnDisk(), before);
  });

  it('sees the current state, with the comment kept and the word cleared', async () => {
    const { review } = person;
    await review.getByText('1 rule in force now').waitFor();
    assert.equal(await review.getByLabel('Comment').inputValue(), 'Good rules to begin with.');
    assert.equal(await word().inputValue(), '');
    await word().fill('APPLY');
    await apply().click();
    await review.getByRole('heading', { name: 'Applied as version 2' }).waitFor();
  });

  it('is notified that another window decided the suggestion, and by whom', async () => {
    const { workbench, review } = person;
    await proposeRule(workbench, 'nor-this');
    await other.rows('Suggestions').first().waitFor();
    await other.command('Rulewright: Reject Suggestion…');
    await other.choose(/nor-this/);
    await other.answer('Reject Suggestion', 'No need.');
    await review.getByText('A suggestion changed during the review.').first().waitFor();
    await review.getByRole('button', { name: 'Review Again' }).click();
    await review.getByRole('heading', { name: 'Already rejected' }).waitFor();
    await review.getByText('“No need.”').waitFor();
    await other.page.close();
  });

  it('cancels training in its notification, and no model is stored', async () => {
    const { workbench } = person;
    const csv = join(person.session.workspace, 'many.csv');
    await writeFile(csv, manyCommands(12_000));
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(csv);
    await workbench.toast(/Imported commands: 12,000/).waitFor();
    await workbench.command('Rulewright: Train Model');
    const running = workbench.toast(/Training on the command history/);
    await running.getByRole('button', { name: 'Cancel' }).click();
    await running.waitFor({ state: 'detached' });
    await workbench.command('Rulewright: Open Dashboard');
    await person.review.getByRole('tab', { name: 'Model' }).click();
    await person.review.getByText('No model yet.').waitFor();
    assert.deepEqual(models(), []);
  });

  it('cancels training on the dashboard, and can train again', async () => {
    const page = person.review;
    await page.getByRole('button', { name: 'Train' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('No model yet.').waitFor();
    await page.getByRole('button', { name: 'Train', disabled: false }).waitFor();
    await person.workbench.toast(/Training on/).waitFor({ state: 'detached' });
    assert.deepEqual(models(), []);
  });

  it('reloads the window during training: no half a model is stored, and training can be started again', async () => {
    const { workbench, review } = person;
    await workbench.untilTabsAreSaved([PANEL.dashboard]);
    await review.getByRole('button', { name: 'Train' }).click();
    await review.getByRole('button', { name: 'Cancel' }).waitFor();
    await workbench.reload();
    await workbench.showTab('Rulewright Dashboard');
    await review.getByText('No model yet.').waitFor();
    await review.getByRole('button', { name: 'Train', disabled: false }).waitFor();
    assert.deepEqual(models(), []);
  });

  it('reloads the window during an import and a label: the label is kept, and importing again adds what is missing', async () => {
    const { workbench, review } = person;
    const csv = join(person.session.workspace, 'more.csv');
    await writeFile(csv, manyCommands(120_000));
    await review.getByRole('tab', { name: /^History/ }).click();
    const name =
      (await review.locator('.cell-label select').first().getAttribute('aria-label')) ?? '';
    const label = review.getByLabel(name, { exact: true });
    const before = eventBytes();
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(csv);
    await label.selectOption('unknown');
    while (eventBytes() === before || !isLabelled('unknown'))
      await workbench.page.waitForTimeout(5);
    await workbench.reload();
    await workbench.showTab('Rulewright Dashboard');
    await review.getByRole('tab', { name: /^History/ }).click();
    await review.getByLabel('Label', { exact: true }).selectOption('unknown');
    await label.waitFor();
    await review.getByText(/^1 of .* matches\./).waitFor();
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(csv);
    const report = workbench.toast(/Imported commands: .* already imported: /);
    const [, added, repeated] =
      /Imported commands: ([\d,]+).*already imported: ([\d,]+)/.exec(await report.innerText()) ??
      [];
    const count = (text = ''): number => Number(text.replaceAll(',', ''));
    assert.ok(count(added) > 0 && count(repeated) > 12_000, `${added} and ${repeated}`);
    assert.equal(count(added) + count(repeated), 120_000);
  });
});
