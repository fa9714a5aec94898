import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SetupConversation } from '../../src/providers/setupConversation';
import { openSecondWindow } from './support/secondWindow';

describe('the setup page', () => {
  const window = openSecondWindow();
  after(() => {
    window.close();
  });

  it('lists the histories of this machine once while it is refreshed often', async () => {
    const app = await window.source.get();
    let lists = 0;
    const discover = () => {
      lists += 1;
      return app.sources.discover();
    };
    const counted = { ...app, sources: { ...app.sources, discover } };
    const posted: string[] = [];
    const conversation = new SetupConversation(
      {
        extensionUri: vscode.Uri.file('/'),
        source: { ...window.source, get: () => Promise.resolve(counted) },
        reviewer: { open: () => Promise.resolve(), dispose: () => undefined },
        explain: (error) => assert.fail(String(error)),
      },
      ({ type }) => posted.push(type),
    );
    await Promise.all([1, 2, 3].map(() => conversation.refresh()));
    assert.equal(posted.filter((type) => type === 'sources').length, 3);
    assert.equal(lists, 1);
  });
});
