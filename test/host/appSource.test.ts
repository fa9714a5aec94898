import assert from 'node:assert/strict';
import type { App } from '../../src/app';
import { createAppSource } from '../../src/providers/appSource';

describe('the source of the app', () => {
  const APP = {
    policies: { onDidChange: () => ({ dispose: () => undefined }) },
    history: { onDidChange: () => ({ dispose: () => undefined }) },
    connections: { onDidChange: () => ({ dispose: () => undefined }) },
  } as unknown as App;
  let tries = 0;
  let works = false;
  const open = () => {
    tries += 1;
    return works
      ? Promise.resolve({ app: APP, dispose: () => undefined })
      : Promise.reject(new Error(`no ${tries}`));
  };

  it('reports one failure to all views, and retries for actions', async () => {
    const source = createAppSource(open);
    await assert.rejects(source.shown(), /no 1/);
    await assert.rejects(source.shown(), /no 1/);
    await assert.rejects(source.get(), /no 2/);
    await assert.rejects(source.shown(), /no 2/);
    works = true;
    const received = new Promise((done) => {
      source.onDidChange(() => {
        done(undefined);
      });
    });
    assert.equal(await source.get(), APP);
    await received;
    assert.equal(await source.shown(), APP);
    assert.equal(tries, 3);
    source.dispose();
  });
});
