import assert from 'node:assert/strict';
import { act } from 'preact/test-utils';
import { ToSetup } from '../../src/protocol/setup';
import { RECORDED } from '../../webview-ui/dev/recorded';
import { messages } from '../../webview-ui/dev/setupFixture';
import { SetupPage } from '../../webview-ui/src/setup/page';
import { button, key, press, text } from './support/look';
import { openPage, type TestPage } from './support/page';

const { start, later } = RECORDED;

describe('the setup page', () => {
  let page: TestPage;
  beforeEach(() => {
    page = openPage(SetupPage, ToSetup);
  });
  afterEach(() => {
    page.close();
  });
  const last = (): unknown => page.sent.at(-1);
  const show = (steps: typeof start.setup): void => {
    for (const message of messages(steps)) page.say(message);
  };
  const steps = (): string[] =>
    Array.from(page.body.querySelectorAll('.step-state')).map((state) => text(state));
  const ticks = (): HTMLInputElement[] =>
    Array.from(page.body.querySelectorAll<HTMLInputElement>('input[type=checkbox]'));
  const withoutRules = { ...later.setup.rules, enforced: 0, shadow: 0 };

  it('requests its steps, shows loading messages, and has no completed step', () => {
    assert.deepEqual(page.sent, [{ type: 'ready' }]);
    assert.match(text(page.body), /Looking for command histories.*Testing the starter rules/);
    assert.deepEqual(steps(), ['To do', 'To do', 'To do']);
  });

  it('shows the histories that were found, and lets the user choose which to import', () => {
    show(start.setup);
    assert.match(text(page.body), /bash ?about [\d,]+ commands · last changed 2026-11-20/i);
    press(button(page.body, 'Choose Histories…'));
    assert.deepEqual(last(), { type: 'read' });
    press(button(page.body, 'Import a CSV File…'));
    assert.deepEqual(last(), { type: 'importCsv' });
    assert.deepEqual(steps(), ['To do', 'To do', 'To do']);
  });

  it('shows the number of files if their size does not indicate the number of commands', () => {
    const transcripts = {
      ...{ id: 'claude-code', name: 'Claude Code', files: 31, sizeBytes: 12_340_000 },
      newest: '2026-11-20T08:00:00.000Z',
    };
    page.say({ type: 'sources', step: { commands: 0, found: [transcripts] } });
    assert.match(text(page.body), /Claude Code ?31 files · 12\.3 MB · last changed/);
    assert.doesNotMatch(text(page.body), /about/);
  });

  it('shows the result of an action in its step until an error occurs, and vice versa', () => {
    show(later.setup);
    page.say({ type: 'failed', message: 'The disk is full.' });
    page.say({ type: 'done', step: 'sources', message: 'Commands imported: 9.' });
    const [sources, rules, hosts] = Array.from(page.body.querySelectorAll('.step'));
    assert.match(text(sources), /Commands imported: 9\./);
    assert.doesNotMatch(text(rules) + text(hosts), /imported/);
    assert.doesNotMatch(text(page.body), /disk is full/);
    assert.equal(text(page.body.querySelector('[aria-live]')), 'Commands imported: 9.');
    page.say({ type: 'done', step: 'hosts', message: 'Claude Code asks Rulewright.' });
    assert.doesNotMatch(text(sources), /imported/);
    assert.match(text(hosts), /asks Rulewright/);
  });

  it('shows the hits of each category, and reviews only selected ones', () => {
    show(later.setup);
    const { categories, events } = later.setup.rules;
    const hit = categories.find(({ hits }) => hits > 0);
    assert.ok(hit !== undefined);
    assert.ok(text(page.body).includes(`would have stopped ${hit.hits} of ${events} commands`));
    assert.ok(text(page.body).includes(hit.examples[0] ?? assert.fail()));
    const offered = categories.filter(({ rules }) => rules > 0);
    assert.equal(ticks().length, offered.length);
    assert.ok(ticks().every(({ checked }) => checked));
    const [first, ...others] = offered;
    press(ticks()[0] ?? assert.fail());
    const rules = others.reduce((sum, category) => sum + category.rules, 0);
    press(button(page.body, `Review ${rules} Rules…`));
    assert.deepEqual(last(), { type: 'review', categories: others.map(({ id }) => id) });
    assert.ok(first !== undefined);
    for (const tick of ticks().slice(1)) press(tick);
    assert.equal(button(page.body, 'Review 0 Rules…').disabled, true);
    press(button(page.body, 'Select All'));
    assert.ok(ticks().every(({ checked }) => checked));
    press(button(page.body, 'Select None'));
    assert.ok(ticks().every(({ checked }) => !checked));
  });

  it('keeps which categories are left out while hidden, and ignores another draft', () => {
    show({ ...later.setup, rules: withoutRules });
    const first = ticks()[0];
    assert.ok(first);
    const { id } = first;
    act(() => {
      first.click();
    });
    const chosen = (): boolean[] => ticks().map(({ checked }) => checked);
    const before = chosen();
    assert.deepEqual(before.slice(0, 2), [false, true]);
    for (const [draft, expected] of [
      [page.draft(), before],
      [{ leftOut: 7 }, before.map(() => true)],
    ] as const) {
      page.close();
      page = openPage(SetupPage, ToSetup, draft);
      show({ ...later.setup, rules: withoutRules });
      assert.equal(ticks()[0]?.id, id);
      assert.deepEqual(chosen(), expected);
    }
  });

  it('explains why rules start in shadow mode, and counts what cannot be judged', () => {
    const [first, ...others] = later.setup.rules.categories;
    const categories = [{ ...(first ?? assert.fail()), inShadow: 2, unjudged: 3 }, ...others];
    show({ ...later.setup, rules: { ...later.setup.rules, categories } });
    const notes = Array.from(page.body.querySelectorAll('.row-note'), text);
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^2 of them start in shadow mode, because .* ordinary here/);
    assert.match(
      text(page.body),
      / · 3 cannot be judged.*A command cannot be judged if a rule depends on its working directory/,
    );
    const judged = later.setup.rules.categories.map((one) => ({ ...one, unjudged: 0 }));
    show({ ...later.setup, rules: { ...later.setup.rules, categories: judged } });
    assert.doesNotMatch(text(page.body), /cannot be judged/);
  });

  it('offers no review once every starter rule is in force', () => {
    const categories = later.setup.rules.categories.map((one) => ({ ...one, rules: 0 }));
    show({ ...later.setup, rules: { ...later.setup.rules, categories } });
    assert.match(text(page.body), /Every starter rule is in force\./);
    assert.doesNotMatch(text(page.body), /Review \d+ Rules/);
    assert.deepEqual(ticks(), []);
  });

  it('lists the rules of each category by title', () => {
    const [first, ...others] = later.setup.rules.categories;
    const shipped = start.setup.rules.categories.find(({ id }) => id === 'git')?.titles;
    assert.ok(shipped?.includes('Force-pushes to a main branch'));
    const titles = ['Force-pushes to a main branch', 'Runs `git gc`'];
    const categories = [{ ...(first ?? assert.fail()), rules: 2, titles }, ...others];
    show({ ...later.setup, rules: { ...later.setup.rules, categories } });
    const list = page.body.querySelector('.row-choice details');
    assert.equal(text(list), 'Show RulesForce-pushes to a main branchRuns git gc');
  });

  it('asks about a change of a hook file, and sends the answer', () => {
    show(start.setup);
    const ask = (id: number): void => {
      const question = { id, text: 'Let Codex ask Rulewright?', detail: 'It is written to ~/x.' };
      page.say({ type: 'ask', question });
    };
    const group = (): Element | null => page.body.querySelector('[role=group]');
    ask(3);
    assert.match(text(group()), /^Let Codex ask Rulewright\?It is written to ~\/x\./);
    assert.equal(document.activeElement, page.body.querySelector('#question'));
    press(button(page.body, 'Write File'));
    assert.deepEqual(last(), { type: 'answer', id: 3, write: true });
    press(button(page.body, 'Cancel'));
    assert.deepEqual(last(), { type: 'answer', id: 3, write: false });
    ask(4);
    key(button(page.body, 'Write File'), 'Escape');
    assert.deepEqual(last(), { type: 'answer', id: 4, write: false });
    page.say({ type: 'asked' });
    assert.equal(group(), null);
  });

  it('connects a host, or another one that the user names', () => {
    show(start.setup);
    press(button(page.body, 'Connect Claude Code'));
    assert.deepEqual(last(), { type: 'connect', host: 'claude' });
    press(button(page.body, 'Another Host…'));
    assert.deepEqual(last(), { type: 'connect' });
  });

  it('is complete if there are commands, rules and a connected host, and shows what is protected', () => {
    show(later.setup);
    assert.deepEqual(steps(), ['Done', 'Done', 'Done']);
    const { enforced } = later.setup.rules;
    assert.match(
      text(page.body),
      new RegExp(`Protected: Claude Code · ${enforced} rules? enforced`),
    );
    press(button(page.body, 'Open Dashboard'));
    assert.deepEqual(last(), { type: 'openDashboard' });
  });

  it('warns about a connected host while no rule is in force', () => {
    show({ ...later.setup, rules: withoutRules });
    assert.deepEqual(steps(), ['Done', 'To do', 'Done']);
    assert.match(text(page.body), /Claude Code: connected, but no rule is in force/);
    assert.doesNotMatch(text(page.body), /Protected:/);
  });

  it('shows why a step failed together with known data, and ignores unknown messages', () => {
    show(start.setup);
    page.say({ type: 'failed', message: 'The disk is full.', hint: 'Make room.' });
    page.say({ type: 'sources', step: { commands: -1 } });
    assert.match(text(page.body), /The disk is full\. ?Make room\./);
    assert.match(text(page.body), /bash/i);
  });
});
