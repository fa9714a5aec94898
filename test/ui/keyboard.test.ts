import assert from 'node:assert/strict';
import { Keyboard } from './keyboard';
import { Person, SAMPLE, eventually } from './person';
import { asSteps } from './steps';

describe('a person with a keyboard and no mouse', () => {
  let person: Person;
  let keyboard: Keyboard;

  before(async () => {
    person = await Person.atFreshCode('keyboard', { settings: { 'rulewright.author': 'Ada' } });
    keyboard = new Keyboard(person.workbench);
  });

  asSteps(() => person);

  it('imports a history and gets suggestions from the palette', async () => {
    const { workbench } = person;
    await workbench.openContainer('Rulewright');
    await workbench.command('Rulewright: Import Command History from CSV…');
    await workbench.nameFile(SAMPLE);
    await workbench.toast(/Imported commands: 500/).waitFor();
    await workbench.command('Rulewright: Generate Suggestions');
    await workbench.toast(/Suggestions to review: \d+/).waitFor();
  });

  it('opens a suggestion from the tree, and the review has the focus', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Focus on Suggestions View');
    await keyboard.inTree('Suggestions');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    await keyboard.inPage();
  });

  it('tabs through the review, sees the focus at each stop, and is not held there', async () => {
    const stops = await keyboard.tabThroughPage();
    assert.deepEqual(
      stops.filter(({ isOutlined }) => !isOutlined),
      [],
    );
    const names = stops.map(({ name }) => name);
    for (const wanted of ['Open as JSON', 'author', 'comment', 'typed', 'Reject']) {
      assert.ok(names.includes(wanted), `${wanted} is missing: ${names.join(', ')}`);
    }
    assert.ok(!(await keyboard.isInPage()));
  });

  it('comes back from the tree, goes to and fro, types APPLY, and lands on what came of it', async () => {
    await person.workbench.command('Rulewright: Focus on Suggestions View');
    await keyboard.inTree('Suggestions');
    await keyboard.openFromTree();
    await keyboard.tabTo('Reject', 'Tab');
    await keyboard.tabTo('typed', 'Shift+Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await person.review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
    await keyboard.at('outcome');
  });

  it('goes from there to the version in the Versions view', async () => {
    await keyboard.tabTo('Show in Versions', 'Tab');
    await keyboard.press('Enter');
    await keyboard.inTree('Versions');
    await keyboard.walkTo(person.workbench.rows('Versions', /1\. Added/));
  });

  it('rolls it back from the menu of that row', async () => {
    const { workbench, review } = person;
    await keyboard.press('Shift+F10');
    await keyboard.chooseInMenu('Roll Back Version…');
    await review.getByText('Roll back version 1').waitFor();
    await keyboard.inPage();
    await keyboard.tabTo('typed', 'Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Rolled back as version 2' }).waitFor();
    await keyboard.at('outcome');
    await eventually(
      () => workbench.count('Rules'),
      (count) => count === 0,
    );
  });
});
