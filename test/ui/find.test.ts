import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { Keyboard } from './keyboard';
import { Person, SAMPLE, eventually } from './person';
import { asSteps } from './steps';

describe('a user who imports the histories of the machine, and searches the views by keyboard', () => {
  let person: Person;
  let keyboard: Keyboard;

  before(async () => {
    person = await Person.atFreshCode('find', { settings: { 'rulewright.author': 'Ada' } });
    keyboard = new Keyboard(person.workbench);
    for (const id of ['claude-code', 'codex', 'zsh', 'fish']) {
      cpSync(`test/fixtures/sources/${id}`, person.session.home, { recursive: true });
    }
  });

  asSteps(() => person);

  /** Finds text in the focused tree, and waits until the row has the focus. */
  const find = async (view: string, words: string, row: RegExp): Promise<void> => {
    await keyboard.toTree(view);
    await keyboard.press('Control+Alt+f');
    await keyboard.type(words);
    await eventually(
      () => person.workbench.view(view).locator('.monaco-list-row.focused').allInnerTexts(),
      (texts) => texts.some((text) => row.test(text)),
    );
    await keyboard.press('Escape');
    await keyboard.inTree(view);
  };

  const heading = (name: string | RegExp) => person.review.getByRole('heading', { name }).first();

  /** A source among those offered. */
  const source = (name: string) =>
    person.workbench.page.locator('.quick-input-widget:visible .monaco-list-row').filter({
      hasText: name,
    });

  it('sees the histories of shells and agents', async () => {
    const { workbench } = person;
    await workbench.openContainer('Rulewright');
    await workbench.view('Suggestions').getByText('import the history of this machine').click();
    for (const name of ['Claude Code', 'Codex', 'zsh', 'fish']) await source(name).waitFor();
  });

  it('selects two by keyboard, and sees the number of imported commands', async () => {
    await keyboard.checkInList('Claude Code', 'zsh');
    await person.workbench.toast(/Commands imported: 9\./).waitFor();
  });

  it('keeps one of them up to date, selected by keyboard', async () => {
    const { workbench } = person;
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('Rulewright: Keep Histories Up to Date…');
    await keyboard.checkInList('Claude Code');
    await workbench.command('Rulewright: Keep Histories Up to Date…');
    await source('Claude Code')
      .locator('input[type=checkbox]:checked, .monaco-custom-toggle.checked, [aria-checked=true]')
      .first()
      .waitFor();
    await keyboard.press('Escape');
  });

  it('imports again: nothing is new', async () => {
    const { workbench } = person;
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('Rulewright: Import History from This Machine…');
    await keyboard.checkInList('Claude Code');
    await workbench.toast(/Commands imported: 0\./).waitFor();
  });

  it('gets rules, a version, an agent and more commands', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(SAMPLE);
    await workbench.toast(/Imported commands: 500/).waitFor();
    await workbench.command('Rulewright: Load Starter Rules');
    await review.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await review.getByRole('button', { name: 'Apply', exact: true }).click();
    await review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
    await workbench.command('Rulewright: Register Agent…');
    await workbench.answer('Register Agent', 'builder');
    await workbench.rows('Agents', /builder/).waitFor();
  });

  it('finds a rule by its title, and Enter shows a command that it stops', async () => {
    await find('Rules', 'main branch', /Force-pushes to a main branch/);
    await keyboard.press('Enter');
    await heading('Explain a command').waitFor();
    await person.review.getByText('It force-pushes to a main branch').first().waitFor();
  });

  it('finds a built-in rule, and Enter explains it', async () => {
    await find('Rules', 'hooks of an agent', /Changes Rulewright or the hooks/);
    await keyboard.press('Enter');
    await person.review.getByText('.claude/settings.json').first().waitFor();
  });

  it('finds an agent by its name, and Enter opens the dashboard', async () => {
    await find('Agents', 'builder', /builder/);
    await keyboard.press('Enter');
    await person.review.getByRole('tab', { name: 'History' }).waitFor();
  });

  it('finds a command in the whole history, of which only the newest are shown', async () => {
    const { review } = person;
    await review.getByRole('tab', { name: 'History' }).click();
    await review.getByText('The newest 200 are shown.').waitFor();
    const [ran, search] = [review.locator('table.events'), review.getByRole('searchbox')];
    assert.equal(await ran.getByText('python3 -m pytest -k retry').count(), 0);
    await search.fill('PYTEST -k retry');
    await review.getByText(/^[1-9]\d* of 509 commands match/).waitFor();
    await ran.getByText('python3 -m pytest -k retry').first().waitFor();
    await review.getByLabel('Time', { exact: true }).selectOption('Last 24 hours');
    await review.getByText('No command matches the filter.').waitFor();
    await review.getByRole('button', { name: 'Clear Filter' }).click();
    await review.getByText('The newest 200 are shown.').waitFor();
  });

  it('makes a rule from a command with the menu of its row', async () => {
    const { workbench, review } = person;
    await review.getByRole('tab', { name: 'History' }).click();
    await review.locator('table.events tbody tr').first().focus();
    await keyboard.press('Shift+F10');
    await keyboard.chooseInMenu('Deny Commands Like This…');
    await workbench.quickRow('This command').waitFor();
    await keyboard.press('Escape');
  });

  it('finds a version by its title, and Enter shows its change', async () => {
    await find('Versions', 'Added', /1\. Added/);
    await keyboard.press('Enter');
    const tab = person.workbench.page.locator('.tab.active');
    await tab.filter({ hasText: 'Policy: version 1' }).waitFor();
  });

  it('finds an audit entry that is not about a version, and Enter shows it', async () => {
    const { workbench } = person;
    await workbench.command('Rulewright: Pause Self-Protection…');
    await workbench.answer('Pause Self-Protection', 'PAUSE');
    await find('Versions', 'Audit trail', /Audit trail/);
    await keyboard.press('ArrowRight');
    await workbench.rows('Versions', /Paused/).waitFor();
    await find('Versions', 'Paused', /Paused/);
    await keyboard.press('Enter');
    await workbench.page.locator('.tab.active').filter({ hasText: 'audit-entry' }).waitFor();
    await workbench.page.locator('.view-lines').getByText('"pause"').waitFor();
  });

  it('finds an entry about a suggestion, and Enter opens the suggestion', async () => {
    await find('Versions', 'Proposed', /Proposed/);
    await keyboard.press('Enter');
    await heading('What changed').waitFor();
  });

  it('finds a host by its name, and Enter offers to connect it', async () => {
    await find('Agents', 'Claude', /Claude Code/);
    await keyboard.press('Enter');
    const question = person.workbench.webview().getByRole('group', { name: /Claude Code/ });
    await question.locator('#question:focus').waitFor();
    await keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
  });
});
