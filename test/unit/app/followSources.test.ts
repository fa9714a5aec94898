import assert from 'node:assert/strict';
import { followSources } from '../../../src/app/followSources';
import { useSources } from '../../support/importedSources';

describe('Keeping sources up to date', () => {
  const used = useSources();
  const hosts = async (): Promise<ReadonlySet<string | undefined>> => {
    const found = new Set<string | undefined>();
    for await (const { context } of used.open().history.all()) found.add(context?.host);
    return found;
  };
  const signal = new AbortController().signal;

  beforeEach(() => {
    for (const id of ['claude-code', 'codex', 'bash', 'zsh']) used.recorded(id);
  });

  it('reads nothing unless a source is enabled', async () => {
    await followSources(used.open().sources, [], signal);
    assert.deepEqual(await hosts(), new Set());
  });

  it('reads only the enabled sources', async () => {
    await followSources(used.open().sources, ['codex', 'zsh'], signal);
    assert.deepEqual(await hosts(), new Set(['codex', 'zsh']));
  });
});
