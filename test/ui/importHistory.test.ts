import { cpSync } from 'node:fs';
import { Person } from './person';
import { asSteps } from './steps';

describe('a user whose machine has command histories', () => {
  let person: Person;

  before(async () => {
    person = await Person.atFreshCode('import-history');
    for (const id of ['claude-code', 'codex', 'zsh', 'fish']) {
      cpSync(`test/fixtures/sources/${id}`, person.session.home, { recursive: true });
    }
  });

  asSteps(() => person);

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
    const { workbench } = person;
    const { keyboard } = workbench.page;
    for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'ArrowDown', 'Space', 'Enter']) {
      await keyboard.press(key);
    }
    await workbench.toast(/Commands imported: 9\./).waitFor();
  });

  it('keeps one of them up to date, selected by keyboard', async () => {
    const { workbench } = person;
    const { keyboard } = workbench.page;
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('Rulewright: Keep Histories Up to Date…');
    await source('Claude Code').waitFor();
    for (const key of ['ArrowDown', 'Space', 'Enter']) await keyboard.press(key);
    await source('Claude Code').waitFor({ state: 'hidden' });
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
    await source('Claude Code').waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Space');
    await workbench.page.keyboard.press('Enter');
    await workbench.toast(/Commands imported: 0\./).waitFor();
  });
});
