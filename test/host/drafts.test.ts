import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, PANEL } from '../../src/contributions';
import { patternWithoutSecrets } from '../../src/history/redact/patternSecret';
import { redact } from '../../src/history/redact/redact';
import { MAX_DRAFT } from '../../src/protocol/draft';
import { createDrafts, type Drafts } from '../../src/providers/drafts';
import { eventually } from './support/secondWindow';
import { takeOverPages, type PageTakeover, type TakenPage } from './support/takenPage';

describe('the draft of a page', () => {
  let pages: PageTakeover;
  before(async () => {
    pages = await takeOverPages();
  });
  after(() => pages.end());

  const open = (viewType: string): Promise<TakenPage> =>
    pages.take(viewType, () =>
      vscode.commands.executeCommand(
        viewType === PANEL.explain ? COMMAND.explainCommand : COMMAND.openDashboard,
      ),
    );
  const loaded = async (page: TakenPage): Promise<unknown> =>
    (await page.ask({ type: 'loadDraft' }, 'draft'))['draft'];

  it('is returned to the page as it was saved last', async () => {
    const page = await open(PANEL.explain);
    assert.equal(await loaded(page), '');
    const draft = JSON.stringify({ command: '‮</script>" $(x)' });
    await page.send({ type: 'saveDraft', draft: '{}' }, { type: 'saveDraft', draft });
    assert.equal(await loaded(page), draft);
    const tooLong = { type: 'saveDraft', draft: 'x'.repeat(MAX_DRAFT + 1) };
    assert.match(String((await page.ask(tooLong, 'failed'))['message']), /invalid message/);
    assert.equal(await loaded(page), draft);
  });

  it('is that of this page only, and is forgotten when the page is closed', async () => {
    const other = await open(PANEL.dashboard);
    assert.equal(await loaded(other), '');
    await other.send({ type: 'saveDraft', draft: '{"tab":"history"}' });
    assert.equal(await loaded(await open(PANEL.explain)), '');
    assert.equal(await loaded(await open(PANEL.dashboard)), '');
  });

  describe('in the storage of the workspace', () => {
    const SECRET = `ghp_${'q7Zt'.repeat(9)}`;
    const TYPED = JSON.stringify({ command: `echo ${SECRET}`, cwd: '' });
    const MASKED = JSON.stringify({ command: 'echo [secret:github-token]', cwd: '' });
    const KEY = 'draft test.page';
    const REDACTION = { text: redact, pattern: patternWithoutSecrets };

    /** The storage outlives the windows, each of which has its own drafts. */
    let stored: Map<string, unknown>;
    let saves: unknown[];
    const newWindow = (redaction = () => Promise.resolve(REDACTION)): Drafts =>
      createDrafts(
        {
          keys: () => [...stored.keys()],
          get: (key: string, otherwise?: unknown) => stored.get(key) ?? otherwise,
          update: (key: string, value: unknown) => {
            if (value === undefined) stored.delete(key);
            else stored.set(key, value);
            saves.push(value);
            return Promise.resolve();
          },
        } as vscode.Memento,
        redaction,
      );
    const pageOf = (drafts: Drafts): Promise<TakenPage> =>
      pages.take('test.page', () => {
        const options = { enableScripts: true };
        const panel = vscode.window.createWebviewPanel(
          'test.page',
          'Test',
          vscode.ViewColumn.One,
          options,
        );
        drafts.attach(panel, () => undefined);
        return Promise.resolve();
      });
    const isStored = (wanted: unknown): Promise<unknown> =>
      eventually(() => Promise.resolve(stored.get(KEY) === wanted || undefined));
    const save = (page: TakenPage, draft: string): Promise<void> =>
      page.send({ type: 'saveDraft', draft });

    beforeEach(() => {
      stored = new Map();
      saves = [];
    });

    it('has no secret, while the page gets what was typed until the window is reloaded', async () => {
      const first = newWindow();
      let page = await pageOf(first);
      await save(page, TYPED);
      assert.ok(await isStored(MASKED));
      assert.equal(await loaded(page), TYPED);
      first.dispose();
      for (const reload of ['first', 'second']) {
        const next = newWindow();
        page = await pageOf(next);
        assert.equal(await loaded(page), MASKED, reload);
        assert.deepEqual(next.get('test.page'), JSON.parse(MASKED));
        next.dispose();
      }
      assert.ok(!JSON.stringify(saves).includes(SECRET));
    });

    it('loses the secret that an earlier version saved, once the page returns', async () => {
      stored.set(KEY, TYPED);
      await pageOf(newWindow());
      assert.ok(await isStored(MASKED));
    });

    it('is not saved if it is not JSON, or while redaction is not available', async () => {
      const page = await pageOf(newWindow());
      await save(page, '{"command":"ls"}');
      assert.ok(await isStored('{"command":"ls"}'));
      await save(page, `"${SECRET}`);
      assert.ok(await isStored(undefined));
      const without = await pageOf(
        newWindow(() => Promise.reject(new Error('The storage is damaged.'))),
      );
      await save(without, TYPED);
      await loaded(without);
      assert.deepEqual([...stored.keys()], []);
      assert.ok(!JSON.stringify(saves).includes(SECRET));
    });

    it('is saved as it is last, and not at every key', async () => {
      const page = await pageOf(newWindow());
      const keys = Array.from({ length: 200 }, (_, at) => JSON.stringify({ command: `ls ${at}` }));
      await page.send(...keys.map((draft) => ({ type: 'saveDraft', draft })));
      assert.ok(await isStored(keys.at(-1)));
      assert.ok(saves.length < keys.length / 2, `${saves.length} saves`);
    });

    it('is not saved again after the page was closed', async () => {
      let go = (): void => undefined;
      const held = new Promise<typeof REDACTION>((resolve) => {
        go = () => {
          resolve(REDACTION);
        };
      });
      const page = await pageOf(newWindow(() => held));
      await save(page, TYPED);
      await open(PANEL.explain);
      go();
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.deepEqual([...stored.keys()], []);
      assert.deepEqual(
        saves.filter((one) => one !== undefined),
        [],
      );
    });
  });
});
