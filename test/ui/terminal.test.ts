import { addRule } from './newRule';
import { Person } from './person';
import { asSteps } from './steps';

describe('a person who runs commands in a terminal of VS Code', () => {
  let person: Person;

  before(async () => {
    person = await Person.atFreshCode('terminal', {
      settings: { 'rulewright.author': 'Ada', 'terminal.integrated.gpuAcceleration': 'off' },
    });
  });

  asSteps(() => person);

  /** Types a line until VS Code tells of its start: the shell may still be getting ready. */
  const isWarned = async (line: string, text: RegExp): Promise<void> => {
    const { page } = person.workbench;
    const warning = person.workbench.toast(text);
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

  it('has a rule that asks and one that denies', async () => {
    await person.workbench.openContainer('Rulewright');
    await addRule(person.workbench, '^test -d asked', 'Ask');
    await addRule(person.workbench, '^test -d denied', 'Deny', 2);
  });

  it('is warned of a command that a rule would have asked about', async () => {
    await person.workbench.command('Terminal: Create New Terminal');
    await isWarned(
      'test -d asked',
      /would have asked about this command of an agent.*A rule asks about `test -d asked`/,
    );
  });

  it('is warned of a command that a rule would have blocked', async () => {
    await isWarned(
      'test -d denied',
      /would have blocked this command for an agent.*A rule denies `test -d denied`/,
    );
  });
});
