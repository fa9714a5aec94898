import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentSignal } from '../../../src/core/agentSignal';
import { effectiveLabel, type CommandEvent } from '../../../src/core/event';
import type { Files } from '../../../src/core/fileAccess';
import { RulewrightError } from '../../../src/core/errors';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { createHistory } from '../../../src/history/history';
import { processHasEnded } from '../../../src/history/processToken';
import { Spool } from '../../../src/history/spool';
import { anEvent } from '../../support/events';
import { stepFiles } from '../../support/stepFiles';
import { useTempFolder } from '../../support/tempFolder';
import { bundleProgram } from '../../support/threads';

/** A process id that no process has: Linux uses ids up to 4 194 304. */
const NOBODY = 99_999_999;

describe('Spool', function () {
  this.timeout(120_000);
  const folder = useTempFolder();
  const spoolFolder = (): string => join(folder(), 'spool');
  let windows = 0;
  let drainer = '';
  before(async () => {
    drainer = await bundleProgram('test/support/drainChild.ts');
  });
  after(() => {
    rmSync(drainer);
  });

  function put(name: string, events: readonly CommandEvent[], tail = ''): void {
    mkdirSync(spoolFolder(), { recursive: true });
    const lines = events.map((event) => `${JSON.stringify({ event })}\n`);
    writeFileSync(join(spoolFolder(), name), lines.join('') + tail);
  }

  /** A separate window: `drain` empties the spool, `ids` lists the events in the history. */
  function aWindow(
    more: {
      files?: Files;
      follow?: (signal: AgentSignal) => void;
      owner?: string;
      onSlice?: (lines: number) => void;
      nowMs?: number;
      maxFiles?: number;
    } = {},
  ) {
    windows += 1;
    const files = more.files ?? createNodeFiles();
    const owner = more.owner ?? `${process.pid}-0-w${windows}`;
    const history = createHistory({ files, folder: join(folder(), 'history'), clock: Date, owner });
    const spool = new Spool({
      files,
      folder: spoolFolder(),
      target: {
        append: (events) => {
          more.onSlice?.(events.length);
          return history.append(events);
        },
        addOutcomes: (outcomes) => history.addOutcomes(outcomes),
        idsOf: (of) => history.idsOf(of),
      },
      clock: { now: () => more.nowMs ?? 0 },
      owner,
      ownerHasEnded: processHasEnded,
      agents: {
        follow: (signal) => {
          more.follow?.(signal);
          return Promise.resolve();
        },
      },
      ...(more.maxFiles === undefined ? {} : { maxFiles: more.maxFiles }),
    });
    const ids = async (): Promise<string[]> => {
      const all: string[] = [];
      for await (const event of history.all()) all.push(event.id);
      return all.sort();
    };
    return { drain: () => spool.drain(), drainIfChanged: () => spool.drainIfChanged(), ids };
  }

  /** A window, and a function that counts how often it lists the folder in a number of calls. */
  function countedWindow(nowMs: number) {
    let looks = 0;
    const real = createNodeFiles();
    const namePieces: Files['namePieces'] = (path) => {
      looks += 1;
      return real.namePieces(path);
    };
    const window = aWindow({ files: { ...real, namePieces }, nowMs });
    const looksIn = async (calls: number): Promise<number> => {
      looks = 0;
      for (let call = 0; call < calls; call += 1) await window.drainIfChanged();
      return looks;
    };
    return { window, looksIn };
  }

  const left = (): string[] => readdirSync(spoolFolder());

  it('is not blocked by a pipe, and removes it', async () => {
    put('12-b.jsonl', [anEvent({ id: 'b' })]);
    execFileSync('mkfifo', [join(spoolFolder(), '11-a.jsonl')]);
    const { drain, ids } = aWindow();
    assert.deepEqual(await drain(), { files: 1, events: 1, damaged: 1 });
    assert.deepEqual(await ids(), ['b']);
    assert.deepEqual(left(), []);
  });

  it('moves events into the history and leaves no files behind', async () => {
    put('11-a.jsonl', [anEvent({ id: 'a' }), anEvent({ id: 'b' })]);
    put('12-b.jsonl', [anEvent({ id: 'c' })]);
    const window = aWindow();
    assert.deepEqual(await window.drain(), { files: 2, events: 3, damaged: 0 });
    assert.deepEqual(await window.ids(), ['a', 'b', 'c']);
    assert.deepEqual(left(), []);
  });

  it('lists the folder again only if it has changed, and periodically', async () => {
    put('11-a.jsonl', [anEvent({ id: 'a' })]);
    const { window, looksIn } = countedWindow(Date.now() + 60_000);
    // The first call itself changed the folder.
    assert.equal(await looksIn(5), 2);
    assert.deepEqual(await window.ids(), ['a']);
    put('12-b.jsonl', [anEvent({ id: 'b' })]);
    assert.equal(await looksIn(2), 2);
    assert.deepEqual(await window.ids(), ['a', 'b']);
    assert.equal(await looksIn(14), 0);
    assert.equal(await looksIn(1), 1);
  });

  it('lists a recently changed folder again, because its time may hide another change', async () => {
    put('11-a.jsonl', [anEvent({ id: 'a' })]);
    assert.equal(await countedWindow(Date.now()).looksIn(4), 4);
  });

  it('drains nothing if the folder does not exist', async () => {
    assert.deepEqual(await aWindow().drain(), { files: 0, events: 0, damaged: 0 });
  });

  it('counts damaged and foreign lines and keeps the others', async () => {
    put('11-a.jsonl', [anEvent({ id: 'a' })], '{"event":{"id":7}}\n{"event":{"id":"ha');
    const window = aWindow();
    assert.deepEqual(await window.drain(), { files: 1, events: 1, damaged: 2 });
    assert.deepEqual(await window.ids(), ['a']);
  });

  it('takes over no label, and no score that implies one', async () => {
    const base = { command: 'rm -rf /srv', source: 'hook' as const };
    put('11-a.jsonl', [
      anEvent({ ...base, id: 'a', label: 'safe' }),
      anEvent({ ...base, id: 'b', safetyScore: 100 }),
      anEvent({ ...base, id: 'c', source: 'csv', safetyScore: 95, label: 'safe' }),
    ]);
    await aWindow().drain();
    const files = createNodeFiles();
    const history = createHistory({
      ...{ files, folder: join(folder(), 'history'), clock: Date, owner: '1-0-reader' },
    });
    const labels: string[] = [];
    for await (const event of history.all()) labels.push(effectiveLabel(event));
    assert.deepEqual(labels, ['unknown', 'unknown', 'unknown']);
  });

  it('ignores lines longer than any line of a guard', async () => {
    const long = anEvent({ id: 'long', command: 'x'.repeat(1_000_000) });
    put('11-a.jsonl', [anEvent({ id: 'a' }), long, anEvent({ id: 'b' })], '{'.repeat(1_000_000));
    const window = aWindow();
    assert.deepEqual(await window.drain(), { files: 1, events: 2, damaged: 2 });
    assert.deepEqual(await window.ids(), ['a', 'b']);
  });

  it('reads lines of a newer guard, and ignores unknown members', async () => {
    const event = {
      ...anEvent({ id: 'a' }),
      mood: 'calm',
      context: { cwd: '/repo', mood: 'calm' },
    };
    const agent = { ts: '2026-01-05T08:00:00Z', host: 'claude', sessionId: 's', status: 'idle' };
    const lines = [
      { event, mood: 1 },
      { outcome: { eventId: 'a', exitCode: 3, mood: 1 } },
      { agent: { ...agent, mood: 1 } },
    ];
    put('11-a.jsonl', [], lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const received: AgentSignal[] = [];
    const window = aWindow({ follow: (signal) => void received.push(signal) });
    assert.deepEqual(await window.drain(), { files: 1, events: 1, damaged: 0 });
    assert.deepEqual(await window.ids(), ['a']);
    assert.deepEqual(received, [agent]);
  });

  it('keeps lines of an unknown kind aside, until a newer window reads them', async () => {
    const future = JSON.stringify({ future: { id: 'f', command: 'ls' } });
    const known = JSON.stringify({ event: anEvent({ id: 'b' }) });
    put('11-12-a.jsonl', [anEvent({ id: 'a' })], `${future}\n{"event":{"id":"ha`);
    const aside = join(spoolFolder(), 'aside');
    const kept = (): string => readFileSync(join(aside, '11-12-a.jsonl'), 'utf8');
    await aWindow().drain();
    assert.equal(kept(), `${future}\n`);
    await aWindow().drain();
    assert.equal(kept(), `${future}\n`);
    // As if this window were of a newer version.
    writeFileSync(join(aside, '11-12-a.jsonl'), `${known}\n`);
    const window = aWindow();
    await window.drain();
    assert.deepEqual(await window.ids(), ['a', 'b']);
    assert.deepEqual(readdirSync(aside), []);
  });

  it('keeps lines aside for 30 days, even if a window rewrites them', async () => {
    const line = '{"future":1}\n';
    put('11-1000-a.jsonl', [], line);
    put('12-2000-b.jsonl', [], line);
    await aWindow().drain();
    const aside = join(spoolFolder(), 'aside');
    assert.deepEqual(readdirSync(aside), ['11-1000-a.jsonl', '12-2000-b.jsonl']);
    await aWindow({ nowMs: 1500 + 30 * 86_400_000 }).drain();
    assert.deepEqual(readdirSync(aside), ['12-2000-b.jsonl']);
  });

  it('keeps at most 50 MiB aside, and removes the oldest first', async () => {
    const line = `{"future":"${'x'.repeat(99_986)}"}\n`;
    put('2-3000-c.jsonl', [], line.repeat(200));
    put('3-2000-b.jsonl', [], line.repeat(200));
    put('1-1000-a.jsonl', [], line.repeat(200));
    await aWindow().drain();
    const aside = join(spoolFolder(), 'aside');
    assert.deepEqual(readdirSync(aside), ['2-3000-c.jsonl', '3-2000-b.jsonl']);
    assert.deepEqual(left(), ['aside']);
  });

  it('writes few events of a long file at a time, and fewest at first', async () => {
    put(
      '11-a.jsonl',
      Array.from({ length: 2_000 }, (_, at) => anEvent({ id: `e${at}` })),
    );
    const slices: number[] = [];
    const window = aWindow({ onSlice: (lines) => void slices.push(lines) });
    assert.deepEqual(await window.drain(), { files: 1, events: 2_000, damaged: 0 });
    assert.ok(Math.max(...slices) <= 50, slices.join());
    assert.deepEqual(slices.slice(0, 3), [2, 3, 4]);
    assert.equal((await window.ids()).length, 2_000);
  });

  it('handles at most 50 lines of a long file in one turn of the event loop', async () => {
    const agent = { ts: '2026-01-05T08:00:00Z', host: 'claude', sessionId: 's', status: 'idle' };
    put('11-a.jsonl', [], `${JSON.stringify({ agent })}\n`.repeat(5_000));
    const handled = new Map<number, number>();
    let turn = 0;
    let isOver = false;
    const nextTurn = (): void => {
      turn += 1;
      if (!isOver) setImmediate(nextTurn);
    };
    nextTurn();
    await aWindow({ follow: () => void handled.set(turn, (handled.get(turn) ?? 0) + 1) }).drain();
    isOver = true;
    const counts = [...handled.values()];
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      5_000,
    );
    assert.ok(Math.max(...counts) <= 50, counts.join());
  });

  it('waits for a living writer and takes the file of one that has ended', async () => {
    put(`${process.pid}-a.part`, [anEvent({ id: 'a' })]);
    put(`${NOBODY}-b.part`, [anEvent({ id: 'b' })]);
    const window = aWindow();
    await window.drain();
    assert.deepEqual(await window.ids(), ['b']);
    assert.deepEqual(left(), [`${process.pid}-a.part`]);
  });

  it('ignores files that are not its own', async () => {
    put('notes.txt', []);
    put('x-a.jsonl', []);
    await aWindow().drain();
    assert.deepEqual(left(), ['notes.txt', 'x-a.jsonl']);
  });

  it('respects the claim of a living window', async () => {
    put(`11-a.jsonl~${process.pid}-0-other`, [anEvent({ id: 'a' })]);
    assert.equal((await aWindow().drain()).files, 0);
  });

  it('is drained in order of time and count, independent of process ids', async () => {
    const received: string[] = [];
    const names = ['9-1000-0a', '10-1000-0b', '99999-1001-00', '7-1002-00', '100000-a'];
    for (const name of names) {
      const agent = { ts: '2026-01-05T08:00:00Z', host: 'claude', sessionId: name, status: 'idle' };
      put(`${name}.jsonl`, [], `${JSON.stringify({ agent })}\n`);
    }
    await aWindow({ follow: ({ sessionId }) => void received.push(sessionId) }).drain();
    assert.deepEqual(received, [
      '100000-a',
      '9-1000-0a',
      '10-1000-0b',
      '99999-1001-00',
      '7-1002-00',
    ]);
  });

  it('drains more files than it sorts at a time, oldest first, and ignores folders with such names', async () => {
    const received: string[] = [];
    for (const at of [5, 2, 8, 1, 9, 4, 7, 3, 6]) {
      const agent = {
        ts: '2026-01-05T08:00:00Z',
        host: 'claude',
        sessionId: `s${at}`,
        status: 'idle',
      };
      put(`${20 - at}-100${at}-0a.jsonl`, [], `${JSON.stringify({ agent })}\n`);
    }
    for (const name of ['1-10-a', '2-20-b', '3-30-c'])
      mkdirSync(join(spoolFolder(), `${name}.jsonl`));
    const follow = ({ sessionId }: AgentSignal): void => void received.push(sessionId);
    assert.equal((await aWindow({ follow, maxFiles: 2 }).drain()).files, 9);
    assert.equal(received.join(' '), 's1 s2 s3 s4 s5 s6 s7 s8 s9');
  });

  it('forwards the signals of agents', async () => {
    const agent: AgentSignal = {
      ts: '2026-01-05T08:00:00Z',
      host: 'claude',
      sessionId: 's',
      status: 'blocked',
    };
    put('11-a.jsonl', [], `${JSON.stringify({ agent })}\n`);
    const received: AgentSignal[] = [];
    await aWindow({ follow: (signal) => void received.push(signal) }).drain();
    assert.deepEqual(received, [agent]);
  });

  it('removes secrets from the signals of agents', async () => {
    const secret = `ghp_${'a1B2c3D4'.repeat(5).slice(0, 36)}`;
    const agent = {
      ts: '2026-01-05T08:00:00Z',
      host: 'claude',
      sessionId: 's',
      status: 'running',
      action: `curl -H 'Authorization: Bearer ${secret}' https://example.com`,
    };
    put('11-a.jsonl', [], `${JSON.stringify({ agent })}\n`);
    const received: AgentSignal[] = [];
    await aWindow({ follow: (signal) => void received.push(signal) }).drain();
    assert.match(received[0]?.action ?? '', /^curl -H/);
    assert.ok(!JSON.stringify(received).includes(secret));
  });

  it('drains each event once when several windows drain at the same time', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `e${String(at).padStart(2, '0')}`);
    for (const [at, id] of ids.entries()) put(`${at}-a.jsonl`, [anEvent({ id })]);
    const all = [aWindow(), aWindow(), aWindow(), aWindow()];
    await Promise.all(all.flatMap((window) => [window.drain(), window.drain()]));
    assert.deepEqual(await aWindow().ids(), ids);
    assert.deepEqual(left(), []);
  });

  it('continues after a failure at any step, keeping each event once', async () => {
    for (let step = 1; step < 20; step += 1) {
      const ids = [`${step}x`, `${step}y`];
      put(
        `11-${step}.jsonl`,
        ids.map((id) => anEvent({ id })),
      );
      const reached: number[] = [];
      const before = (at: number): void => {
        reached.push(at);
        if (at === step) throw new RulewrightError('io-failed', 'Injected.');
      };
      const window = aWindow({ files: stepFiles(createNodeFiles(), { before }) });
      const outcome = await window.drain().then(
        () => 'done',
        () => 'failed',
      );
      const failed = reached.includes(step);
      assert.equal(outcome, failed ? 'failed' : 'done');
      await window.drain();
      assert.deepEqual(left(), []);
      const kept = await window.ids();
      for (const id of ids)
        assert.equal(kept.filter((one) => one === id).length, 1, `step ${step}`);
      if (!failed) return;
    }
    assert.fail('draining has more steps than this test counts');
  });

  it('keeps each event once when drainers are killed at each step in turn', async () => {
    const expected: string[] = [];
    for (const when of ['before', 'after'] as const) {
      for (let step = 1; step <= 4; step += 1) {
        const ids = [`${when}${step}x`, `${when}${step}y`];
        expected.push(...ids);
        put(
          `${NOBODY}-${when}${step}.jsonl`,
          ids.map((id) => anEvent({ id })),
        );
        assert.equal(await killedAt(drainer, folder(), step, when), 'SIGKILL');
      }
    }
    const window = aWindow();
    await window.drain();
    assert.deepEqual(await window.ids(), expected.sort());
    assert.deepEqual(left(), []);
  });

  it('keeps each event once when more drainers died on a file than its name can tell', async () => {
    put(`${NOBODY}-a.jsonl`, [anEvent({ id: 'a' }), anEvent({ id: 'b' })]);
    assert.equal(await killedAt(drainer, folder(), 3, 'after'), 'SIGKILL');
    for (let at = 0; at < 6; at += 1) {
      assert.equal(await killedAt(drainer, folder(), 1, 'after'), 'SIGKILL');
    }
    assert.match(left().join(), /~many~/);
    const window = aWindow();
    await window.drain();
    assert.deepEqual(await window.ids(), ['a', 'b']);
    assert.deepEqual(left(), []);
  });
});

function killedAt(
  program: string,
  storage: string,
  step: number,
  when: string,
): Promise<string | null> {
  const child = spawn(process.execPath, [program, storage, String(step), when], {
    stdio: 'inherit',
  });
  return new Promise((done) => {
    child.on('close', (_, signal) => {
      done(signal);
    });
  });
}
