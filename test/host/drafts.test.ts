import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, PANEL } from '../../src/contributions';
import { MAX_DRAFT } from '../../src/protocol/draft';
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
});
