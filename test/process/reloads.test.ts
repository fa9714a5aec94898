import '../support/withoutVscode';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_PENDING } from '../../src/app';
import { PANEL } from '../../src/contributions';
import type { AuditEntry } from '../../src/core/ports';
import type { Suggestion } from '../../src/core/suggestion';
import { anEvent } from '../support/events';
import {
  loadPage,
  openWindow,
  restorePage,
  type ShownPage,
  type TestWindow,
  until,
} from '../support/windowUnderTest';
import { area, box, choose, press, submit, text, type } from '../webview/support/look';

/** The window is reloaded: its process ends, and another one restores the panel with what its page had saved. */
describe('a page whose window is reloaded', function () {
  this.timeout(60_000);
  let folder = '';
  let window: TestWindow;
  let page: ShownPage | undefined;
  const { HOME } = process.env;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-reload-'));
    // Hook files and histories are those of an empty home folder.
    process.env['HOME'] = join(folder, 'home');
    window = await openWindow(join(folder, 'storage'));
    const commands = ['git push --force origin main', 'docker rm -f web', 'ls -la', 'npm test'];
    await window.app.history.append(
      Array.from({ length: 60 }, (_, at) =>
        anEvent({
          id: `e${at}`,
          ts: new Date(Date.UTC(2026, 10, 1) + at * 60_000).toISOString(),
          command: at < 4 ? (commands[at] ?? '') : `make target-${at}`,
          exitCode: 0,
        }),
      ),
    );
  });
  after(async () => {
    page?.close();
    await window.close();
    process.env['HOME'] = HOME;
    await rm(folder, { recursive: true });
  });
  afterEach(() => {
    page?.close();
    page = undefined;
  });

  const shown = (): ShownPage => page ?? assert.fail('There is no page.');
  const body = (): HTMLElement => shown().body;
  const seen = (wanted: RegExp): Promise<unknown> =>
    until(
      () => wanted.test(text(body())),
      () => `${String(wanted)} is not in: ${text(body()).slice(0, 3000)}`,
    );
  const reload = async (id: Parameters<typeof restorePage>[0]): Promise<void> => {
    const draft = shown().draft();
    shown().close();
    await window.close();
    window = await openWindow(join(folder, 'storage'));
    page = await restorePage(id, draft);
  };
  const audit = async (action: string): Promise<readonly AuditEntry[]> =>
    (await window.app.policies.listAudit()).filter((entry) => entry.action === action);
  const propose = (pattern: string): Promise<Suggestion> =>
    window.app.policies.propose({
      proposedBy: 'test',
      diff: { add: [{ pattern, effect: 'deny' }], remove: [], meta: {} },
    });
  const typed = (): HTMLInputElement => box(body(), 'Type APPLY to change the policy');
  const cards = (): readonly Element[] => Array.from(body().querySelectorAll('.card-add'));
  const modeOf = (card: Element | undefined): HTMLSelectElement =>
    card?.querySelector('select') ?? assert.fail('The card has no choice.');
  /** Waits until APPLY can be typed: all rules were tested on the whole history. */
  const tested = (): Promise<unknown> =>
    until(
      () => body().querySelector<HTMLInputElement>('#typed')?.readOnly === false,
      () => text(body()).slice(0, 3000),
    );

  describe('the review', () => {
    it('opened but not loaded says that nothing is open, and nothing is applied', async () => {
      await propose('^git push .*--force');
      await propose('^docker rm -f');
      await window.reviewer.open({ kind: 'joint', subjectId: ALL_PENDING });
      page = loadPage(window, PANEL.reviewer);
      await reload(PANEL.reviewer);
      await seen(/Nothing is open for review\.\s*Choose a suggestion/);
      assert.deepEqual(await audit('apply'), []);
    });

    it('keeps mode, edit and comment while the history is read and APPLY is typed', async () => {
      await window.reviewer.open({ kind: 'joint', subjectId: ALL_PENDING });
      page = loadPage(window, PANEL.reviewer);
      await seen(/2 pending suggestions/);
      choose(modeOf(cards()[0]), 'leave');
      type(area(body(), 'Comment'), 'half a thought');
      await reload(PANEL.reviewer); // before the first test has ended
      await seen(/2 pending suggestions/);
      assert.equal(modeOf(cards()[0]).value, 'leave');
      const card = cards()[1] ?? assert.fail();
      press(
        Array.from(card.querySelectorAll('button')).find((one) =>
          (one.getAttribute('aria-label') ?? '').startsWith('Edit “'),
        ) ?? assert.fail(),
      );
      type(area(card, 'Pattern'), '^docker rm -f w');
      choose(modeOf(cards()[1]), 'shadow');
      await reload(PANEL.reviewer); // during the test of the edit
      await tested();
      type(typed(), 'APPLY');
      await reload(PANEL.reviewer); // typed, not sent
      await tested();
      assert.deepEqual(
        cards().map((one) => modeOf(one).value),
        ['leave', 'shadow'],
      );
      assert.match(text(body()), /\^docker rm -f w/);
      assert.equal(area(body(), 'Comment').value, 'half a thought');
      assert.equal(typed().value, '');
      assert.deepEqual([await audit('apply'), await window.app.policies.listRules()], [[], []]);
    });

    it('reloaded while APPLY is under way applies once, and returns to what is pending', async () => {
      await window.reviewer.open({ kind: 'joint', subjectId: ALL_PENDING });
      page = loadPage(window, PANEL.reviewer);
      await tested();
      choose(modeOf(cards()[0]), 'leave');
      type(typed(), 'APPLY');
      submit(typed());
      const sent = shown().sent.at(-1);
      await reload(PANEL.reviewer);
      await seen(/pending suggestions?|Your decision/);
      // The window may have ended before the decision reached the storage: then all of it is still to be decided.
      if ((await audit('apply')).length === 0) {
        await tested();
        assert.equal(modeOf(cards()[0]).value, 'leave');
        type(typed(), 'APPLY');
        submit(typed());
        await seen(/Applied as version 1/);
        await reload(PANEL.reviewer);
        await seen(/pending suggestions?|Your decision/);
      }
      assert.equal((await audit('apply')).length, 1);
      assert.equal((await window.app.policies.listRules()).length, 1);
      // The same message again is about a change that is not shown any more.
      shown().panel.send(sent);
      await seen(/This is not the change that was shown/);
      assert.equal((await audit('apply')).length, 1);
      assert.equal((await window.app.policies.listVersions()).length, 1);
    });

    it('of an applied suggestion says so', async () => {
      const [waiting] = await window.app.policies.listSuggestions('pending');
      await window.reviewer.open({ kind: 'suggestion', subjectId: waiting?.id ?? '' });
      page = loadPage(window, PANEL.reviewer);
      await tested();
      type(typed(), 'APPLY');
      submit(typed());
      await seen(/Applied as version 2/);
      await reload(PANEL.reviewer);
      await seen(/Already applied/);
      assert.equal(body().querySelector('form'), null);
      assert.equal((await audit('apply')).length, 2);
    });

    it('of a rollback returns to it, and rolls back once', async () => {
      const [newest] = await window.app.policies.listVersions();
      await window.reviewer.open({ kind: 'rollback', subjectId: newest?.version ?? '' });
      page = loadPage(window, PANEL.reviewer);
      await seen(/Roll back version 2/);
      type(typed(), 'APPLY');
      await reload(PANEL.reviewer);
      await seen(/Roll back version 2/);
      assert.deepEqual([typed().value, await audit('rollback')], ['', []]);
      await tested();
      type(typed(), 'APPLY');
      submit(typed());
      await seen(/Rolled back as version 3/);
      const sent = shown().sent.findLast(
        (message) => (message as { type: string }).type === 'apply',
      );
      await reload(PANEL.reviewer);
      await seen(/Roll back version 2|Nothing to review/);
      shown().panel.send(sent);
      await seen(/This is not the change that was shown|This review is not open/);
      assert.equal((await audit('rollback')).length, 1);
      assert.equal((await window.app.policies.listRules()).length, 1);
    });

    it('opened by the setup still leads back to it', async () => {
      const { id } = await propose('^terraform destroy');
      await window.reviewer.open({ kind: 'suggestion', subjectId: id, from: 'setup' });
      page = loadPage(window, PANEL.reviewer);
      await seen(/Back to Set Up Protection/);
      await reload(PANEL.reviewer);
      await seen(/Back to Set Up Protection/);
    });
  });

  describe('the dashboard', () => {
    const tab = (name: RegExp): HTMLElement =>
      Array.from(body().querySelectorAll<HTMLElement>('[role=tab]')).find((one) =>
        name.test(text(one)),
      ) ?? assert.fail(text(body()));
    const current = (): string => text(body().querySelector('[role=tab][aria-selected=true]'));

    it('returns to the searched history', async () => {
      await window.dashboard.open();
      page = loadPage(window, PANEL.dashboard);
      press(tab(/^History/));
      await seen(/make target-59/);
      type(box(body(), 'Search (press / to jump here)'), 'docker');
      const found = (): Promise<unknown> => {
        const listed = (): string => text(body().querySelector('#panel-history'));
        return until(
          () => /docker rm -f web/.test(listed()) && !/make target-59/.test(listed()),
          () => listed().slice(0, 3000),
        );
      };
      await found();
      await reload(PANEL.dashboard);
      assert.match(current(), /History/);
      await until(
        () => body().querySelector<HTMLInputElement>('#filter-text')?.value === 'docker',
        () => text(body()).slice(0, 3000),
      );
      await found();
    });

    it('keeps the command to check', async () => {
      await window.dashboard.open();
      page = loadPage(window, PANEL.dashboard);
      press(tab(/^Check/));
      type(box(body(), 'Command'), 'git push --force');
      await reload(PANEL.dashboard);
      assert.match(current(), /Check/);
      assert.equal(box(body(), 'Command').value, 'git push --force');
    });

    it('keeps a label given just before, once', async () => {
      await window.dashboard.open();
      page = loadPage(window, PANEL.dashboard);
      shown().panel.send({ type: 'label', eventId: 'e1', label: 'unsafe' });
      await reload(PANEL.dashboard);
      const found = await window.app.history.find('e1');
      assert.equal(found?.label, 'unsafe');
    });

    it('has no half a model after a reload during training', async () => {
      await window.dashboard.open();
      page = loadPage(window, PANEL.dashboard);
      press(tab(/^Model/));
      // The process that trains ends with its window.
      const end = new AbortController();
      const training = window.app.learning.train({ signal: end.signal });
      end.abort();
      await assert.rejects(training, { code: 'cancelled' });
      await reload(PANEL.dashboard);
      assert.match(current(), /Model/);
      await seen(/No model yet\./);
      assert.equal(await window.app.learning.hasModel(), false);
    });
  });

  it('explains its command again', async () => {
    await window.explain.open({ command: 'docker rm -f web', cwd: '/srv' });
    page = loadPage(window, PANEL.explain);
    await seen(/Verdict|Not decided|No rule|Denied/i);
    await reload(PANEL.explain);
    assert.equal(area(body(), 'Command').value, 'docker rm -f web');
    assert.equal(box(body(), 'Working directory').value, '/srv');
    await until(
      () => !/Explaining/.test(text(body())),
      () => text(body()),
    );
  });

  describe('the setup', () => {
    it('keeps the categories that were deselected', async () => {
      await window.setup.open();
      page = loadPage(window, PANEL.setup);
      const git = (): HTMLInputElement | undefined =>
        body().querySelector<HTMLInputElement>('#category-git') ?? undefined;
      await until(git, () => text(body()));
      press(git() ?? assert.fail());
      await reload(PANEL.setup);
      await until(git, () => text(body()));
      assert.equal(git()?.checked, false);
    });

    it('imports each command once if the window is reloaded during an import', async () => {
      const { total } = await window.app.history.summary();
      const csv = join(folder, 'many.csv');
      const rows = Array.from(
        { length: 1000 },
        (_, at) => `c${at},2026-11-02T00:00:00Z,command_executed,make all-${at},execute_shell,0,,`,
      );
      const head = 'id,ts,event_type,command,tool,exit_code,safety_score,safety_label';
      await writeFile(csv, `${[head, ...rows].join('\n')}\n`);
      const importing = window.app.history.importCsv(csv);
      importing.catch(() => undefined);
      await window.setup.open();
      page = loadPage(window, PANEL.setup);
      await reload(PANEL.setup);
      await window.app.history.importCsv(csv);
      assert.equal((await window.app.history.summary()).total, total + 1000);
    });
  });

  it('logs no failure', () => {
    assert.deepEqual(window.log, []);
  });
});
