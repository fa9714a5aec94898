import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type CommandEvent, effectiveLabel } from '../../../src/core/event';
import type { Files } from '../../../src/core/fileAccess';
import { sourceOf } from '../../../src/core/historyQuery';
import type { HistorySummary, RuleHits } from '../../../src/core/ports';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { type CommandHistory, createHistory } from '../../../src/history/history';
import { readLabels, readRecent, withLabel } from '../../../src/history/historyRead';
import { HistorySegments } from '../../../src/history/historySegments';
import { HistoryTail } from '../../../src/history/historyTail';
import { countedReads } from '../../support/countedReads';
import { anEvent } from '../../support/events';
import { LONG, SEED } from '../../support/longForm';
import { useTempFolder } from '../../support/tempFolder';

const LIMITS = { events: 7, bytes: 100_000 };

describe('HistoryTail', function () {
  this.timeout(LONG ? 1_200_000 : 120_000);
  const folder = useTempFolder();
  let now = 0;
  let made = 0;
  beforeEach(() => {
    now = Date.UTC(2026, 0, 6);
  });

  function place() {
    made += 1;
    const at = join(folder(), `history ${made}`);
    mkdirSync(at);
    return at;
  }

  function aWindow(at: string, owner: string, files: Files = createNodeFiles()) {
    const clock = { now: () => now };
    return createHistory({ files, folder: at, clock, owner, maxBytes: 1500 });
  }

  function segmentsOf(at: string, files: Files = createNodeFiles()) {
    return new HistorySegments({ files, folder: at, clock: { now: () => now }, owner: '9-9-z' });
  }

  /** The newest segment of events. */
  function lastSegment(at: string): string {
    const names = readdirSync(at).filter((name) => name.endsWith('.events.jsonl'));
    const paths = names.map((name) => join(at, name));
    const byTime = paths.sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
    return byTime.at(-1) ?? '';
  }

  it('reads only appended lines, once for concurrent callers', async () => {
    const at = place();
    const files = countedReads(createNodeFiles());
    const [one, other] = [aWindow(at, '1-1-a', files), aWindow(at, '2-2-b')];
    for (let index = 0; index < 60; index += 1) await one.append([anEvent({ id: `e${index}` })]);
    await one.label('e3', 'unsafe', 'bob');
    const ask = (): Promise<unknown> =>
      Promise.all([one.recent(1), one.recent(200), one.summary(), one.ruleHits()]);
    await ask();
    files.takeBytes();
    await ask();
    assert.equal(files.takeBytes(), 0);
    for (const history of [one, other]) {
      const line = `{"at":${now},"event":${JSON.stringify(anEvent({ id: 'new', command: 'ls' }))}}`;
      await history.append([anEvent({ id: 'new', command: 'ls' })]);
      await ask();
      // The last kilobyte is read first, to verify that the file was not replaced.
      assert.ok(files.takeBytes() <= 1024 + line.length + 2);
    }
    assert.equal((await one.summary()).total, 62);
  });

  it('accepts a damaged last line as an event once it is complete', async () => {
    const at = place();
    const tail = new HistoryTail(createNodeFiles(), segmentsOf(at), LIMITS);
    const history = aWindow(at, '1-1-a');
    await history.append([anEvent({ id: 'a' })]);
    const line = JSON.stringify({ at: now + 1, event: anEvent({ id: 'b', command: 'écho ü' }) });
    const bytes = Buffer.from(`${line}\n`);
    // Inside a multi-byte character.
    const cut = bytes.indexOf(0xc3) + 1;
    appendFileSync(lastSegment(at), bytes.subarray(0, cut));
    assert.deepEqual(await stateOf(tail), { ids: ['a'], total: 1, damaged: 1 });
    appendFileSync(lastSegment(at), bytes.subarray(cut, -1));
    assert.deepEqual(await stateOf(tail), { ids: ['b', 'a'], total: 2, damaged: 0 });
    appendFileSync(lastSegment(at), '\n');
    assert.deepEqual(await stateOf(tail), { ids: ['b', 'a'], total: 2, damaged: 0 });
    assert.equal((await tail.recent(1))[0]?.command, 'écho ü');
  });

  it('detects a replaced segment, even if it is longer', async () => {
    const at = place();
    const tail = new HistoryTail(createNodeFiles(), segmentsOf(at), LIMITS);
    await aWindow(at, '1-1-a').append(['a', 'b'].map((id) => anEvent({ id })));
    assert.deepEqual((await stateOf(tail)).ids, ['b', 'a']);
    const path = lastSegment(at);
    truncateSync(path, 0);
    for (const id of ['c', 'd', 'e']) {
      appendFileSync(path, `\n${JSON.stringify({ at: now, event: anEvent({ id }) })}\n`);
    }
    assert.deepEqual(await stateOf(tail), { ids: ['e', 'd', 'c'], total: 3, damaged: 0 });
    writeFileSync(path, `\n${JSON.stringify({ at: now, event: anEvent({ id: 'f' }) })}\n`);
    assert.deepEqual(await stateOf(tail), { ids: ['f'], total: 1, damaged: 0 });
  });

  it('continues after a read failure, without losing or duplicating events', async () => {
    const at = place();
    const real = createNodeFiles();
    let left = Infinity;
    async function* readPieces(path: string, start?: number): AsyncGenerator<Uint8Array> {
      for await (const piece of real.readPieces(path, start)) {
        for (let from = 0; from < piece.length; from += 300) {
          left -= 1;
          if (left < 0) throw new Error('The disk is gone.');
          yield piece.subarray(from, from + 300);
        }
      }
    }
    const tail = new HistoryTail({ ...real, readPieces }, segmentsOf(at), LIMITS);
    const history = aWindow(at, '1-1-a');
    for (let index = 0; index < 30; index += 1) {
      now += 1;
      await history.append([anEvent({ id: `e${index}` })]);
    }
    await history.label('e29', 'safe', 'bob');
    let failures = 0;
    const answers = async (): Promise<boolean> => {
      left = 1 + failures;
      return tail.summary().then(
        () => true,
        () => false,
      );
    };
    while (!(await answers())) failures += 1;
    left = Infinity;
    assert.ok(failures > 2);
    const state = await stateOf(tail);
    assert.deepEqual([state.total, state.damaged], [30, 0]);
    assert.deepEqual(state.ids.slice(0, 3), ['e29', 'e28', 'e27']);
    assert.equal((await tail.recent(1))[0]?.label, 'safe');
  });

  it('keeps no more in memory than its limits, and reads the rest from disk', async () => {
    const at = place();
    const files = countedReads(createNodeFiles());
    const history = aWindow(at, '1-1-a');
    const tail = new HistoryTail(files, segmentsOf(at, files), { events: 50, bytes: 2000 });
    for (let index = 0; index < 40; index += 1) {
      now += 1;
      await history.append([
        anEvent({ id: `e${index}`, command: `echo ${'x'.repeat(index * 10)}` }),
      ]);
    }
    await tail.summary();
    files.takeBytes();
    assert.equal((await tail.recent(3)).length, 3);
    assert.equal(files.takeBytes(), 0);
    assert.deepEqual(
      (await tail.recent(30)).map(({ id }) => id),
      Array.from({ length: 30 }, (_, index) => `e${39 - index}`),
    );
    assert.ok(files.takeBytes() > 2000);
  });

  it('agrees with a reader of the files after any sequence of changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 25 }), async (steps) => {
        const at = place();
        const windows = [aWindow(at, '1-1-a'), aWindow(at, '2-2-b')] as const;
        const tail = new HistoryTail(createNodeFiles(), segmentsOf(at), LIMITS);
        for (const [index, step] of steps.entries()) {
          now += 1000;
          await windows[step.window].recent(1);
          await take(step, windows[step.window], { at, index });
          if (!step.look) continue;
          assert.deepEqual(await shownBy(tail), await foundIn(at));
        }
        assert.deepEqual(await shownBy(tail), await foundIn(at));
      }),
      { numRuns: LONG ? 1000 : 40, seed: SEED },
    );
  });

  interface Step {
    readonly kind:
      'append' | 'addOutcomes' | 'label' | 'remove' | 'retain' | 'tear' | 'complete' | 'unlink';
    readonly window: 0 | 1;
    readonly number: number;
    /** Whether the history is read before the next step. */
    readonly look: boolean;
  }

  const aStep: fc.Arbitrary<Step> = fc.record({
    kind: fc.oneof(
      { weight: 6, arbitrary: fc.constant('append' as const) },
      { weight: 2, arbitrary: fc.constant('addOutcomes' as const) },
      { weight: 2, arbitrary: fc.constant('label' as const) },
      ...(['remove', 'retain', 'tear', 'complete', 'unlink'] as const).map((kind) => ({
        weight: 1,
        arbitrary: fc.constant(kind),
      })),
    ),
    window: fc.constantFrom(0 as const, 1 as const),
    number: fc.nat(20),
    look: fc.boolean(),
  });

  const TORN = '{"at":1,"event":{"id":"torn';

  /** The state for a step: its window, one of its newest events, the newest file, and the number of the step. */
  interface Scene {
    readonly history: CommandHistory;
    readonly some: CommandEvent | undefined;
    readonly path: string;
    readonly index: number;
  }

  const STEPS: Record<Step['kind'], (number: number, scene: Scene) => unknown> = {
    append: (number, { history, index }) => {
      const ids = Array.from({ length: 1 + (number % 4) }, (_, of) => `e${index}.${of}`);
      return history.append(ids.map((id) => anEvent({ id, ...someFields(number) })));
    },
    addOutcomes: (number, { history, some }) =>
      some && history.addOutcomes([{ eventId: some.id, exitCode: number, failed: number > 0 }]),
    label: (number, { history, some }) =>
      some && history.label(some.id, LABELS[number % 4] ?? 'safe', 'bob'),
    remove: (_, { history, some }) => some && history.remove({ text: some.command }),
    retain: (number, { history }) => history.retain((number * 1000) / 86_400_000),
    tear: (_, { path }) => {
      if (path !== '') appendFileSync(path, `\n${TORN}`);
    },
    complete: (_, { path, index }) => {
      if (path !== '') appendFileSync(path, `${index}"}}\n`);
    },
    // As if another program cleaned up the folder.
    unlink: (_, { path }) => (path === '' ? undefined : createNodeFiles().remove(path)),
  };

  async function take(
    { kind, number }: Step,
    history: CommandHistory,
    { at, index }: { at: string; index: number },
  ): Promise<void> {
    const before = await history.recent(20);
    const some = before[number % Math.max(1, before.length)];
    await STEPS[kind](number, { history, some, path: lastSegment(at), index });
  }

  const LABELS = ['safe', 'unsafe', 'unknown', 'none'] as const;

  function someFields(number: number): Partial<CommandEvent> {
    const verdict = {
      decision: 'deny' as const,
      rules: [`r${number % 3}`],
      shadow: [],
      policyVersion: 'v1',
    };
    return {
      // Imported events ran before others that were written earlier.
      ...(number % 3 === 0 ? { ts: `2026-01-0${1 + (number % 4)}T08:00:00.000Z` } : {}),
      ...(number % 2 === 0 ? { verdict } : {}),
      ...(number % 5 === 0 ? { label: 'safe' as const } : {}),
    };
  }

  async function stateOf(tail: HistoryTail) {
    const { total, damaged } = await tail.summary();
    return { ids: (await tail.recent(50)).map(({ id }) => id), total, damaged };
  }

  interface Shown {
    readonly few: readonly CommandEvent[];
    readonly many: readonly CommandEvent[];
    readonly summary: HistorySummary;
    readonly hits: ReadonlyMap<string, RuleHits>;
  }

  async function shownBy(tail: HistoryTail): Promise<Shown> {
    const [few, many, summary, hits] = await Promise.all([
      tail.recent(5),
      tail.recent(30),
      tail.summary(),
      tail.ruleHits(),
    ]);
    return { few, many, summary, hits };
  }

  /** The same read from the files, by code without a cache. */
  async function foundIn(at: string): Promise<Shown> {
    const segments = segmentsOf(at);
    const labels = await readLabels(segments);
    const { events, damaged } = await linesIn(segments);
    const summary = {
      total: events.length,
      labels: { safe: 0, unsafe: 0, unknown: 0 },
      decisions: { deny: 0, ask: 0, allow: 0, none: 0 },
      sources: new Map<string, number>(),
      damaged,
    };
    const hits = new Map<string, RuleHits>();
    for (const event of events) {
      summary.labels[effectiveLabel(event)] += 1;
      const source = sourceOf(event);
      summary.sources.set(source, (summary.sources.get(source) ?? 0) + 1);
      if (event.verdict !== undefined) summary.decisions[event.verdict.decision] += 1;
      for (const rule of event.verdict?.rules ?? []) {
        const { count, lastTs } = hits.get(rule) ?? { count: 0, lastTs: '' };
        hits.set(rule, { count: count + 1, lastTs: event.ts > lastTs ? event.ts : lastTs });
      }
    }
    for (const { was, label } of labels.values()) {
      if (label === 'none') continue;
      summary.labels[was] -= 1;
      summary.labels[label] += 1;
    }
    const recent = async (limit: number): Promise<readonly CommandEvent[]> =>
      (await readRecent(segments, limit)).map((event) => withLabel(event, labels));
    return { few: await recent(5), many: await recent(30), summary, hits };
  }

  async function linesIn(segments: HistorySegments) {
    const events: CommandEvent[] = [];
    let damaged = 0;
    for (const name of await segments.names('events')) {
      for await (const batch of segments.read(name)) {
        damaged += batch.damaged;
        events.push(...batch.lines.flatMap((line) => ('event' in line ? [line.event] : [])));
      }
    }
    return { events, damaged };
  }
});
