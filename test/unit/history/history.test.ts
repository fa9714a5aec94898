import assert from 'node:assert/strict';
import {
  appendFileSync,
  readFileSync,
  readdirSync,
  truncateSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CommandEvent } from '../../../src/core/event';
import { RulewrightError, isRulewrightError } from '../../../src/core/errors';
import type { Files } from '../../../src/core/fileAccess';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { type CommandHistory, createHistory } from '../../../src/history/history';
import { anEvent } from '../../support/events';
import { useTempFolder } from '../../support/tempFolder';
import { labelledOf } from '../../support/labelledOf';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('CommandHistory', () => {
  const folder = useTempFolder();
  let now = 0;
  beforeEach(() => {
    now = Date.UTC(2026, 0, 6);
  });

  function open(owner = '1-1-a', more: { maxBytes?: number; files?: Files } = {}): CommandHistory {
    const clock = { now: () => now };
    return createHistory({
      files: createNodeFiles(),
      folder: join(folder(), 'history'),
      clock,
      owner,
      ...more,
    });
  }

  function segments(): string[] {
    return readdirSync(join(folder(), 'history')).map((name) => join(folder(), 'history', name));
  }

  async function ids(events: AsyncIterable<CommandEvent>): Promise<string[]> {
    const all: string[] = [];
    for await (const event of events) all.push(event.id);
    return all;
  }

  it('returns appended events, oldest first, and newest first on request', async () => {
    const history = open();
    const events = ['a', 'b', 'c'].map((id) => anEvent({ id, exitCode: 0, extra: { team: 'x' } }));
    await history.append(events.slice(0, 2));
    await history.append(events.slice(2));
    const all: CommandEvent[] = [];
    for await (const event of history.all()) all.push(event);
    assert.deepEqual(all, events);
    const recent = await history.recent(2);
    assert.deepEqual(
      recent.map((event) => event.id),
      ['c', 'b'],
    );
  });

  it('is empty without stored events', async () => {
    const history = open();
    assert.deepEqual(await history.recent(5), []);
    assert.deepEqual(await ids(history.all()), []);
    assert.equal((await history.summary()).total, 0);
  });

  it('redacts before it writes', async () => {
    const history = open();
    await history.append([
      anEvent({ id: 'a', command: 'mysql -psesame', stdout: 'PASSWORD=sesame' }),
    ]);
    for (const path of segments())
      assert.equal(readFileSync(path, 'utf8').includes('sesame'), false);
    assert.equal((await history.recent(1))[0]?.command, 'mysql -p[secret:password]');
  });

  it('finds the newest events of several windows', async () => {
    const [one, two] = [open('1-1-a'), open('2-2-b')];
    for (const [history, id] of [
      [one, 'a'],
      [two, 'b'],
      [one, 'c'],
      [two, 'd'],
    ] as const) {
      now += 1000;
      await history.append([anEvent({ id })]);
    }
    const recent = await two.recent(3);
    assert.deepEqual(
      recent.map((event) => event.id),
      ['d', 'c', 'b'],
    );
  });

  it('orders imported events by the time when they ran, in memory and in files', async () => {
    const history = open('1-1-a');
    const day = (number: number): string => `2026-01-0${number}T08:00:00.000Z`;
    now = Date.parse(day(9));
    await history.append([anEvent({ id: 'd3', ts: day(3) }), anEvent({ id: 'd5', ts: day(5) })]);
    now += 1000;
    const imported = [anEvent({ id: 'd1', ts: day(1) }), anEvent({ id: 'd4', ts: day(4) })];
    // A command cannot have run after it was written.
    const ahead = anEvent({ id: 'ahead', ts: '2030-01-01T00:00:00Z' });
    await history.append([...imported, ahead, anEvent({ id: 'none', ts: 'yesterday' })]);
    const order = ['none', 'ahead', 'd5', 'd4', 'd3', 'd1'];
    const ids = (events: readonly CommandEvent[]) => events.map(({ id }) => id);
    assert.deepEqual(ids(await history.recent(9)), order);
    assert.deepEqual(ids(await history.recent(3)), order.slice(0, 3));
    now += 1000;
    await open('2-2-b').append([anEvent({ id: 'd2', ts: day(2) })]);
    const all = [...order.slice(0, 5), 'd2', 'd1'];
    assert.deepEqual(ids(await history.recent(9)), all);
    assert.deepEqual(ids(await open('3-3-c').recent(9)), all);
  });

  it('starts a new file when one has become too large', async () => {
    const history = open('1-1-a', { maxBytes: 2000 });
    const many = Array.from({ length: 50 }, (_, at) => anEvent({ id: `e${at}` }));
    for (const event of many) await history.append([event]);
    assert.ok(segments().length > 3);
    for (const path of segments()) assert.ok(statSync(path).size <= 2000);
    assert.deepEqual(
      await ids(history.all()),
      many.map((event) => event.id),
    );
    assert.equal((await history.recent(50)).length, 50);
  });

  it('skips and counts a line torn by a crash, and keeps the following lines', async () => {
    const history = open();
    await history.append([anEvent({ id: 'a' }), anEvent({ id: 'b' })]);
    const [path = ''] = segments();
    truncateSync(path, statSync(path).size - 10);
    await history.append([anEvent({ id: 'c' })]);
    assert.deepEqual(await ids(history.all()), ['a', 'c']);
    appendFileSync(path, '{"at":1,"event":{"id":"half');
    assert.deepEqual(await ids(history.all()), ['a', 'c']);
    assert.equal((await history.summary()).damaged, 2);
  });

  it('does not treat a foreign line as an event', async () => {
    const history = open();
    await history.append([anEvent({ id: 'a' })]);
    const [path = ''] = segments();
    appendFileSync(path, 'null\n[]\n{"at":1,"event":{"id":"x","command":7}}\n{"at":1}\n');
    assert.deepEqual(await ids(history.all()), ['a']);
    assert.equal((await history.summary()).damaged, 4);
  });

  it('reads lines of a newer version, and preserves them when deleting others', async () => {
    const history = open();
    await history.append([anEvent({ id: 'a', command: 'rm secret' })]);
    const [path = ''] = segments();
    const newer = [
      JSON.stringify({ at: 1, event: { ...anEvent({ id: 'b' }), mood: 'calm' }, mood: 1 }),
      JSON.stringify({ at: 1, outcome: { eventId: 'b', exitCode: 3, mood: 1 } }),
      JSON.stringify({ at: 1, future: { id: 'c' } }),
    ];
    appendFileSync(path, `${newer.join('\n')}\n`);
    assert.deepEqual(await ids(history.all()), ['a', 'b']);
    assert.equal(await history.remove({ text: 'secret' }), 1);
    assert.deepEqual(await ids(history.all()), ['b']);
    const texts = segments().flatMap((one) => readFileSync(one, 'utf8').trim().split('\n'));
    assert.deepEqual(texts, newer);
  });

  it("uses a person's last label, and never duplicates the event", async () => {
    const [one, two] = [open('1-1-a'), open('2-2-b')];
    await one.append([anEvent({ id: 'a', command: 'rm x', label: 'safe' })]);
    await one.label('a', 'unsafe', 'bob');
    now += 1;
    const last = await two.label('a', 'unknown', 'eve');
    assert.equal(last.label, 'unknown');
    const [event, more] = await one.recent(5);
    assert.equal(event?.label, 'unknown');
    assert.equal(more, undefined);
    assert.deepEqual(await labelledOf(one), [
      { command: 'rm x', label: 'unknown', count: 1, given: true, unsure: true },
    ]);
  });

  it('removes a label for every reader', async () => {
    const [one, two] = [open('1-1-a'), open('2-2-b')];
    await one.append([
      anEvent({ id: 'a', command: 'rm x', label: 'safe' }),
      anEvent({ id: 'b', command: 'ls' }),
    ]);
    for (const id of ['a', 'b']) await one.label(id, 'unsafe', 'bob');
    now += 1;
    const back = [await two.label('a', 'none', 'eve'), await two.label('b', 'none', 'eve')];
    assert.deepEqual(
      back.map(({ label }) => label),
      ['safe', undefined],
    );
    const events: CommandEvent[] = [];
    for await (const event of one.all()) events.push(event);
    assert.deepEqual(
      [...(await one.recent(5)), ...events].map(({ id, label }) => [id, label]),
      [
        ['b', undefined],
        ['a', 'safe'],
        ['a', 'safe'],
        ['b', undefined],
      ],
    );
    assert.deepEqual((await one.summary()).labels, { safe: 1, unsafe: 0, unknown: 1 });
    assert.deepEqual(await labelledOf(one), [
      { command: 'rm x', label: 'safe', count: 1, given: true },
      { command: 'ls', label: 'unknown', count: 1, given: false },
    ]);
  });

  it('rejects labelling an unknown event', async () => {
    await assert.rejects(open().label('nope', 'safe', 'bob'), (error) =>
      isRulewrightError(error, 'not-found'),
    );
  });

  it('counts commands by label for training, except those of low confidence', async () => {
    const history = open();
    await history.append([
      anEvent({ id: 'a', command: 'ls', safetyScore: 90 }),
      anEvent({ id: 'b', command: 'ls', label: 'safe' }),
      anEvent({ id: 'c', command: 'rm', safetyScore: 10 }),
      anEvent({ id: 'd', command: 'dd', label: 'unsafe', context: { confidence: 'low' } }),
      anEvent({ id: 'e', command: ' ' }),
      anEvent({ id: 'f', command: 'mv' }),
    ]);
    await history.label('c', 'safe', 'bob');
    assert.deepEqual(await labelledOf(history), [
      { command: 'ls', label: 'safe', count: 2, given: true },
      { command: 'mv', label: 'unknown', count: 1, given: false },
      { command: 'rm', label: 'safe', count: 1, given: true },
    ]);
  });

  it("counts people's answers to a host as implied labels", async () => {
    const history = open();
    const hook = { source: 'hook' as const, eventType: 'command_requested' };
    await history.append([
      anEvent({ ...hook, id: 'a', command: 'git push -f' }),
      anEvent({ ...hook, id: 'b', command: 'npm ci' }),
      anEvent({ ...hook, id: 'c', command: 'make' }),
      anEvent({ ...hook, id: 'd', command: 'rm x' }),
    ]);
    await history.addOutcomes([
      { eventId: 'a', answer: 'refused', waitedMs: 5 },
      { eventId: 'b', exitCode: 0, failed: false, answer: 'approved' },
      { eventId: 'c', exitCode: 0, failed: false },
      { eventId: 'd', answer: 'refused' },
    ]);
    await history.label('d', 'safe', 'bob');
    const commands = (await labelledOf(history)).map(({ answerDates, ...command }) => {
      assert.equal(answerDates === undefined, command.answers === undefined);
      return command;
    });
    assert.deepEqual(commands, [
      {
        ...{ command: 'git push -f', label: 'unsafe', count: 1, given: false },
        answers: { refused: 1, approved: 0 },
      },
      {
        ...{ command: 'npm ci', label: 'safe', count: 1, given: false },
        answers: { refused: 0, approved: 1 },
      },
      { command: 'make', label: 'unknown', count: 1, given: false },
      {
        ...{ command: 'rm x', label: 'safe', count: 1, given: true },
        answers: { refused: 1, approved: 0 },
      },
    ]);
  });

  it('sums up events, labels, decisions and the hits of each rule', async () => {
    const history = open();
    const verdict = (decision: 'deny' | 'none', rules: string[], shadow: string[] = []) => ({
      decision,
      rules,
      shadow,
      policyVersion: 'v1',
    });
    await history.append([
      anEvent({ id: 'a', ts: '2026-01-01T00:00:00Z', verdict: verdict('deny', ['r1', 'r2']) }),
      anEvent({ id: 'b', ts: '2026-01-03T00:00:00Z', verdict: verdict('none', [], ['r1']) }),
      anEvent({ id: 'c', ts: '2026-01-02T00:00:00Z', label: 'safe' }),
    ]);
    await history.label('b', 'unsafe', 'bob');
    await history.label('b', 'safe', 'bob');
    assert.deepEqual(await history.summary(), {
      total: 3,
      labels: { safe: 2, unsafe: 0, unknown: 1 },
      decisions: { deny: 1, ask: 0, allow: 0, none: 1 },
      sources: new Map([['terminal', 3]]),
      damaged: 0,
    });
    assert.deepEqual(
      [...(await history.ruleHits())],
      [
        ['r1', { count: 2, lastTs: '2026-01-03T00:00:00Z' }],
        ['r2', { count: 1, lastTs: '2026-01-01T00:00:00Z' }],
      ],
    );
    await history.append([anEvent({ id: 'd', verdict: verdict('deny', ['r2']) })]);
    assert.equal((await history.ruleHits()).get('r2')?.count, 2);
  });

  it('counts the commands of each local day by decision', async () => {
    const history = open();
    const verdict = (decision: 'deny' | 'ask' | 'none', shadow: string[] = []) => ({
      ...{ decision, rules: ['r1'], shadow, policyVersion: 'v1' },
    });
    const at = (day: number, hour: number) => new Date(2026, 0, day, hour).toISOString();
    await history.append([
      anEvent({ id: 'a', ts: at(1, 23), verdict: verdict('deny', ['r2']) }),
      anEvent({ id: 'b', ts: at(2, 0), verdict: verdict('ask') }),
      anEvent({ id: 'c', ts: at(2, 12), verdict: verdict('none', ['r2']) }),
      anEvent({ id: 'd', ts: at(2, 23) }),
      anEvent({ id: 'e', ts: 'no date' }),
    ]);
    const days = await history.dayCounts();
    assert.deepEqual(
      [...days],
      [
        ['2026-01-01', { commands: 1, denied: 1, asked: 0, shadow: 0 }],
        ['2026-01-02', { commands: 3, denied: 0, asked: 1, shadow: 1 }],
      ],
    );
    await history.append([anEvent({ id: 'f', ts: at(2, 5) })]);
    assert.equal((await history.dayCounts()).get('2026-01-02')?.commands, 4);
  });

  it('permanently deletes by text and by age, with the labels of deleted events', async () => {
    const history = open();
    await history.append([
      anEvent({ id: 'a', command: 'curl secret.test', ts: '2026-01-01T00:00:00Z' }),
      anEvent({ id: 'b', command: 'curl other.test', ts: '2026-01-01T00:00:00Z' }),
      anEvent({ id: 'c', command: 'curl secret.test', ts: '2026-01-05T00:00:00Z' }),
      anEvent({ id: 'd', command: 'ls', ts: 'no date' }),
    ]);
    await history.label('c', 'safe', 'bob');
    await history.label('b', 'safe', 'bob');
    assert.equal(await history.remove({ text: 'secret', beforeMs: Date.UTC(2026, 0, 3) }), 1);
    assert.deepEqual(await ids(history.all()), ['b', 'c', 'd']);
    assert.equal(await history.remove({ text: 'secret' }), 1);
    for (const path of segments()) {
      const text = readFileSync(path, 'utf8');
      assert.equal(text.includes('secret'), false);
      assert.equal(text.includes('"c"'), false);
    }
    assert.equal(await history.remove({ text: 'secret' }), 0);
    assert.deepEqual(
      (await history.recent(5)).map(({ id, label }) => [id, label]),
      [
        ['d', undefined],
        ['b', 'safe'],
      ],
    );
    await assert.rejects(history.remove({}), (error) => isRulewrightError(error, 'invalid-input'));
  });

  it('adds the outcome to an event, whichever window received it, and deletes both together', async () => {
    const [one, other] = [open(), open('2-2-b')];
    await one.append([anEvent({ id: 'a', eventType: 'command_requested' })]);
    for (const history of [other, one]) {
      await history.addOutcomes([{ eventId: 'a', exitCode: 3, failed: true }]);
    }
    const [event, ...more] = await one.recent(5);
    assert.deepEqual(
      [event?.id, event?.eventType, event?.exitCode, more.length],
      ['a', 'command_failed', 3, 0],
    );
    assert.equal((await one.summary()).total, 1);
    assert.equal(await one.remove({ beforeMs: now + DAY_MS }), 1);
    assert.deepEqual(segments(), []);
  });

  it('keeps events that another window appends during a deletion', async () => {
    const [one, two] = [open('1-1-a'), open('2-2-b')];
    await two.append([anEvent({ id: 'a', command: 'bad' }), anEvent({ id: 'b' })]);
    assert.equal(await one.remove({ text: 'bad' }), 1);
    await two.append([anEvent({ id: 'c' })]);
    assert.equal(await one.remove({ text: 'run b' }), 1);
    assert.deepEqual(await ids(one.all()), ['c']);
  });

  it('applies retention to the time of storing, not to the time in the event', async () => {
    const history = open();
    await history.append([anEvent({ id: 'old', ts: '2026-01-06T00:00:00Z' })]);
    now += 40 * DAY_MS;
    await history.append([anEvent({ id: 'imported', ts: '2020-01-01T00:00:00Z' })]);
    assert.equal(await history.retain(30), 1);
    assert.deepEqual(await ids(history.all()), ['imported']);
  });

  it('imports a CSV file once, even if requested repeatedly, and exports it without loss', async () => {
    const path = join(folder(), 'in.csv');
    const rows = [
      '1,ls,0,99.0,0,web',
      '2,rm -rf /,,3,1,',
      '2,again,0,90,0,',
      'x,,,,,',
      '3,"a\nb",1,,,',
    ];
    writeFileSync(
      path,
      `id,command,exit_code,safety_score,safety_label,team\n${rows.join('\n')}\n`,
    );
    const history = open();
    const first = await history.importCsv(path);
    assert.deepEqual(first, {
      imported: 3,
      repeated: 1,
      skipped: 1,
      faults: [{ line: 5, problem: 'the command is empty' }],
      labels: { safe: 1, unsafe: 1, unknown: 1 },
    });
    const second = await history.importCsv(path);
    assert.deepEqual([second.imported, second.repeated], [0, 4]);
    const out = join(folder(), 'out.csv');
    assert.equal(await history.exportCsv(out), 3);
    const other = createHistory({
      files: createNodeFiles(),
      folder: join(folder(), 'other'),
      clock: Date,
      owner: '3-3-c',
    });
    await other.importCsv(out);
    const [one, two]: CommandEvent[][] = [[], []];
    for await (const event of history.all()) one?.push(event);
    for await (const event of other.all()) two?.push(event);
    assert.deepEqual(two, one);
    assert.match(readFileSync(out, 'utf8'), /99\.0/);
  });

  it('notifies its listeners of each change, until they unsubscribe', async () => {
    const history = open();
    let received = 0;
    const listener = history.onDidChange(() => (received += 1));
    await history.append([anEvent({ id: 'a' })]);
    await history.label('a', 'safe', 'bob');
    await history.remove({ text: 'run' });
    assert.equal(received, 3);
    listener.dispose();
    await history.append([anEvent({ id: 'b' })]);
    assert.equal(received, 3);
  });

  it('reports a full disk and continues afterwards', async () => {
    let full = true;
    const real = createNodeFiles();
    const files: Files = {
      ...real,
      append: (path, bytes) => {
        if (!full) return real.append(path, bytes);
        const half = real.append(path, bytes.subarray(0, bytes.length / 2));
        return half.then(() =>
          Promise.reject(new RulewrightError('disk-full', 'The disk is full.')),
        );
      },
    };
    const history = open('1-1-a', { files });
    await assert.rejects(history.append([anEvent({ id: 'a' })]), (error) =>
      isRulewrightError(error, 'disk-full'),
    );
    full = false;
    await history.append([anEvent({ id: 'b' })]);
    assert.deepEqual(await ids(history.all()), ['b']);
  });
});
