import assert from 'node:assert/strict';
import { editStarterRules } from './editStarterRules';
import { Keyboard } from './keyboard';
import { Person, SAMPLE, eventually } from './person';
import { asSteps } from './steps';

describe('a user with a keyboard only, who finally edits starter rules with the mouse, too', () => {
  let person: Person;
  let keyboard: Keyboard;

  before(async () => {
    person = await Person.atFreshCode('keyboard', {
      settings: { 'rulewright.author': 'Ada', 'rulewright.learning.topN': 3 },
    });
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
    const { review, workbench } = person;
    await keyboard.toTree('Suggestions');
    await keyboard.walkTo(workbench.rows('Suggestions').first());
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    await keyboard.inPage();
  });

  it('tabs through the review, sees the focus at each stop, and is not trapped', async () => {
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

  it('returns from the tree, moves back and forth, types APPLY, and gets the focus on the outcome', async () => {
    await keyboard.toTree('Suggestions');
    await keyboard.openFromTree();
    await keyboard.tabTo('Reject', 'Tab');
    await keyboard.tabTo('typed', 'Shift+Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await person.review.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
    await keyboard.at('outcome');
  });

  it('moves to the version in the Versions view', async () => {
    await keyboard.tabTo('Show in Versions', 'Tab');
    await keyboard.press('Enter');
    await keyboard.inTree('Versions');
    await keyboard.walkTo(person.workbench.rows('Versions', /1\. Added/));
  });

  it('rolls it back with the menu of that row', async () => {
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

  it('reviews all pending suggestions together, omits one, and types APPLY for the rest', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Review All Suggestions');
    const waiting = await workbench.count('Suggestions');
    assert.ok(waiting > 1, String(waiting));
    await review.getByRole('heading', { name: `${waiting} pending suggestions` }).waitFor();
    await keyboard.inPage();
    const box = review.getByRole('checkbox').first();
    await keyboard.tabTo((await box.getAttribute('aria-label')) ?? '', 'Tab');
    await keyboard.press('Space');
    await review.getByText(/left out and stays? pending\.$/).waitFor();
    await keyboard.tabTo('typed', 'Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Applied as version 3' }).waitFor();
    await keyboard.at('outcome');
    await eventually(
      () => workbench.count('Suggestions'),
      (count) => count === 1,
    );
  });

  it('rolls them back: the joint suggestion and the omitted one are pending', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Roll Back Version…');
    await workbench
      .quickRow(/3\. Added/)
      .and(workbench.page.locator('.focused'))
      .waitFor();
    await keyboard.press('Enter');
    await review.getByText('Roll back version 3').waitFor();
    await keyboard.inPage();
    await keyboard.tabTo('typed', 'Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Rolled back as version 4' }).waitFor();
    await eventually(
      () => workbench.count('Suggestions'),
      (count) => count === 2,
    );
    await eventually(
      () => workbench.count('Rules'),
      (count) => count === 0,
    );
  });

  it('selects one category of starter rules on the setup page', async () => {
    const { workbench, review } = person;
    await workbench.command('Rulewright: Set Up Protection');
    const open = review.getByRole('button', { name: /^Review \d+ Rules…$/ });
    await open.waitFor();
    await keyboard.inPage();
    await keyboard.tabTo('Select None', 'Tab');
    await keyboard.press('Enter');
    await keyboard.tabTo('category-containers', 'Shift+Tab');
    await keyboard.press('Space');
    await keyboard.tabTo(await open.innerText(), 'Tab');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Your decision' }).waitFor();
    await keyboard.inPage();
  });

  it('leaves three of its rules out, puts one into shadow mode, and edits one', async () => {
    const { review } = person;
    const modes = review.locator('.card-add .card-choice > select');
    const choose = async (at: number, key: string, mode: string): Promise<void> => {
      await keyboard.tabTo((await modes.nth(at).getAttribute('aria-label')) ?? '', 'Tab');
      await keyboard.press(key);
      await eventually(
        () => modes.nth(at).inputValue(),
        (value) => value === mode,
      );
    };
    for (const at of [0, 1, 2]) await choose(at, 'End', 'leave');
    await choose(3, 'ArrowDown', 'shadow');
    await review.getByText('3 changes are left out and stay pending.').waitFor();
    const edit = review
      .locator('.card-add')
      .nth(4)
      .getByRole('button', { name: /^Edit “/ });
    await keyboard.tabTo((await edit.getAttribute('aria-label')) ?? '', 'Tab');
    await keyboard.press('Enter');
    await review.locator('textarea.pattern:focus').waitFor();
  });

  it('sees everything that “.” would stop before APPLY can be typed, and narrows it', async () => {
    const { review } = person;
    const card = review.locator('.card-add').nth(4);
    await keyboard.retype(card.getByLabel('Pattern'), '.');
    await card.getByText(/It matches all of your history: \d+ commands/).waitFor();
    await card.locator('.hit-list li .badge').first().waitFor();
    await keyboard.retype(card.getByLabel('Pattern'), '^docker rm -f');
    await card.getByText(/It matches all of your history/).waitFor({ state: 'detached' });
    await keyboard.press('Enter');
    await card.getByText(/^Edited\. Suggested was:/).waitFor();
  });

  it('applies the rest with one APPLY, and rolls it back', async () => {
    const { workbench, review } = person;
    await keyboard.tabTo('typed', 'Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Applied as version 5' }).waitFor();
    await workbench.command('Rulewright: Roll Back Version…');
    await workbench
      .quickRow(/5\. Added/)
      .and(workbench.page.locator('.focused'))
      .waitFor();
    await keyboard.press('Enter');
    await review.getByText('Roll back version 5').waitFor();
    await keyboard.inPage();
    await keyboard.tabTo('typed', 'Tab');
    await keyboard.type('APPLY');
    await keyboard.press('Enter');
    await review.getByRole('heading', { name: 'Rolled back as version 6' }).waitFor();
    await workbench.view('Rules').getByText('No rules are in force').waitFor();
  });

  editStarterRules(
    () => person,
    () => keyboard,
  );
});
