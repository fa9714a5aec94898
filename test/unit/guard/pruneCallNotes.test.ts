import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { pruneCallNotes } from '../../../src/guard/pruneCallNotes';
import { useTempFolder } from '../../support/tempFolder';

const HOUR_MS = 60 * 60 * 1000;

describe('pruneCallNotes', () => {
  const folder = useTempFolder();

  it('keeps the notes of one day', async () => {
    const calls = join(folder(), 'calls');
    const now = Date.parse('2026-01-05T08:00:00Z');
    mkdirSync(calls);
    for (const hours of [1, 23, 25, 400]) {
      writeFileSync(join(calls, `h${hours}`), '');
      utimesSync(join(calls, `h${hours}`), new Date(now), new Date(now - hours * HOUR_MS));
    }
    assert.equal(await pruneCallNotes(createNodeFiles(), calls, now), 2);
    assert.deepEqual(readdirSync(calls), ['h1', 'h23']);
  });

  it('removes nothing if no guard has run', async () => {
    assert.equal(await pruneCallNotes(createNodeFiles(), join(folder(), 'calls'), 0), 0);
  });
});
