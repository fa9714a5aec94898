import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { withoutBackticks } from '../../src/core/codeParts';
import { VIEW_ITEM } from '../../src/contributions';
import {
  FromDashboard,
  type AgentLane,
  type EventRow,
  type LaneCommand,
  type QueueItem,
  ToDashboard,
} from '../../src/protocol/dashboard';
import {
  agents,
  deniedResult,
  emptyHistory,
  fullHistory,
  hostileHistory,
  modelReport,
  overview,
  queueItems,
  sessionHistory,
  uncheckedRisk,
} from '../../webview-ui/dev/dashboardFixture';
import { act } from 'preact/test-utils';
import { localTime } from '../../src/core/localDay';
import { formatCount, formatShare } from '../../webview-ui/src/common/format';
import { DashboardPage } from '../../webview-ui/src/dashboard/page';
import { box, button, choose, key, picker, press, submit, text, type } from './support/look';
import { NOW_MS, openPage, type TestPage } from './support/page';

/** The first row of the history that satisfies the condition, with its index. */
function rowLike(fits: (row: EventRow) => boolean): readonly [number, EventRow] {
  const { rows } = fullHistory();
  const at = rows.findIndex(fits);
  const row = rows[at];
  assert.ok(row !== undefined);
  return [at, row];
}

const isDenied = ({ verdict }: EventRow): boolean => verdict?.decision === 'deny';

/** A regular expression that matches exactly this text. */
const exactly = (words: string): string => words.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

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
    page.post({ type: 'history', history });
  };

  it('requests every state after loading and shows a loading message', () => {
    assert.deepEqual(page.sent, [{ type: 'ready', tab: 'overview' }]);
    assert.match(text(panel()), /Loading the overview/);
  });

  it('moves between tabs by arrow keys, with one tab stop, and restores the last one', () => {
    tab('Overview').focus();
    key(tab('Overview'), 'ArrowRight');
    assert.equal(document.activeElement, tab('History'));
    assert.equal(tab('History').getAttribute('aria-selected'), 'true');
    key(tab('History'), 'End');
    key(tab('Check a Command'), 'ArrowRight');
    assert.equal(document.activeElement, tab('Overview'));
    assert.equal(page.body.querySelectorAll('[role=tab][tabindex="0"]').length, 1);
    press(tab('Agents'));
    const draft = page.draft();
    page.close();
    page = openPage(DashboardPage, ToDashboard, draft);
    assert.equal(tab('Agents').getAttribute('aria-selected'), 'true');
    assert.deepEqual(page.sent, [{ type: 'ready', tab: 'agents' }]);
  });

  it('requests the state of a tab that is activated, because hidden tabs are not updated', () => {
    press(tab('Label Queue'));
    assert.deepEqual(last(), { type: 'refresh', tab: 'queue' });
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
      page.post(message);
    }
    assert.equal(page.body.textContent, before);
  });

  describe('history', () => {
    beforeEach(() => {
      press(tab('History'));
    });

    it('sets the context of each row for the menu of VS Code', () => {
      showHistory();
      const contexts = rows().map((row) => row.getAttribute('data-vscode-context') ?? '');
      assert.deepEqual(
        contexts.map((context) => JSON.parse(context) as unknown),
        fullHistory()
          .rows.slice(0, contexts.length)
          .map(({ id }) => ({
            viewItem: VIEW_ITEM.event,
            subject: id,
            preventDefaultContextMenuItems: true,
          })),
      );
    });

    it('shows the columns of an event as text, not by colour alone', () => {
      showHistory();
      const [denied] = rowLike(isDenied);
      assert.match(text(rows()[denied]), /Ran ?sudo apt-get install curl.*terminal.*Denied/);
      const [scored] = rowLike(({ risk }) => risk === 0.96);
      assert.equal(
        rows()[scored]?.querySelector('.cell-risk .badge')?.getAttribute('title'),
        'Looks unsafe (above 60 %)',
      );
      const [unended] = rowLike(({ exitCode }) => exitCode === undefined);
      assert.equal(text(rows()[unended]?.querySelector('.cell-exit')), '–');
      const [unsure] = rowLike(({ lowConfidence }) => lowConfidence);
      assert.equal(
        rows()[unsure]?.querySelector('.cell-command .hint')?.textContent.trim(),
        'uncertain',
      );
    });

    it('shows totals, how many are loaded, and loads more on request', () => {
      showHistory();
      assert.match(text(panel()), /600 commands\. The newest 300 are shown\. Load More/);
      const { deny, ask, allow, none } = fullHistory().decisions ?? assert.fail();
      assert.match(
        text(panel()),
        new RegExp(`Denied ?${deny} ?.*Asked ?${ask}.*Allowed ?${allow}.*No rule ?${none}`),
      );
      press(button(panel(), 'Load More'));
      assert.deepEqual(last(), { type: 'query', limit: 600, filter: {} });
    });

    it('shows no decision counts without verdicts', () => {
      showHistory({ ...fullHistory(5), decisions: { deny: 0, ask: 0, allow: 0, none: 0 } });
      assert.doesNotMatch(text(panel()), /Denied ?0/);
    });

    it('shows a part of a long list, and more on request', () => {
      showHistory(fullHistory(5000));
      assert.equal(rows().length, 100);
      press(button(panel(), 'Show 100 More (4,900 left)'));
      assert.equal(rows().length, 200);
    });

    it('truncates a command at 60 characters and shows the rest on request', () => {
      showHistory();
      const [at, { id, command, omitted }] = rowLike((row) => row.omitted > 0);
      const cell = rows()[at]?.querySelector('.cell-command');
      assert.ok(cell);
      assert.equal(cell.querySelector('code')?.textContent.length, 60);
      press(button(cell, `Show All (+${formatCount(command.length - 60 + omitted)})`));
      assert.equal(cell.querySelector('code')?.textContent.length, 4096);
      press(button(cell, `Open in Editor (${formatCount(omitted)} more characters)`));
      assert.deepEqual(last(), { type: 'openCommand', eventId: id });
    });

    const SEARCH = 'Search (press / to jump here)';
    /** What the extension answers to the last query. */
    const answer = (found: number): void => {
      const query = FromDashboard.parse(last());
      assert.ok(query.type === 'query');
      const { rows: all, ...others } = fullHistory();
      const shown = all.slice(0, Math.min(found, query.limit));
      showHistory({ ...others, rows: shown, found, filter: query.filter });
    };

    it('has the extension search the whole history, by text, verdict, source, time and label', () => {
      showHistory();
      type(box(panel(), SEARCH), ' TERRAFORM ');
      key(box(panel(), SEARCH), 'Enter');
      const text1 = { text: 'TERRAFORM' };
      assert.deepEqual(last(), { type: 'query', limit: 200, filter: text1 });
      assert.match(text(panel()), /Searching the whole history…/);
      // The rows before stay until the answer is there.
      assert.equal(rows().length, 100);
      answer(3);
      assert.match(text(panel()), /3 of 600 commands match\./);
      assert.equal(rows().length, 3);
      choose(picker(panel(), 'Verdict'), 'deny');
      choose(picker(panel(), 'Time'), '7');
      choose(picker(panel(), 'Label'), 'none');
      const [source] = fullHistory().sources;
      assert.ok(source !== undefined);
      choose(picker(panel(), 'Source'), source.id);
      const filter = { ...text1, decision: 'deny', days: 7, label: 'none', source: source.id };
      assert.deepEqual(last(), { type: 'query', limit: 200, filter });
      answer(1);
      assert.match(text(panel()), /1 of 600 commands matches\./);
      choose(picker(panel(), 'Verdict'), '');
      assert.deepEqual(last(), {
        ...{ type: 'query', limit: 200 },
        filter: { ...text1, days: 7, label: 'none', source: source.id },
      });
    });

    it('searches after a pause in typing', async () => {
      showHistory();
      const before = page.sent.length;
      for (const part of ['p', 'pu', 'push']) type(box(panel(), SEARCH), part);
      assert.equal(page.sent.length, before);
      await setTimeout(400);
      assert.deepEqual(page.sent.slice(before), [
        { type: 'query', limit: 200, filter: { text: 'push' } },
      ]);
    });

    it('names each source with its commands', () => {
      showHistory({
        ...fullHistory(),
        sources: [{ id: 'claude', name: 'Claude Code', count: 1234 }],
      });
      const [, option] = picker(panel(), 'Source').options;
      assert.deepEqual([option?.value, option?.text], ['claude', 'Claude Code (1,234)']);
    });

    it('says where nothing matches that all was searched, and offers a way back', () => {
      showHistory();
      choose(picker(panel(), 'Verdict'), 'deny');
      answer(0);
      assert.match(
        text(panel()),
        /No command matches the filter\. ?The whole history was searched: 600 commands\./,
      );
      press(button(panel(), 'Clear Filter'));
      assert.deepEqual(last(), { type: 'query', limit: 200, filter: {} });
      assert.equal(document.activeElement, box(panel(), SEARCH));
      answer(600);
      assert.equal(picker(panel(), 'Verdict').value, '');
    });

    it('loads more of what matches', () => {
      showHistory();
      choose(picker(panel(), 'Verdict'), 'deny');
      answer(250);
      assert.match(text(panel()), /250 of 600 commands match\. The newest 200 are shown\./);
      press(button(panel(), 'Load More'));
      assert.deepEqual(last(), { type: 'query', limit: 400, filter: { decision: 'deny' } });
    });

    it('does not take an answer to another filter for its own', () => {
      showHistory();
      choose(picker(panel(), 'Verdict'), 'deny');
      showHistory({ ...fullHistory(), filter: { decision: 'ask' }, found: 7 });
      assert.match(text(panel()), /Searching the whole history…/);
      assert.doesNotMatch(text(panel()), /7 of/);
    });

    it('keeps a text that was typed just before the page is hidden, and searches for it', () => {
      showHistory();
      type(box(panel(), SEARCH), ' git ');
      const draft = page.draft();
      page.close();
      page = openPage(DashboardPage, ToDashboard, draft);
      assert.deepEqual(last(), { type: 'query', limit: 200, filter: { text: 'git' } });
    });

    it('keeps the filter while the panel is hidden', () => {
      showHistory();
      choose(picker(panel(), 'Verdict'), 'deny');
      const draft = page.draft();
      page.close();
      page = openPage(DashboardPage, ToDashboard, draft);
      const filter = { decision: 'deny' };
      assert.deepEqual(page.sent, [
        { type: 'ready', tab: 'history' },
        { type: 'query', limit: 200, filter },
      ]);
      showHistory({ ...fullHistory(), filter });
      assert.equal(picker(panel(), 'Verdict').value, 'deny');
    });

    it('shows whose session is shown and how far it was searched, and returns to all commands', () => {
      showHistory(sessionHistory());
      const { session, found } = sessionHistory();
      assert.equal(rows().length, found);
      assert.match(
        text(panel()),
        new RegExp(`Session of ${session?.agent ?? ''} Show All Commands.*${found} commands`),
      );
      assert.doesNotMatch(text(panel()), /Decisions over/);
      press(button(panel(), 'Show All Commands'));
      assert.deepEqual(last(), { type: 'showAll' });
      assert.equal(document.activeElement?.id, 'filter-text');
      showHistory();
      assert.doesNotMatch(text(panel()), /Session of/);
    });

    it('shows that a session has no commands, and returns to all commands', () => {
      showHistory({ ...sessionHistory(), rows: [], found: 0 });
      assert.match(text(panel()), /No command of this session is in the history/);
      assert.doesNotMatch(text(panel()), /Set up protection to choose/);
      press(button(panel(), 'Show All Commands'));
      assert.deepEqual(last(), { type: 'showAll' });
    });

    it('is activated and focused at the request of the extension', () => {
      press(tab('Agents'));
      page.post({ type: 'showTab', tab: 'history' });
      assert.equal(tab('History').getAttribute('aria-selected'), 'true');
      assert.equal(document.activeElement, tab('History'));
      assert.deepEqual(last(), { type: 'refresh', tab: 'history' });
    });

    it('focuses the filter by /, except while typing', () => {
      showHistory();
      assert.equal(key(document.body, '/'), false);
      assert.equal(document.activeElement?.id, 'filter-text');
      assert.equal(key(box(panel(), 'Search (press / to jump here)'), '/'), true);
      press(tab('Model'));
      assert.equal(key(document.body, '/'), true);
    });

    it('sends a label and offers no removal', () => {
      showHistory();
      const labels = (at: number): HTMLSelectElement | null | undefined =>
        rows()[at]?.querySelector('select');
      const [at, { id }] = rowLike(({ risk, label }) => risk === 0.09 && !label);
      const unlabelled = labels(at);
      assert.ok(unlabelled);
      assert.equal(unlabelled.getAttribute('aria-label'), 'Label of make clean');
      assert.equal(unlabelled.selectedOptions[0]?.textContent, 'None (looks safe)');
      choose(unlabelled, 'unsafe');
      assert.deepEqual(last(), { type: 'label', eventId: id, label: 'unsafe' });
      const [labelled] = rowLike(({ label }) => label === 'safe');
      assert.equal(labels(labelled)?.options[0]?.disabled, true);
      assert.equal(labels(labelled)?.value, 'safe');
    });

    it('labels the focused row by s, u and x, undoes by z, and stays there', () => {
      showHistory();
      const [at, { id, label }] = rowLike((row) => row.label === 'safe');
      const row = (): HTMLElement => (rows()[at] as HTMLElement | undefined) ?? assert.fail();
      row().focus();
      assert.equal(key(row(), 'u'), false);
      assert.deepEqual(last(), { type: 'label', eventId: id, label: 'unsafe' });
      showHistory();
      assert.equal(document.activeElement, row());
      key(row(), 'z');
      assert.deepEqual(last(), { type: 'label', eventId: id, label });
      const select = row().querySelector('select') ?? assert.fail();
      select.focus();
      assert.equal(key(select, 'x'), false);
      assert.deepEqual(last(), { type: 'label', eventId: id, label: 'unknown' });
      assert.equal(key(select, 'ArrowDown'), true);
      key(row(), 'ArrowDown');
      assert.equal(document.activeElement, rows()[at + 1]);
      const before = page.sent.length;
      key(document.body, 's');
      assert.equal(page.sent.length, before);
    });

    it('moves the focus to the next row if a filter hides the current one', () => {
      showHistory();
      choose(picker(panel(), 'Label'), 'none');
      const filter = { label: 'none' };
      const unlabelled = fullHistory(40).rows.filter(({ label }) => label === undefined);
      showHistory({ ...fullHistory(40), rows: unlabelled, filter });
      const first = (rows()[0] as HTMLElement | undefined) ?? assert.fail();
      first.focus();
      key(first, 's');
      showHistory({ ...fullHistory(40), rows: unlabelled.slice(1), filter });
      assert.ok(!first.isConnected);
      assert.equal(document.activeElement, rows()[0]);
    });

    it('opens the rule that decided', () => {
      showHistory();
      const [at, { command, verdict }] = rowLike(isDenied);
      const denied = rows()[at];
      assert.ok(denied);
      press(button(denied, `Show the rule that decided ${command}`));
      assert.deepEqual(last(), { type: 'openRule', ruleId: verdict?.rules[0] });
    });

    it('opens the shadow rule that would have decided', () => {
      showHistory();
      const [at, { command, verdict }] = rowLike((row) => row.verdict?.shadow[0] !== undefined);
      const row = rows()[at];
      assert.ok(row);
      press(button(row, `Show the shadow rule that would have decided ${command}`));
      assert.deepEqual(last(), { type: 'openRule', ruleId: verdict?.shadow[0] });
    });

    it('offers protection and recording if it is empty, and no export', () => {
      showHistory(emptyHistory());
      assert.match(text(panel()), /No commands yet/);
      assert.equal(button(panel(), 'Export CSV…').disabled, true);
      press(button(panel(), 'Set Up Protection'));
      assert.deepEqual(last(), { type: 'setUp' });
      press(button(panel(), 'Record Terminals'));
      assert.deepEqual(last(), { type: 'startRecording' });
    });

    it('shows why it cannot be read and retries', () => {
      showHistory(failed);
      assert.match(text(panel()), /The folder is gone\. ?Look for the disk\./);
      press(button(panel(), 'Try Again'));
      assert.deepEqual(last(), { type: 'refresh', tab: 'history' });
    });

    it('refreshes, imports and exports', () => {
      showHistory();
      for (const name of ['Refresh', 'Import CSV…', 'Export CSV…']) press(button(panel(), name));
      assert.deepEqual(page.sent.slice(-3), [
        { type: 'refresh', tab: 'history' },
        { type: 'importCsv' },
        { type: 'exportCsv' },
      ]);
    });

    it('shows markup as text, and hidden characters', () => {
      showHistory(hostileHistory());
      assert.equal(panel().querySelectorAll('img, script').length, 0);
      assert.doesNotMatch(panel().innerHTML, /[\u202a-\u202e\u2066-\u2069\u200b]/);
      assert.match(text(panel()), /<img src=x onerror/);
    });
  });

  describe('label queue', () => {
    const showQueue = (items: unknown): void => {
      page.post({ type: 'queue', queue: { state: 'ready', items } });
    };
    beforeEach(() => {
      press(tab('Label Queue'));
    });

    it('shows commands in the given order, with risk and number of occurrences', () => {
      showQueue(queueItems());
      const first = panel().querySelector('.queue li');
      const [{ command, risk, seen }] = queueItems() as [QueueItem];
      assert.match(
        text(first),
        new RegExp(
          `${exactly(command)}.*Risk ${exactly(formatShare(risk))}.*; seen ${seen} times?`,
        ),
      );
      assert.equal(text(tab('Label Queue')), `Label Queue ${queueItems().length} to label`);
    });

    it('sends the label of a command and moves to the next one', () => {
      showQueue(queueItems());
      const first = panel().querySelector('.queue li');
      assert.ok(first);
      press(button(first, 'Unsafe'));
      const [labelled, next] = queueItems();
      assert.deepEqual(last(), { type: 'label', eventId: labelled?.eventId, label: 'unsafe' });
      showQueue(queueItems().slice(1));
      const group = document.activeElement?.closest('[role=group]');
      assert.equal(
        group?.getAttribute('aria-label'),
        `Label of ${next?.command.slice(0, 60) ?? ''}…`,
      );
    });

    const item = (index: number): QueueItem => queueItems()[index] ?? assert.fail();
    const cut = ({ command }: QueueItem): string =>
      command.length > 60 ? `${command.slice(0, 60)}…` : command;
    const focused = (): string | null | undefined =>
      document.activeElement?.closest('[role=group]')?.getAttribute('aria-label');
    const status = (): string => text(panel().querySelector('[role=status]'));

    it('labels by the keys s, u and x, starting at the first row, and announces it', () => {
      showQueue(queueItems());
      const labels = ['safe', 'unsafe', 'unknown'];
      for (const [at, letter] of ['s', 'U', 'x'].entries()) {
        assert.equal(key(document.activeElement as HTMLElement, letter), false);
        assert.deepEqual(last(), { type: 'label', eventId: item(at).eventId, label: labels[at] });
        assert.equal(focused(), `Label of ${cut(item(at + 1))}`);
      }
      assert.equal(status(), `${cut(item(2))} is labelled “Not sure”.`);
      assert.equal(panel().querySelectorAll('.queue li').length, queueItems().length - 3);
      assert.match(
        text(panel().querySelector('.keys')),
        /S Safe ?U Unsafe ?X Not sure ?Z Undo ?↑ ↓ Move/,
      );
    });

    it('undoes labels in order by z, and the command returns with the focus', () => {
      showQueue(queueItems());
      for (const letter of ['s', 's']) key(document.body, letter);
      showQueue(queueItems().slice(2));
      key(document.body, 'z');
      assert.deepEqual(last(), { type: 'label', eventId: item(1).eventId, label: 'none' });
      assert.equal(status(), `The label of ${cut(item(1))} was removed.`);
      showQueue(queueItems().slice(1));
      assert.equal(focused(), `Label of ${cut(item(1))}`);
      press(button(panel(), 'Undo Label'));
      assert.deepEqual(last(), { type: 'label', eventId: item(0).eventId, label: 'none' });
      const before = page.sent.length;
      key(document.body, 'z');
      assert.equal(page.sent.length, before);
    });

    it('moves between the rows by the arrow keys', () => {
      showQueue(queueItems());
      for (const arrow of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
        key(document.activeElement as HTMLElement, arrow);
      }
      assert.equal(focused(), `Label of ${cut(item(1))}`);
      key(document.activeElement as HTMLElement, 'u');
      assert.deepEqual(last(), { type: 'label', eventId: item(1).eventId, label: 'unsafe' });
    });

    it('ignores keys in fields, in other tabs, and in shortcuts', () => {
      showQueue(queueItems());
      const before = page.sent.length;
      const field = document.createElement('input');
      panel().append(field);
      assert.equal(key(field, 's'), true);
      for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'repeat']) {
        document.body.dispatchEvent(
          new window.KeyboardEvent('keydown', { key: 's', bubbles: true, [modifier]: true }),
        );
      }
      assert.equal(page.sent.length, before);
      press(tab('Model'));
      key(document.body, 's');
      assert.deepEqual(last(), { type: 'refresh', tab: 'model' });
    });

    it('shows a command again if its label could not be stored', () => {
      showQueue(queueItems());
      key(document.body, 's');
      page.post({ type: 'failed', message: 'The disk is full.' });
      assert.equal(panel().querySelectorAll('.queue li').length, queueItems().length);
    });

    it('keeps the focus when the last command is labelled', () => {
      showQueue(queueItems().slice(0, 1));
      key(document.body, 's');
      assert.equal(document.activeElement, button(panel(), 'Undo Label'));
      assert.match(text(panel()), /Nothing to label/);
    });

    it('shows why a label is useful', () => {
      const why = (risk: number, seen: number): string => {
        showQueue([{ ...item(0), risk, seen }]);
        return text(panel().querySelector('.queue .hint'));
      };
      assert.equal(why(0.52, 14), 'Risk 52 % · The model cannot tell; seen 14 times');
      const confirmed = 'but not confirmed';
      assert.equal(
        why(0.97, 1),
        `Risk 97 % · Almost certainly dangerous, ${confirmed}; seen 1 time`,
      );
      assert.equal(why(0.8, 1), `Risk 80 % · Probably dangerous, ${confirmed}; seen 1 time`);
      assert.equal(
        why(0.2, 1000),
        'Risk 20 % · Probably safe, but the model is not certain; seen 1,000 times',
      );
      assert.equal(why(0.01, 9), `Risk 1 % · Almost certainly safe, ${confirmed}; seen 9 times`);
    });

    it('shows the first training while it waits for the model, and can cancel it', () => {
      page.post({
        type: 'model',
        model: {
          state: 'training',
          title: 'Training the first model',
          stage: '',
          done: 1,
          total: 4,
        },
      });
      assert.match(text(panel()), /Training the first model….*1 of 4/);
      press(button(panel(), 'Cancel'));
      assert.deepEqual(last(), { type: 'cancelTraining' });
    });

    it('does not move the focus when the queue is updated', () => {
      showQueue(queueItems());
      showQueue(queueItems().slice(1));
      assert.equal(document.activeElement, document.body);
    });

    it('shows why there is nothing to label', () => {
      page.post({
        type: 'queue',
        queue: { state: 'ready', items: [], note: 'Train a model first.' },
      });
      assert.match(text(panel()), /Nothing to label\. ?Train a model first\./);
    });
  });

  describe('model', () => {
    const showModel = (model: unknown): void => {
      page.post({ type: 'model', model });
    };
    beforeEach(() => {
      press(tab('Model'));
    });

    it('shows metrics, confusion matrix, signed features, drift and the previous model', () => {
      showModel({ state: 'ready', report: modelReport() });
      const shown = text(panel());
      const { classes, confusion, topFeatures, drift, previous, warnings } = modelReport();
      const recall = classes.find(({ label }) => label === 'unsafe')?.recall ?? NaN;
      const sees = (...words: readonly (string | number)[]): void => {
        assert.match(shown, new RegExp(words.map((each) => exactly(String(each))).join('.*')));
      };
      sees('Recall (unsafe)', formatShare(recall));
      sees('Is safe', confusion.safeAsSafe, confusion.safeAsUnsafe, 'false alarm');
      sees('Is unsafe', confusion.unsafeAsSafe, 'missed', confusion.unsafeAsUnsafe);
      for (const { name, weight, direction } of topFeatures.slice(0, 5)) {
        sees(
          withoutBackticks(name),
          Number(weight.toFixed(3)),
          direction === 'unsafe' ? 'raises the risk' : 'lowers the risk',
        );
      }
      sees(drift?.advice ?? assert.fail(), 'commands since training');
      const words = previous?.changes.map(({ name }) => name) ?? [];
      assert.deepEqual(words.slice(-2), ['Calibration error', 'Labelled commands']);
      for (const name of words) sees(name);
      assert.match(shown, /Calibration error ?[\d.]+ % ?[\d.]+ % ?(Better|Worse)/);
      assert.match(shown, /Labelled commands ?\d+ ?\d+ ?More/);
      sees(warnings[0] ?? assert.fail());
    });

    it('shows a dash without data', () => {
      const report = modelReport();
      const classes = report.classes.map((entry) => ({ ...entry, precision: null, recall: null }));
      showModel({ state: 'ready', report: { ...report, classes, accuracy: null } });
      assert.match(text(panel()), /Recall \(unsafe\) ?–/);
      assert.match(text(panel()), /Accuracy ?–/);
    });

    it('mentions before a first training that no label is required, and offers suggestions', () => {
      showModel({ state: 'none', labelled: { safe: 3, unsafe: 0 } });
      assert.match(text(panel()), /No label is required.*3 labelled safe.*0 labelled unsafe/);
      press(button(panel(), 'Generate Suggestions'));
      assert.deepEqual(last(), { type: 'generate' });
      press(button(panel(), 'Train'));
      assert.deepEqual(last(), { type: 'train' });
    });

    it('shows the progress of training and can cancel it', () => {
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

    it('requests suggestions', () => {
      showModel({ state: 'ready', report: modelReport() });
      press(button(panel(), 'Generate Suggestions'));
      assert.deepEqual(last(), { type: 'generate' });
    });
  });

  describe('overview', () => {
    const link = (name: string): HTMLElement => button(panel(), name);
    const show = (more: Partial<ReturnType<typeof overview>> = {}): void => {
      page.post({ type: 'overview', overview: { ...overview(), ...more } });
    };

    it('shows pending work, and opens it', () => {
      show({ pending: 6 });
      page.post({ type: 'agents', agents: { state: 'ready', agents: agents(NOW_MS), lanes: [] } });
      page.post({ type: 'queue', queue: { state: 'ready', items: queueItems() } });
      press(link('6 suggestions to review'));
      assert.deepEqual(last(), { type: 'showSuggestions' });
      press(link('1 agent is blocked'));
      assert.equal(document.activeElement, tab('Agents'));
      assert.deepEqual(last(), { type: 'refresh', tab: 'agents' });
      press(tab('Overview'));
      press(link(`${queueItems().length} commands to label`));
      assert.deepEqual(last(), { type: 'refresh', tab: 'queue' });
    });

    it('shows that nothing is pending, and what to do about a lost host', () => {
      show({ pending: 0, lost: ['Codex may run commands without asking Rulewright: no hook.'] });
      assert.doesNotMatch(text(panel()), /Nothing is waiting/);
      show({ pending: 0, lost: [] });
      assert.match(text(panel()), /Nothing is waiting for you/);
    });

    it('shows the days as a chart with a numbered axis and as a table, newest first', () => {
      const day = { commands: 9, denied: 0, asked: 0, shadow: 0 };
      show({
        days: [
          { ...day, day: '2026-11-22' },
          { ...day, day: '2026-11-23', denied: 7, asked: 2, shadow: 1 },
        ],
      });
      const numbers = Array.from(panel().querySelectorAll('.days text'), text);
      assert.deepEqual(numbers, ['0', '2', '4', '6', '8', '10', 'Nov 23']);
      assert.equal(panel().querySelectorAll('rect').length, 3);
      const cells = Array.from(panel().querySelectorAll('details tbody tr'), (row) =>
        Array.from(row.children, text),
      );
      assert.deepEqual(cells, [
        ['Nov 23', '9', '7', '2', '1'],
        ['Nov 22', '9', '0', '0', '0'],
      ]);
      assert.match(text(panel()), /18 commands in the last 2 days/);
    });

    it('shows no chart if nothing was stopped', () => {
      const day = { day: '2026-11-23', commands: 3, denied: 0, asked: 0, shadow: 0 };
      show({ days: [day] });
      assert.match(text(panel()), /None of them was denied or asked about/);
      assert.equal(panel().querySelector('svg'), null);
    });

    it('opens the rules that matched', () => {
      show();
      const [first] = overview().rules;
      press(panel().querySelector<HTMLElement>('.matched button') ?? assert.fail());
      assert.deepEqual(last(), { type: 'openRule', ruleId: first?.id });
    });

    it('shows what of each category is in force, and the categories of which nothing is', () => {
      show({
        categories: [
          { title: 'Work in Git', enforced: 3, shadow: 1, hits: 12 },
          { title: 'Containers', enforced: 0, shadow: 0, hits: 0 },
        ],
      });
      const [cells = []] = Array.from(panel().querySelectorAll('.coverage tbody tr'), (row) =>
        Array.from(row.children, text),
      );
      assert.deepEqual(cells, ['Work in Git', '3', '1', '12']);
      assert.match(text(panel()), /No starter rule in force in 1 category: Containers/);
      press(link('Set Up Protection'));
      assert.deepEqual(last(), { type: 'setUp' });
    });

    it('offers the first rule if none is in force', () => {
      show({ enforced: 0, shadow: 0, rules: [] });
      assert.match(text(panel()), /No rule is in force/);
      press(link('Set Up Protection'));
      assert.deepEqual(last(), { type: 'setUp' });
    });

    it('shows why it cannot be read, and retries', () => {
      page.post({ type: 'overview', overview: { state: 'failed', message: 'Gone.' } });
      assert.match(text(panel()), /Gone/);
      press(link('Try Again'));
      assert.deepEqual(last(), { type: 'refresh', tab: 'overview' });
    });
  });

  describe('agents', () => {
    type Status = ReturnType<typeof agents>[number]['status'];
    const cards = (): Element[] => Array.from(panel().querySelectorAll('.agent'));
    const idOf = (status: Status): string =>
      agents(NOW_MS).find((agent) => agent.status === status)?.id ?? assert.fail(status);
    const card = (status: Status): Element =>
      cards().find((one) => one.classList.contains(`agent-${status}`)) ?? assert.fail(status);
    beforeEach(() => {
      press(tab('Agents'));
      page.post({ type: 'agents', agents: { state: 'ready', agents: agents(NOW_MS), lanes: [] } });
    });

    it('lists blocked agents first and stale ones last', () => {
      const statuses = cards().map((one) => one.className);
      assert.deepEqual(statuses, [
        'agent agent-blocked',
        'agent agent-running',
        'agent agent-idle agent-stale',
      ]);
    });

    it('shows status, reason of a block, action, and time last seen as text', () => {
      assert.match(text(panel()), /1 running · 1 blocked · 0 idle · 1 stale/);
      assert.match(
        text(card('running')),
        /Running.*npm run test:unit.*8 seconds ago.*by Claude Code/,
      );
      assert.match(
        text(card('blocked')),
        /Blocked ?Blocked: A rule denies sudo .*\. Reason: Everything as root/,
      );
      assert.match(text(card('idle')), /Idle ?Stale.*None yet.*2 hours ago/);
      assert.equal(text(tab('Agents')), 'Agents 1 blocked');
    });

    it('shows the risk reported by an agent itself, none for a host, and the last denial', () => {
      const shown = agents(NOW_MS).map((agent) => {
        const lastBlocked = {
          eventId: 'e1',
          ts: new Date(NOW_MS - 300_000).toISOString(),
          title: 'Force-pushes a branch',
        };
        return agent.status === 'running'
          ? { ...agent, lastScore: 0, lastBlocked }
          : { ...agent, lastScore: 96 };
      });
      page.post({ type: 'agents', agents: { state: 'ready', agents: shown, lanes: [] } });
      assert.match(text(card('running')), /Last blocked ?Force-pushes a branch, ?5 minutes ago/);
      assert.doesNotMatch(text(card('running')), /Risk/);
      assert.match(text(card('idle')), /Risk ?4 %/);
      const { name } = shown.find(({ status }) => status === 'running') ?? assert.fail();
      press(button(card('running'), `Why Last Blocked: ${name}`));
      assert.deepEqual(last(), { type: 'explain', subjectId: 'e1' });
    });

    it('shows the commands of an agent that has a session', () => {
      const name = agents(NOW_MS).find(({ status }) => status === 'running')?.name ?? '';
      const open = card('running').querySelector<HTMLElement>(
        `[aria-label="Show commands of ${name}"]`,
      );
      assert.ok(open !== null);
      assert.equal(text(open), 'Show Commands');
      press(open);
      assert.deepEqual(last(), { type: 'showSession', agentId: idOf('running') });
      assert.doesNotMatch(text(card('idle')), /Show Commands/);
    });

    it('registers with a given or generated name', () => {
      const name = box(panel(), 'Register an agent that no host reports');
      type(name, '  Reviewer ');
      submit(name);
      assert.deepEqual(last(), { type: 'registerAgent', name: 'Reviewer' });
      submit(name);
      assert.deepEqual(last(), { type: 'registerAgent' });
    });

    it('updates action and risk, which is sent as a score', () => {
      press(button(card('running'), 'Update'));
      type(box(card('running'), 'Current action'), 'lint');
      type(box(card('running'), 'Risk in % (0 safe – 100 dangerous)'), '59.5');
      submit(box(card('running'), 'Current action'));
      assert.deepEqual(last(), {
        type: 'updateAgent',
        id: idOf('running'),
        action: 'lint',
        score: 40.5,
      });
      assert.equal(card('running').querySelector('form'), null);
    });

    for (const score of ['-1', '101', '', 'many']) {
      it(`rejects the risk "${score}" and shows the valid range`, () => {
        press(button(card('running'), 'Update'));
        const field = box(card('running'), 'Risk in % (0 safe – 100 dangerous)');
        type(field, score);
        submit(field);
        assert.match(text(card('running').querySelector('[role=alert]')), /number from 0/);
        assert.deepEqual(last(), { type: 'refresh', tab: 'agents' });
      });
    }

    it('rejects an update without an action', () => {
      press(button(card('running'), 'Update'));
      type(box(card('running'), 'Current action'), '  ');
      submit(box(card('running'), 'Current action'));
      assert.match(text(card('running')), /Enter the current action/);
      assert.deepEqual(last(), { type: 'refresh', tab: 'agents' });
    });

    it('sets a status, with a reason only for a block', () => {
      press(button(card('running'), 'Set Status'));
      choose(picker(card('running'), 'Status'), 'blocked');
      type(box(card('running'), 'Blocked by'), 'waits for review');
      submit(picker(card('running'), 'Status'));
      assert.deepEqual(last(), {
        type: 'setAgentStatus',
        id: idOf('running'),
        status: 'blocked',
        reason: 'waits for review',
      });
      press(button(card('blocked'), 'Set Status'));
      choose(picker(card('blocked'), 'Status'), 'idle');
      submit(picker(card('blocked'), 'Status'));
      assert.deepEqual(last(), { type: 'setAgentStatus', id: idOf('blocked'), status: 'idle' });
    });

    it('removes only after confirmation', () => {
      press(button(card('idle'), 'Remove'));
      assert.deepEqual(last(), { type: 'refresh', tab: 'agents' });
      press(button(card('idle'), 'Keep'));
      press(button(card('idle'), 'Remove'));
      press(button(card('idle'), 'Remove Agent'));
      assert.deepEqual(last(), { type: 'removeAgent', id: idOf('idle') });
    });

    it('closes an open form by Escape', () => {
      press(button(card('running'), 'Update'));
      key(box(card('running'), 'Current action'), 'Escape');
      assert.equal(card('running').querySelector('form'), null);
    });

    it('keeps what was entered in its forms in a reopened panel', () => {
      const reopened = (): void => {
        const draft = page.draft();
        page.close();
        page = openPage(DashboardPage, ToDashboard, draft);
        page.post({
          type: 'agents',
          agents: { state: 'ready', agents: agents(NOW_MS), lanes: [] },
        });
      };
      press(button(card('running'), 'Update'));
      type(box(card('running'), 'Current action'), 'half an action');
      type(box(card('running'), 'Risk in % (0 safe – 100 dangerous)'), '7');
      press(button(card('blocked'), 'Set Status'));
      type(box(card('blocked'), 'Blocked by'), 'half a reason');
      type(box(panel(), 'Register an agent that no host reports'), 'half a name');
      reopened();
      assert.equal(box(card('running'), 'Current action').value, 'half an action');
      assert.equal(box(card('running'), 'Risk in % (0 safe – 100 dangerous)').value, '7');
      assert.equal(box(card('blocked'), 'Blocked by').value, 'half a reason');
      assert.equal(box(panel(), 'Register an agent that no host reports').value, 'half a name');
      submit(box(card('running'), 'Current action'));
      reopened();
      assert.equal(card('running').querySelector('form'), null);
      choose(picker(card('blocked'), 'Status'), 'idle');
      reopened();
      assert.equal(picker(card('blocked'), 'Status').value, 'idle');
    });

    it('explains how agents are registered if there are none', () => {
      page.post({ type: 'agents', agents: { state: 'ready', agents: [], lanes: [] } });
      assert.match(text(panel()), /No agents yet\. ?Connect an agent host.*Set Up Protection/);
    });
  });

  describe('lanes of agents', () => {
    const MINUTE_MS = 60_000;
    const command = (id: string, minutesAgo: number, more: Partial<LaneCommand> = {}) => ({
      ...{ id, eventType: 'command_executed', command: `run ${id}`, omitted: 0 },
      ts: new Date(NOW_MS - minutesAgo * MINUTE_MS).toISOString(),
      ...more,
    });
    const running = agents(NOW_MS).find(({ status }) => status === 'running') ?? assert.fail();
    const LANES: AgentLane[] = [
      {
        ...{ id: running.id, name: running.name },
        commands: [
          command('a', 1),
          command('b', 2, { decision: 'deny', eventType: 'command_requested' }),
          command('c', 3, { decision: 'ask' }),
          command('d', 21, { decision: 'allow' }),
        ],
      },
      { id: 'gemini:s2', name: 'shop · gemini s2', commands: [command('e', 40)] },
      { id: 'codex:s3', name: 'shop · codex s3', commands: [command('f', 60 * 24 * 3)] },
    ];
    const show = (lanes: readonly AgentLane[]): void => {
      page.post({ type: 'agents', agents: { state: 'ready', agents: agents(NOW_MS), lanes } });
    };
    const laneRows = (): Element[] => Array.from(panel().querySelectorAll('.lanes tbody tr'));
    const slots = (lane: number): HTMLElement[] =>
      Array.from(laneRows()[lane]?.querySelectorAll('button') ?? []);
    const opened = (): string => text(panel().querySelector('.lane-commands'));
    const focusOn = (target: HTMLElement | undefined): void => {
      void act(() => {
        target?.focus();
      });
    };
    beforeEach(() => {
      press(tab('Agents'));
      show(LANES);
    });

    it('have a row for each session with commands in the shortest period that has any', () => {
      assert.equal(picker(panel(), 'Period').value, 'hour');
      assert.deepEqual(
        laneRows().map((row) => text(row.querySelector('th'))),
        [`${running.name} Running`, 'shop · gemini s2'],
      );
      assert.equal(panel().querySelectorAll('.lanes thead th').length, 1 + 12);
      choose(picker(panel(), 'Period'), 'week');
      assert.equal(laneRows().length, 3);
      assert.equal(panel().querySelectorAll('.lanes thead th').length, 1 + 7);
    });

    it('show in each slot the most severe verdict, and how many commands got it', () => {
      assert.deepEqual(
        slots(0).map((slot) => [slot.getAttribute('aria-label'), slot.className, text(slot)]),
        [
          [slotLabel(-25, '1 command'), 'slot slot-allow', '1'],
          [slotLabel(-5, '3 commands, 1 denied, 1 asked'), 'slot slot-deny', '1'],
        ],
      );
    });
    /** The name of the slot of 5 minutes that begins at this distance from now, which is a full one. */
    const slotLabel = (minutes: number, rest: string): string => {
      const at = (ms: number): string => localTime(new Date(ms).toISOString()).slice(11, 16);
      const start = NOW_MS + minutes * MINUTE_MS;
      return `${at(start)}–${at(start + 5 * MINUTE_MS)}, ${rest}`;
    };

    it('list the commands of the newest slot first, and of the slot that gets the focus', () => {
      assert.match(opened(), /run a Ran Explain.*Denied run b Requested.*Asked run c/);
      assert.equal(panel().querySelectorAll('.lanes [tabindex="0"]').length, 1);
      focusOn(slots(0)[1]);
      assert.equal(key(slots(0)[1] ?? assert.fail(), 'ArrowLeft'), false);
      assert.equal(document.activeElement, slots(0)[0]);
      assert.match(opened(), /Allowed run d/);
      assert.doesNotMatch(opened(), /run a/);
      key(slots(0)[0] ?? assert.fail(), 'ArrowDown');
      assert.equal(document.activeElement, slots(1)[0]);
      assert.match(opened(), /run e/);
      assert.equal(slots(1)[0]?.getAttribute('aria-pressed'), 'true');
      key(slots(1)[0] ?? assert.fail(), 'ArrowUp');
      assert.equal(document.activeElement, slots(0)[0]);
      key(slots(0)[0] ?? assert.fail(), 'ArrowRight');
      assert.equal(document.activeElement, slots(0)[1]);
      assert.equal(key(slots(0)[1] ?? assert.fail(), 'Tab'), true);
    });

    it('explain a command, and carry the context of its menu', () => {
      press(button(panel(), 'Explain the verdict on run b'));
      assert.deepEqual(last(), { type: 'explain', subjectId: 'b' });
      const contexts = Array.from(
        panel().querySelectorAll('.lane-commands li'),
        (row) => JSON.parse(row.getAttribute('data-vscode-context') ?? '') as unknown,
      ) as { viewItem: string; subject: string }[];
      assert.deepEqual(
        contexts.map(({ viewItem, subject }) => [viewItem, subject]),
        ['a', 'b', 'c'].map((id) => [VIEW_ITEM.event, id]),
      );
    });

    it('open a long command in an editor', () => {
      show([{ id: 'x', name: 'x', commands: [command('a', 1, { omitted: 4000 })] }]);
      press(button(panel(), 'Open in Editor (4,000 more characters)'));
      assert.deepEqual(last(), { type: 'openCommand', eventId: 'a' });
    });

    it('stay at a slot while newer commands arrive', () => {
      focusOn(slots(1)[0]);
      const [first, ...others] = LANES;
      assert.ok(first !== undefined);
      show([{ ...first, commands: [command('z', 0), ...first.commands] }, ...others]);
      assert.match(opened(), /run e/);
    });

    it('are absent without recent commands, and say so for a shorter period', () => {
      choose(picker(panel(), 'Period'), 'hour');
      show(LANES.slice(2));
      assert.match(text(panel()), /No command of an agent in this period/);
      show([{ id: 'x', name: 'x', commands: [command('a', 60 * 24 * 30)] }]);
      choose(picker(panel(), 'Period'), 'week');
      assert.match(text(panel()), /No command of an agent in this period/);
      page.close();
      page = openPage(DashboardPage, ToDashboard);
      press(tab('Agents'));
      show([{ id: 'x', name: 'x', commands: [command('a', 60 * 24 * 30)] }]);
      assert.equal(panel().querySelector('.lanes-block'), null);
    });

    it('show six lanes at first, and more on request', () => {
      show(
        Array.from({ length: 8 }, (_, at) => ({
          ...{ id: `s${at}`, name: `s${at}` },
          commands: [command(`e${at}`, 1)],
        })),
      );
      assert.equal(laneRows().length, 6);
      press(button(panel(), 'Show 2 More'));
      assert.equal(laneRows().length, 8);
    });
  });

  describe('check', () => {
    const ask = (command: string): void => {
      press(tab('Check a Command'));
      type(box(panel(), 'Command'), command);
      submit(box(panel(), 'Command'));
    };

    it('sends the command as typed and shows progress', () => {
      ask(' git push --force');
      assert.deepEqual(last(), { type: 'check', command: ' git push --force' });
      assert.match(text(panel()), /Checking…/);
      assert.equal(button(panel(), 'Check').disabled, true);
    });

    it('shows verdict, rule, the part that matched, risk and its main features', () => {
      const result = deniedResult();
      const { verdict, prediction } = result;
      ask(result.command);
      page.post({ type: 'checked', result });
      assert.match(text(panel()), /Denied A rule denies sudo dropdb shop.*Matched in the \w+ view/);
      assert.equal(text(panel().querySelector('mark')), 'sudo');
      const [feature] = prediction?.features ?? [];
      const risk = exactly(formatShare(prediction?.risk ?? NaN));
      assert.match(
        text(panel()),
        new RegExp(
          `Looks unsafe Risk ${risk}.*${exactly(withoutBackticks(feature?.name ?? ''))}.*raises the risk`,
        ),
      );
      const unseen = prediction?.unseen ?? 0;
      assert.ok(unseen > 0, 'the recorded command has features that the model does not know');
      assert.match(
        text(panel()),
        new RegExp(`(?:^|\\D)${unseen} features? of this command (?:is|are) new to the model`),
      );
      const [rule] = verdict.rules;
      assert.match(text(panel()), /too broad, it stops package installs/);
      const version = button(panel(), `Copy policy version ${verdict.policyVersion.slice(0, 8)}…`);
      assert.ok(version.title.startsWith(`${verdict.policyVersion} `));
      press(button(panel(), 'Show in Rules View'));
      assert.deepEqual(last(), { type: 'openRule', ruleId: rule?.id });
    });

    it('names a rule by its title, with its pattern on request, and one without a title by its pattern', () => {
      const result = deniedResult();
      const [rule] = result.verdict.rules;
      assert.ok(rule !== undefined);
      const show = (title: string): Element => {
        const verdict = { ...result.verdict, rules: [{ ...rule, title, pattern: '^dropdb' }] };
        page.post({ type: 'checked', result: { ...result, verdict } });
        return panel().querySelector('.deciding') ?? assert.fail();
      };
      ask(result.command);
      const titled = show('Drops a database with `dropdb`');
      assert.match(text(titled.querySelector('p')), /^Deny Drops a database with dropdb$/);
      assert.equal(text(titled.querySelector('details')), 'Pattern^dropdb');
      const untitled = show('');
      assert.match(text(untitled.querySelector('p')), /^Deny \^dropdb$/);
      assert.equal(untitled.querySelector('details'), null);
    });

    it('shows the five strongest features, others on request, and resets for the next command', () => {
      const result = deniedResult();
      const [feature] = result.prediction?.features ?? [];
      assert.ok(result.prediction !== undefined && feature !== undefined);
      const features = Array.from({ length: 20 }, (_, at) => ({ ...feature, name: `f${at}` }));
      const post = (command: string): void => {
        const prediction = { ...result.prediction, features } as typeof result.prediction;
        page.post({ type: 'checked', result: { ...result, command, prediction } });
      };
      const rows = (): number => panel().querySelectorAll('.features tbody tr').length;
      ask('a');
      post('a');
      assert.equal(rows(), 5);
      press(button(panel(), 'Show 15 More'));
      assert.equal(rows(), 20);
      post('b');
      assert.equal(rows(), 5);
    });

    it('shows that there is no model instead of a risk', () => {
      ask('ls');
      page.post({ type: 'checked', result: uncheckedRisk() });
      assert.match(text(panel()), /No rule matches.*No model yet/);
    });

    it('ends the progress when the check fails', () => {
      ask('ls');
      page.post({ type: 'failed', message: 'The policy cannot be read.' });
      assert.equal(button(panel(), 'Check').disabled, false);
      assert.doesNotMatch(text(panel()), /Checking…/);
    });
  });

  it('shows and announces the outcome of a request until it is dismissed', () => {
    page.post({ type: 'failed', message: 'The store is busy.', hint: 'Try again.' });
    assert.equal(text(page.body.querySelector('[aria-live]')), 'The store is busy. Try again.');
    press(button(page.body, 'Dismiss'));
    assert.equal(page.body.querySelector('.notice-failed'), null);
  });

  it('keeps typed text when another state arrives', () => {
    press(tab('Agents'));
    page.post({ type: 'agents', agents: { state: 'ready', agents: [], lanes: [] } });
    type(box(panel(), 'Register an agent that no host reports'), 'half');
    page.post({ type: 'agents', agents: { state: 'ready', agents: agents(NOW_MS), lanes: [] } });
    assert.equal(box(panel(), 'Register an agent that no host reports').value, 'half');
  });
});
