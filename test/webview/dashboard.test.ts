import assert from 'node:assert/strict';
import { ToDashboard } from '../../src/protocol/dashboard';
import {
  agents,
  checkResult,
  fullHistory,
  hostileHistory,
  modelReport,
  queueItems,
} from '../../webview-ui/dev/dashboardFixture';
import { DashboardPage } from '../../webview-ui/src/dashboard/page';
import { box, button, choose, key, picker, press, submit, text, type } from './support/look';
import { NOW_MS, openPage, type TestPage } from './support/page';

const failed = { state: 'failed', message: 'The folder is gone.', hint: 'Look for the disk.' };

describe('the dashboard page', () => {
  let page: TestPage;
  beforeEach(() => {
    page = openPage(DashboardPage, ToDashboard);
  });
  afterEach(() => {
    page.close();
  });
  const panel = (): Element => {
    const shown = page.body.querySelector('[role=tabpanel]:not([hidden])');
    assert.ok(shown !== null);
    return shown;
  };
  const tab = (name: string): HTMLElement => {
    const found = Array.from(page.body.querySelectorAll<HTMLElement>('[role=tab]')).find(
      (candidate) => text(candidate).startsWith(name),
    );
    assert.ok(found !== undefined, name);
    return found;
  };
  const last = (): unknown => page.sent.at(-1);
  const rows = (): Element[] => Array.from(panel().querySelectorAll('tbody tr'));
  const showHistory = (history: unknown = fullHistory()): void => {
    page.say({ type: 'history', history });
  };

  it('asks for every state once it is up and shows that it waits', () => {
    assert.deepEqual(page.sent, [{ type: 'ready' }]);
    assert.match(text(panel()), /Reading the command history/);
  });

  it('moves between tabs by arrow keys, with one tab stop, and comes back to the last one', () => {
    tab('History').focus();
    key(tab('History'), 'ArrowRight');
    assert.equal(document.activeElement, tab('Label Queue'));
    assert.equal(tab('Label Queue').getAttribute('aria-selected'), 'true');
    key(tab('Label Queue'), 'End');
    key(tab('Check a Command'), 'ArrowRight');
    assert.equal(document.activeElement, tab('History'));
    assert.equal(page.body.querySelectorAll('[role=tab][tabindex="0"]').length, 1);
    press(tab('Agents'));
    const draft = page.draft();
    page.close();
    page = openPage(DashboardPage, ToDashboard, draft);
    assert.equal(tab('Agents').getAttribute('aria-selected'), 'true');
  });

  it('ignores messages that do not parse', () => {
    showHistory();
    const before = page.body.textContent;
    for (const message of [
      undefined,
      { type: 'history', history: { state: 'ready' } },
      { type: 'select', tab: 'model' },
      { type: 'failed', message: 'x', html: '<b>' },
    ]) {
      page.say(message);
    }
    assert.equal(page.body.textContent, before);
  });

  describe('history', () => {
    it('shows the columns of an event in words, not by colour alone', () => {
      showHistory();
      const denied = text(rows()[2]);
      assert.match(denied, /execute.*git push --force origin main.*bash.*0.*12.*Denied/);
      assert.equal(
        rows()[2]?.querySelector('.cell-score .badge')?.getAttribute('title'),
        'Looks unsafe (below 40)',
      );
      assert.equal(text(rows()[5]?.querySelector('.cell-exit')), '–');
      assert.equal(rows()[3]?.querySelector('.cell-command .hint')?.textContent.trim(), 'not sure');
    });

    it('shows totals, how many are loaded, and loads more on request', () => {
      showHistory();
      assert.match(text(panel()), /300 shown of 18,204 commands \(the newest 300 are loaded\)/);
      assert.match(text(panel()), /Denied ?214 ?.*Asked ?391.*Allowed ?6,120.*No rule ?11,479/);
      press(button(panel(), 'Load more'));
      assert.deepEqual(last(), { type: 'query', limit: 600 });
    });

    it('counts no decisions where the policy was never asked', () => {
      showHistory({ ...fullHistory(5), decisions: { deny: 0, ask: 0, allow: 0, none: 0 } });
      assert.doesNotMatch(text(panel()), /Denied ?0/);
    });

    it('keeps long lists short until asked for more', () => {
      showHistory(fullHistory(5000));
      assert.equal(rows().length, 100);
      press(button(panel(), 'Show 100 more (4,900 left)'));
      assert.equal(rows().length, 200);
    });

    it('cuts a command at 60 characters and shows the rest on request', () => {
      showHistory();
      const cell = rows()[12]?.querySelector('.cell-command');
      assert.ok(cell);
      assert.equal(cell.querySelector('code')?.textContent.length, 60);
      press(button(cell, 'Show all (+10,945)'));
      assert.equal(cell.querySelector('code')?.textContent.length, 2005);
      press(button(cell, 'Open in editor (9,000 more characters)'));
      assert.deepEqual(last(), { type: 'openCommand', eventId: 'e-12' });
    });

    it('filters by text, label and verdict, and offers a way back', () => {
      showHistory();
      type(box(panel(), 'Filter (press / to jump here)'), 'TERRAFORM');
      assert.match(text(panel()), /^.*30 shown of/);
      choose(picker(panel(), 'Label'), 'safe');
      assert.match(text(panel()), /No command fits the filter/);
      press(button(panel(), 'Clear filter'));
      choose(picker(panel(), 'Verdict'), 'deny');
      assert.match(text(panel()), /60 shown of/);
      choose(picker(panel(), 'Verdict'), 'any');
      choose(picker(panel(), 'Label'), 'none');
      assert.match(text(panel()), /150 shown of/);
    });

    it('jumps to the filter by / unless somebody types', () => {
      showHistory();
      assert.equal(key(document.body, '/'), false);
      assert.equal(document.activeElement?.id, 'filter-text');
      assert.equal(key(box(panel(), 'Filter (press / to jump here)'), '/'), true);
      press(tab('Model'));
      assert.equal(key(document.body, '/'), true);
    });

    it('sends a label and never offers to take one away', () => {
      showHistory();
      const labels = (at: number): HTMLSelectElement | null | undefined =>
        rows()[at]?.querySelector('select');
      const unlabelled = labels(1);
      assert.ok(unlabelled);
      assert.equal(
        unlabelled.getAttribute('aria-label'),
        'Label of npm run build -- --mode production',
      );
      assert.equal(unlabelled.selectedOptions[0]?.textContent, 'None (score: safe)');
      choose(unlabelled, 'unsafe');
      assert.deepEqual(last(), { type: 'label', eventId: 'e-1', label: 'unsafe' });
      assert.equal(labels(0)?.options[0]?.disabled, true);
      assert.equal(labels(0)?.value, 'safe');
    });

    it('opens the rule that decided', () => {
      showHistory();
      const denied = rows()[2];
      assert.ok(denied);
      press(button(denied, 'Show the rule that decided git push --force origin main'));
      assert.deepEqual(last(), { type: 'openRule', ruleId: 'r-03' });
    });

    it('offers import and recording when there is nothing, and no export', () => {
      showHistory({ state: 'ready', rows: [], total: 0, recording: false });
      assert.match(text(panel()), /No commands yet/);
      assert.equal(button(panel(), 'Export CSV…').disabled, true);
      press(button(panel(), 'Record terminals'));
      assert.deepEqual(last(), { type: 'startRecording' });
    });

    it('says why it cannot be read and tries again', () => {
      showHistory(failed);
      assert.match(text(panel()), /The folder is gone\. ?Look for the disk\./);
      press(button(panel(), 'Try again'));
      assert.deepEqual(last(), { type: 'refresh', tab: 'history' });
    });

    it('refreshes, imports and exports', () => {
      showHistory();
      for (const name of ['Refresh', 'Import CSV…', 'Export CSV…']) press(button(panel(), name));
      assert.deepEqual(page.sent.slice(1), [
        { type: 'refresh', tab: 'history' },
        { type: 'importCsv' },
        { type: 'exportCsv' },
      ]);
    });

    it('shows markup as text and characters that hide', () => {
      showHistory(hostileHistory());
      assert.equal(panel().querySelectorAll('img, script').length, 0);
      assert.doesNotMatch(panel().innerHTML, /[\u202a-\u202e\u2066-\u2069\u200b]/);
      assert.match(text(panel()), /<img src=x onerror/);
    });
  });

  describe('label queue', () => {
    const showQueue = (items: unknown): void => {
      page.say({ type: 'queue', queue: { state: 'ready', items } });
    };
    beforeEach(() => {
      press(tab('Label Queue'));
    });

    it('shows commands in the order given, with risk and how often they were seen', () => {
      showQueue(queueItems());
      const first = panel().querySelector('.queue li');
      assert.match(text(first), /rm -rf node_modules.*Risk 49 %.*341 events of this shape/);
      assert.equal(text(tab('Label Queue')), 'Label Queue 4 to label');
    });

    it('sends the label of a command and goes on at the next one', () => {
      showQueue(queueItems());
      const first = panel().querySelector('.queue li');
      assert.ok(first);
      press(button(first, 'Unsafe'));
      assert.deepEqual(last(), { type: 'label', eventId: 'e-7', label: 'unsafe' });
      showQueue(queueItems().slice(1));
      const group = document.activeElement?.closest('[role=group]');
      assert.equal(group?.getAttribute('aria-label'), 'Label of terraform apply -auto-approve');
    });

    it('does not move the focus when the queue changes by itself', () => {
      showQueue(queueItems());
      showQueue(queueItems().slice(1));
      assert.equal(document.activeElement, document.body);
    });

    it('says why there is nothing to label', () => {
      page.say({
        type: 'queue',
        queue: { state: 'ready', items: [], note: 'Train a model first.' },
      });
      assert.match(text(panel()), /Nothing to label\. ?Train a model first\./);
    });
  });

  describe('model', () => {
    const showModel = (model: unknown): void => {
      page.say({ type: 'model', model });
    };
    beforeEach(() => {
      press(tab('Model'));
    });

    it('shows figures, confusion matrix, signed features, drift and the model before', () => {
      showModel({ state: 'ready', report: modelReport() });
      const shown = text(panel());
      assert.match(shown, /Unsafe found \(recall\) ?85\.9 %/);
      assert.match(shown, /Is safe ?1,801 ?23 false alarms ?Is unsafe ?34 missed ?207/);
      assert.match(
        shown,
        /git push:--force.*0\.084.*towards unsafe.*program ls.*0\.055.*towards safe/,
      );
      assert.match(shown, /The model still fits what you run\. ?402 commands since training/);
      assert.match(shown, /Recall \(unsafe\) ?87\.1 % ?85\.9 % ?Worse/);
      assert.match(shown, /Calibration error ?2 % ?1\.4 % ?Better/);
      assert.match(shown, /Labelled commands ?8,800 ?10,324 ?More/);
      assert.match(shown, /4 commands carry both labels/);
    });

    it('shows a dash for what could not be measured', () => {
      const report = modelReport();
      const classes = report.classes.map((entry) => ({ ...entry, precision: null, recall: null }));
      showModel({ state: 'ready', report: { ...report, classes, accuracy: null } });
      assert.match(text(panel()), /Unsafe found \(recall\) ?–/);
      assert.match(text(panel()), /Accuracy ?–/);
    });

    it('says what is missing before a first training, and offers no suggestions', () => {
      showModel({ state: 'none', labelled: { safe: 3, unsafe: 0 } });
      assert.match(
        text(panel()),
        /needs at least 10 labelled commands.*3 labelled safe.*0 labelled unsafe/,
      );
      assert.equal(button(panel(), 'Generate suggestions').disabled, true);
      press(button(panel(), 'Train'));
      assert.deepEqual(last(), { type: 'train' });
    });

    it('shows how far training is and cancels it', () => {
      showModel({
        state: 'training',
        title: 'Learning from the command history',
        stage: 'growing trees',
        done: 64,
        total: 200,
      });
      assert.match(text(panel()), /Learning from the command history….*growing trees.*64 of 200/);
      assert.equal(button(panel(), 'Train').disabled, true);
      press(button(panel(), 'Cancel'));
      assert.deepEqual(last(), { type: 'cancelTraining' });
      assert.ok(
        button(panel(), 'Cancelling…'),
        'it is heard, though it ends only at its next step',
      );
    });

    it('asks for suggestions', () => {
      showModel({ state: 'ready', report: modelReport() });
      press(button(panel(), 'Generate suggestions'));
      assert.deepEqual(last(), { type: 'generate' });
    });
  });

  describe('agents', () => {
    const cards = (): Element[] => Array.from(panel().querySelectorAll('.agent'));
    const card = (at: number): Element => {
      const found = cards()[at];
      assert.ok(found);
      return found;
    };
    beforeEach(() => {
      press(tab('Agents'));
      page.say({ type: 'agents', agents: { state: 'ready', agents: agents(NOW_MS) } });
    });

    it('shows status in words, what blocks, what they do, how safe, and when they were last seen', () => {
      assert.match(text(panel()), /1 running · 1 blocked · 1 idle · 1 not heard of lately/);
      assert.match(text(card(0)), /Running.*npm run test:unit.*94.*8 seconds ago.*hook claude/);
      assert.match(text(card(1)), /Blocked ?Blocked by: Denied by a rule of policy version 7/);
      assert.match(text(card(2)), /Idle ?Stale.*Nothing yet.*2 hours ago/);
      assert.equal(text(tab('Agents')), 'Agents 1 blocked');
    });

    it('registers with a name, or leaves the name to the extension', () => {
      const name = box(panel(), 'New agent');
      type(name, '  Reviewer ');
      submit(name);
      assert.deepEqual(last(), { type: 'registerAgent', name: 'Reviewer' });
      submit(name);
      assert.deepEqual(last(), { type: 'registerAgent' });
    });

    it('updates action and score', () => {
      press(button(card(0), 'Update'));
      type(box(card(0), 'Doing'), 'lint');
      type(box(card(0), 'Score (0 dangerous – 100 harmless)'), '40.5');
      submit(box(card(0), 'Doing'));
      assert.deepEqual(last(), { type: 'updateAgent', id: 'a-1', action: 'lint', score: 40.5 });
      assert.equal(card(0).querySelector('form'), null);
    });

    for (const score of ['-1', '101', '', 'many']) {
      it(`refuses the score "${score}" and says which are possible`, () => {
        press(button(card(0), 'Update'));
        const field = box(card(0), 'Score (0 dangerous – 100 harmless)');
        type(field, score);
        submit(field);
        assert.match(text(card(0).querySelector('[role=alert]')), /number from 0/);
        assert.deepEqual(last(), { type: 'ready' });
      });
    }

    it('refuses an update without an action', () => {
      press(button(card(0), 'Update'));
      type(box(card(0), 'Doing'), '  ');
      submit(box(card(0), 'Doing'));
      assert.match(text(card(0)), /Say what the agent does/);
      assert.deepEqual(last(), { type: 'ready' });
    });

    it('sets a status, with a reason only for a block', () => {
      press(button(card(0), 'Set status'));
      choose(picker(card(0), 'Status'), 'blocked');
      type(box(card(0), 'Blocked by'), 'waits for review');
      submit(picker(card(0), 'Status'));
      assert.deepEqual(last(), {
        type: 'setAgentStatus',
        id: 'a-1',
        status: 'blocked',
        reason: 'waits for review',
      });
      press(button(card(1), 'Set status'));
      choose(picker(card(1), 'Status'), 'idle');
      submit(picker(card(1), 'Status'));
      assert.deepEqual(last(), { type: 'setAgentStatus', id: 'a-2', status: 'idle' });
    });

    it('removes only after asking', () => {
      press(button(card(2), 'Remove'));
      assert.deepEqual(last(), { type: 'ready' });
      press(button(card(2), 'Keep'));
      press(button(card(2), 'Remove'));
      press(button(card(2), 'Yes, remove'));
      assert.deepEqual(last(), { type: 'removeAgent', id: 'a-3' });
    });

    it('closes an open form by Escape', () => {
      press(button(card(0), 'Update'));
      key(box(card(0), 'Doing'), 'Escape');
      assert.equal(card(0).querySelector('form'), null);
    });

    it('says how agents get onto an empty board', () => {
      page.say({ type: 'agents', agents: { state: 'ready', agents: [] } });
      assert.match(text(panel()), /No agents yet\. ?Register one here/);
    });
  });

  describe('check', () => {
    const ask = (command: string): void => {
      press(tab('Check a Command'));
      type(box(panel(), 'Command'), command);
      submit(box(panel(), 'Command'));
    };

    it('sends the command as typed and shows that it waits', () => {
      ask(' git push --force');
      assert.deepEqual(last(), { type: 'check', command: ' git push --force' });
      assert.match(text(panel()), /Checking…/);
      assert.equal(button(panel(), 'Check').disabled, true);
    });

    it('shows verdict, rule, the part that matched, risk and what moved it', () => {
      ask('git push --force');
      page.say({ type: 'checked', result: checkResult('git push --force') });
      assert.match(text(panel()), /Denied by this rule:.*git push.*canonical view/);
      assert.equal(text(panel().querySelector('mark')), '--force');
      assert.match(
        text(panel()),
        /Looks unsafe Risk 93 %.*git push:--force.*towards unsafe.*1 feature of this command is new/,
      );
      assert.match(text(panel()), /git push --force: overwrites what others pushed/);
      const version = button(panel(), 'Copy policy version 4c1c6f1e…');
      assert.match(version.title, /^4c1c6f1e-7d0b-4f3a-9d57-0f6f6f0c2b11 /);
      press(button(panel(), 'Show in Rules view'));
      assert.deepEqual(last(), { type: 'openRule', ruleId: 'r-03' });
    });

    it('says that there is no model rather than a risk', () => {
      const { command, verdict } = checkResult('ls');
      ask('ls');
      page.say({ type: 'checked', result: { command, verdict } });
      assert.match(text(panel()), /No rule says anything.*No model yet/);
    });

    it('stops waiting when the check fails', () => {
      ask('ls');
      page.say({ type: 'failed', message: 'The policy cannot be read.' });
      assert.equal(button(panel(), 'Check').disabled, false);
      assert.doesNotMatch(text(panel()), /Checking…/);
    });
  });

  it('shows and speaks the outcome of a request until it is dismissed', () => {
    page.say({ type: 'failed', message: 'The store is busy.', hint: 'Try again.' });
    assert.equal(text(page.body.querySelector('[aria-live]')), 'The store is busy. Try again.');
    press(button(page.body, 'Dismiss'));
    assert.equal(page.body.querySelector('.notice-failed'), null);
  });

  it('does not lose what was typed when another state arrives', () => {
    press(tab('Agents'));
    page.say({ type: 'agents', agents: { state: 'ready', agents: [] } });
    type(box(panel(), 'New agent'), 'half');
    page.say({ type: 'agents', agents: { state: 'ready', agents: agents(NOW_MS) } });
    assert.equal(box(panel(), 'New agent').value, 'half');
  });
});
