import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRulewrightError } from '../../../src/core/errors';
import type { CommandEvent } from '../../../src/core/event';
import type { HistoryQuery } from '../../../src/core/historyQuery';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { type CommandHistory, createHistory } from '../../../src/history/history';
import { HistorySearch } from '../../../src/history/historySearch';
import { HistorySegments } from '../../../src/history/historySegments';
import { anEvent } from '../../support/events';
import { useTempFolder } from '../../support/tempFolder';

const DAY_MS = 24 * 60 * 60 * 1000;
const START_MS = Date.UTC(2026, 0, 6);

const verdict = (decision: 'deny' | 'allow' | 'none') => ({
  ...{ decision, rules: [], shadow: [], policyVersion: 'v1' },
});

describe('the search of the history', () => {
  const folder = useTempFolder();
  let now = START_MS;
  let history: CommandHistory;
  beforeEach(() => {
    now = START_MS;
    history = open('1-1-a');
  });

  /** Segments are small, so that most of the history is in other files than its end. */
  function open(owner: string, maxBytes = 800): CommandHistory {
    return createHistory({
      ...{ files: createNodeFiles(), folder: join(folder(), 'history'), owner },
      ...{ clock: { now: () => now }, maxBytes },
    });
  }

  async function add(events: readonly Partial<CommandEvent>[]): Promise<void> {
    for (const [at, event] of events.entries()) {
      now += 1000;
      await history.append([
        anEvent({ id: `e${at}`, ts: new Date(now).toISOString(), command: 'ls', ...event }),
      ]);
    }
  }

  async function found(query: HistoryQuery, limit = 100, where = history) {
    const { events, count } = await where.query(query, limit);
    return { ids: events.map(({ id }) => id), count };
  }

  it('finds commands in all of the history by a part of the command or the tool, newest first', async () => {
    await add([
      { id: 'old', command: 'Git push --FORCE' },
      ...Array.from({ length: 60 }, (_, at) => ({ id: `other${at}` })),
      { id: 'tool', tool: 'force-tool' },
      { id: 'new', command: 'echo "force"' },
    ]);
    assert.ok(readdirSync(join(folder(), 'history')).length > 5);
    assert.deepEqual(await found({ text: 'force' }), { ids: ['new', 'tool', 'old'], count: 3 });
    assert.deepEqual(await found({ text: 'Force' }, 1), { ids: ['new'], count: 3 });
    assert.deepEqual(await found({ text: 'nowhere' }), { ids: [], count: 0 });
  });

  it('combines source, verdict, time and session', async () => {
    const context = { host: 'claude', sessionId: 's1' };
    await add([
      { id: 'a', context, source: 'hook', verdict: verdict('deny') },
      { id: 'b', context: { host: 'claude-code', sessionId: 's2' }, source: 'import' },
      { id: 'c', source: 'terminal', verdict: verdict('none') },
      { id: 'd', context, source: 'hook', verdict: verdict('allow') },
    ]);
    const ids = async (query: HistoryQuery) => (await found(query)).ids;
    assert.deepEqual(await ids({ source: 'claude' }), ['d', 'b', 'a']);
    assert.deepEqual(await ids({ source: 'terminal' }), ['c']);
    assert.deepEqual(await ids({ decision: 'deny' }), ['a']);
    assert.deepEqual(await ids({ decision: 'none' }), ['c', 'b']);
    assert.deepEqual(await ids({ session: { id: 'claude:s1' } }), ['d', 'a']);
    assert.deepEqual(await ids({ sinceMs: START_MS + 3000 }), ['d', 'c']);
    assert.deepEqual(await ids({ source: 'claude', decision: 'deny', sinceMs: START_MS }), ['a']);
  });

  it('gives the time by when a command ran, not by when it was imported', async () => {
    await add([{ id: 'imported', ts: new Date(START_MS - 9 * DAY_MS).toISOString() }]);
    assert.equal((await found({ sinceMs: START_MS - DAY_MS })).count, 0);
    assert.equal((await found({ sinceMs: START_MS - 10 * DAY_MS })).count, 1);
  });

  it('shows outcomes, and labels that a person gave before and after', async () => {
    await add([{ id: 'a' }, { id: 'b', label: 'unsafe' }, { id: 'c' }]);
    await history.label('a', 'safe', 'Ada');
    await history.addOutcomes([{ eventId: 'c', failed: true, exitCode: 3 }]);
    const { events } = await history.query({ text: 'ls' }, 10);
    assert.deepEqual(
      events.map(({ id, label, exitCode }) => [id, label, exitCode]),
      [
        ['c', undefined, 3],
        ['b', 'unsafe', undefined],
        ['a', 'safe', undefined],
      ],
    );
    assert.deepEqual(await found({ label: 'none' }), { ids: ['c'], count: 1 });
    await history.label('c', 'safe', 'Ada');
    assert.deepEqual(await found({ label: 'none' }), { ids: [], count: 0 });
    // Undone.
    await history.label('c', 'none', 'Ada');
    assert.deepEqual(await found({ label: 'none' }), { ids: ['c'], count: 1 });
    assert.deepEqual(await found({ label: 'safe' }), { ids: ['a'], count: 1 });
    await history.label('b', 'safe', 'Ada');
    assert.deepEqual(await found({ label: 'safe' }), { ids: ['b', 'a'], count: 2 });
  });

  it('finds what another window appends, and forgets what was removed', async () => {
    await add([{ id: 'a', command: 'git push' }]);
    assert.equal((await found({ text: 'push' })).count, 1);
    now += 1000;
    await open('2-2-b').append([anEvent({ id: 'b', command: 'git push', ts: '' })]);
    assert.deepEqual(await found({ text: 'push' }), { ids: ['b', 'a'], count: 2 });
    await history.remove({ beforeMs: START_MS + 1500 });
    assert.deepEqual(await found({ text: 'push' }), { ids: ['b'], count: 1 });
  });

  it('reads only what is new for the same query', async () => {
    await add(Array.from({ length: 40 }, (_, at) => ({ id: `e${at}` })));
    const files = createNodeFiles();
    const read: string[] = [];
    const segments = new HistorySegments({
      ...{ files, folder: join(folder(), 'history'), clock: { now: () => now }, owner: '3-3-c' },
    });
    const counting: typeof files = {
      ...files,
      readPieces: (path, start) => {
        read.push(path);
        return files.readPieces(path, start);
      },
    };
    const search = new HistorySearch(counting, segments, { text: 'ls' });
    assert.equal((await search.newest(5)).count, 40);
    const first = read.length;
    assert.ok(first > 3);
    assert.equal((await search.newest(5)).count, 40);
    assert.equal(read.length, first);
    await history.append([anEvent({ id: 'more', command: 'ls -la' })]);
    assert.equal((await search.newest(5)).count, 41);
    assert.equal(read.length, first + 1);
  });

  it('counts more than it keeps', async () => {
    await add(Array.from({ length: 30 }, (_, at) => ({ id: `e${at}` })));
    const files = createNodeFiles();
    const segments = new HistorySegments({
      ...{ files, folder: join(folder(), 'history'), clock: { now: () => now }, owner: '3-3-c' },
    });
    const limits = { events: 10, bytes: 1e6 };
    const search = new HistorySearch(files, segments, { label: 'none' }, limits);
    const { events, count } = await search.newest(50);
    assert.deepEqual([events.length, events[0]?.id, count], [10, 'e29', 30]);
    // It is not in memory: whether it still matches is read again.
    await history.label('e3', 'safe', 'Ada');
    assert.equal((await search.newest(50)).count, 29);
    await history.label('e28', 'safe', 'Ada');
    assert.equal((await search.newest(50)).count, 28);
  });

  it('ends a search that another one replaces', async () => {
    await add(Array.from({ length: 40 }, (_, at) => ({ id: `e${at}` })));
    const replaced = history.query({ text: 'l' }, 10);
    const [result, latest] = await Promise.allSettled([
      replaced,
      history.query({ text: 'ls' }, 10),
    ]);
    assert.ok(result.status === 'rejected' && isRulewrightError(result.reason, 'cancelled'));
    assert.ok(latest.status === 'fulfilled' && latest.value.count === 40);
  });

  it('finds an event by its id with its label and outcome, however old', async () => {
    await add([{ id: 'old' }]);
    now += DAY_MS;
    history = open('2-2-b', 1e6);
    // More than the newest that are kept in memory.
    await history.append(
      Array.from({ length: 5001 }, (_, at) =>
        anEvent({ id: `e${at}`, ts: new Date(now).toISOString() }),
      ),
    );
    await history.label('old', 'unsafe', 'Ada');
    await history.addOutcomes([{ eventId: 'old', exitCode: 2 }]);
    const event = await history.find('old');
    assert.deepEqual([event?.label, event?.exitCode], ['unsafe', 2]);
    assert.equal(await history.find('nothing'), undefined);
  });

  it('counts the commands of each source', async () => {
    await add([
      { id: 'a', source: 'terminal' },
      { id: 'b', context: { host: 'claude' }, source: 'hook' },
      { id: 'c', context: { host: 'claude-code' }, source: 'import' },
      { id: 'd', context: { host: '' }, source: 'terminal' },
    ]);
    const { sources } = await history.summary();
    assert.deepEqual([...sources].sort(), [
      ['claude', 2],
      ['terminal', 2],
    ]);
  });
});
