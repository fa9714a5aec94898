import assert from 'node:assert/strict';
import { generateSuggestions } from '../../scripts/host/demo.mjs';
import { Person, SAMPLE, eventually } from './person';
import { asSteps } from './steps';

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

  const showsVersionOne = async (): Promise<void> => {
    await person.workbench.rows('Rules').first().waitFor();
    await person.workbench
      .rows('Versions', /1\. Added/)
      .first()
      .waitFor();
    await shows('Suggestions', pending - 1);
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
    await showsVersionOne();
  });

  it('still finds everything after the window is reloaded', async () => {
    const { workbench } = person;
    await workbench.reload();
    await workbench.openContainer('Rulewright');
    await showsVersionOne();
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

  it('finds both versions after another reload', async () => {
    const { workbench } = person;
    await workbench.reload();
    await workbench.openContainer('Rulewright');
    await workbench
      .rows('Versions', /2\. Back to the start/)
      .first()
      .waitFor();
    await workbench.view('Rules').getByText('No rules are in force').waitFor();
  });
});
