import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { FromExplain, ToExplain } from '../../src/protocol/explain';
import { explainMessages } from '../../webview-ui/dev/explainFixture';
import { HOSTILE } from '../../webview-ui/dev/hostile';
import { RECORDED } from '../../webview-ui/dev/recorded';
import { ExplainPage, TYPING_MS } from '../../webview-ui/src/explain/page';
import { area, box, button, choose, picker, press, text, type } from './support/look';
import { openPage, type TestPage } from './support/page';

const { explain, start } = RECORDED;
type Recorded = (typeof explain)['denied'];

describe('the page that explains a command', () => {
  let page: TestPage;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    page = openPage(ExplainPage, ToExplain);
  });
  afterEach(() => {
    page.close();
    mock.timers.reset();
  });
  const asked = (): Extract<FromExplain, { type: 'explain' }>[] =>
    page.sent
      .map((message) => FromExplain.parse(message))
      .filter((message) => message.type === 'explain');
  const turn = (): number => asked().at(-1)?.requestNumber ?? -1;
  const last = (): unknown => page.sent.at(-1);
  const section = (heading: string): Element => {
    const found = Array.from(page.body.querySelectorAll('section')).find(
      (one) => text(one.querySelector('h2')) === heading,
    );
    return found ?? assert.fail(`No section "${heading}" in: ${text(page.body)}`);
  };
  /** Shows a command on the page, and answers its requests. */
  const show = (recorded: Recorded): void => {
    page.post({ type: 'subject', subject: recorded.subject });
    mock.timers.tick(0);
    for (const message of explainMessages(recorded, turn())) page.post(message);
  };

  it('is empty at first, and explains nothing', () => {
    mock.timers.tick(TYPING_MS);
    assert.deepEqual(page.sent, [{ type: 'ready' }]);
    assert.match(text(page.body), /Enter a command to see which rules decide it/);
    assert.ok(button(page.body, 'Copy Command').disabled);
    assert.ok(button(page.body, 'Deny Commands Like This…').disabled);
  });

  it('explains typed text after a pause, with its working directory and shell', () => {
    const command = area(page.body, 'Command');
    type(command, 'rm');
    mock.timers.tick(TYPING_MS - 1);
    type(command, 'rm -r *');
    mock.timers.tick(TYPING_MS - 1);
    assert.deepEqual(asked(), []);
    mock.timers.tick(1);
    type(box(page.body, 'Working directory'), '/etc');
    choose(picker(page.body, 'Shell'), 'powershell');
    mock.timers.tick(TYPING_MS);
    assert.deepEqual(
      asked().map(({ subject }) => subject),
      [
        { command: 'rm -r *', cwd: '', shell: 'bash' },
        { command: 'rm -r *', cwd: '/etc', shell: 'powershell' },
      ],
    );
    assert.match(text(page.body), /Explaining…/);
  });

  it('ignores outdated answers, and shows none once the command is empty', () => {
    const command = area(page.body, 'Command');
    type(command, 'git status');
    mock.timers.tick(TYPING_MS);
    const first = turn();
    type(command, 'rm -r *');
    mock.timers.tick(TYPING_MS);
    for (const message of explainMessages(explain.allowed, first)) page.post(message);
    assert.equal(page.body.querySelector('#verdict'), null);
    const second = turn();
    for (const message of explainMessages(explain.asked, second)) page.post(message);
    assert.match(text(section('Verdict')), /You are asked before an agent runs this command/);
    type(command, ' ');
    for (const message of explainMessages(explain.asked, second)) page.post(message);
    assert.equal(page.body.querySelector('#verdict'), null);
  });

  it('keeps the content of its fields while hidden', () => {
    type(area(page.body, 'Command'), 'git status');
    const draft = page.draft();
    page.close();
    page = openPage(ExplainPage, ToExplain, draft);
    mock.timers.tick(0);
    assert.deepEqual(asked()[0]?.subject, { command: 'git status', cwd: '', shell: 'bash' });
  });

  it('shows the decision and its reason as text, and marks the matched part', () => {
    show(explain.denied);
    const verdict = section('Verdict');
    assert.match(text(verdict), /Denied Rulewright blocks an agent that runs this command\./);
    const { match, actions, reason } = explain.denied.explained.explained;
    assert.ok(text(verdict).includes(reason.replaceAll('`', '').replace(/\s+/g, ' ').slice(0, 30)));
    const marked = Array.from(verdict.querySelectorAll('mark'), ({ textContent }) => textContent);
    assert.equal(
      marked.join('').replaceAll('↵', ''),
      explain.denied.subject.command.slice(match?.start, match?.end),
    );
    const numbers = Array.from(verdict.querySelectorAll('.action-mark [aria-hidden]'), text);
    assert.deepEqual([...numbers].sort(), actions.map((_, at) => String(at + 1)).sort());
    assert.equal(
      text(page.body.querySelector('[role=status]')),
      'Rulewright blocks an agent that runs this command.',
    );
  });

  it('lists the programs with options, values, targets and their classes', () => {
    show(explain.denied);
    const actions = text(section('What it does'));
    assert.match(actions, /terraform apply .*as another user/);
    assert.match(actions, /Operands~\/plan in home/);
    assert.match(actions, /Redirects> out\.log → ~\/shop\/app\/out\.log project/);
    assert.match(actions, /What rules are matched against.*canonical/);
    show(explain.none);
    assert.match(text(section('What it does')), /changes nothing: --help/);
  });

  it('lists every matching rule with its effect, and opens it', () => {
    show(explain.denied);
    const rules = section('Rules that match');
    assert.match(text(rules), /Deny takes precedence over ask, and ask over allow/);
    assert.match(text(rules), /decides/);
    assert.match(text(rules), /matches, but a stronger rule decides/);
    assert.match(text(rules), /in shadow mode: only counted/);
    assert.match(text(rules), /starter rule, not in your policy/);
    const [row] = explain.denied.explained.explained.rules;
    press(rules.querySelector<HTMLElement>('button[aria-label^="Open the rule"]') ?? assert.fail());
    assert.deepEqual(last(), { type: 'openRule', ruleId: row?.id });
    show(explain.builtIn);
    assert.match(text(section('Rules that match')), /Self-protection built in/);
    show(explain.partly);
    assert.match(text(section('Rules that match')), /it allows only a part of the command/);
  });

  it('shows first what would change the verdict, and can use a variant as the command', () => {
    show(explain.denied);
    const variants = section('What would change the verdict');
    const { variants: rows } = explain.denied.variants;
    const { decision } = explain.denied.explained.explained;
    const same = rows.filter((row) => row.decision === decision).length;
    assert.ok(same > 0 && same < rows.length);
    assert.equal(variants.querySelectorAll('details li').length, same);
    assert.equal(variants.querySelectorAll('li').length, rows.length);
    const other = rows.find((row) => 'command' in row);
    assert.ok(other !== undefined && 'command' in other);
    press(
      variants.querySelector<HTMLElement>('button[aria-label^="Explain This"]') ?? assert.fail(),
    );
    mock.timers.tick(0);
    assert.equal(asked().length, 2);
    assert.ok(rows.some((row) => 'command' in row && row.command === asked()[1]?.subject.command));
    show(explain.none);
    assert.ok(!text(page.body).includes('What would change the verdict'));
  });

  it('shows that a command was not parsed, or reached a limit', () => {
    show(explain.notParsed);
    assert.match(text(section('Verdict')), /The shell parser rejected this command/);
    show(explain.overLimits);
    assert.match(text(section('Verdict')), /A limit was reached/);
    assert.match(text(section('Verdict')), /Only the first 4,000 of 20,005 characters are shown/);
  });

  it('shows that no rule is in force, and offers the starter rules', () => {
    show(start.explain);
    assert.match(text(section('Verdict')), /No rule is in force, so nothing is stopped/);
    press(button(section('Verdict'), 'Review Starter Rules…'));
    assert.deepEqual(last(), { type: 'starterRules' });
    assert.match(text(section('Rules that match')), /Force-pushes a branch/);
  });

  it('copies the command, and creates rules from similar commands', () => {
    show(explain.allowed);
    press(button(page.body, 'Copy Command'));
    assert.deepEqual(last(), { type: 'copy', command: 'npm test' });
    for (const [effect, name] of [
      ['deny', 'Deny Commands Like This…'],
      ['ask', 'Ask About Commands Like This…'],
      ['allow', 'Allow Commands Like This…'],
    ] as const) {
      press(button(page.body, name));
      assert.deepEqual(last(), { type: 'likeThis', effect, command: 'npm test' });
    }
  });

  it('explains again when the policy changes', () => {
    show(explain.asked);
    for (const message of explainMessages(explain.allowed, turn())) page.post(message);
    assert.match(text(section('Verdict')), /An agent may run this command without a question/);
    assert.equal(asked().length, 1);
  });

  it('shows why it failed, and ignores unknown messages', () => {
    show(explain.allowed);
    page.post({ type: 'failed', message: 'The disk is full.', hint: 'Make room.' });
    page.post({ type: 'explained', turn: turn(), explained: { decision: 'maybe' } });
    assert.match(text(page.body), /The disk is full\. ?Make room\./);
    assert.match(text(section('Verdict')), /An agent may run this command/);
  });

  it('shows hostile text as text', () => {
    show(explain.hostile);
    assert.equal(page.body.querySelector('img, script'), null);
    for (const command of HOSTILE) {
      page.post({
        type: 'subject',
        subject: { command, cwd: command.slice(0, 4000), shell: 'bash' },
      });
      mock.timers.tick(0);
      for (const message of explainMessages(explain.hostile, turn())) page.post(message);
    }
    assert.equal(page.body.querySelector('img, script'), null);
  });
});
