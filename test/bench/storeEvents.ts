import { join } from 'node:path';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { anEvent } from '../support/events';
import { cpuMicros, percentile, rounded } from './measure';
import { Turns } from './turns';

/** Appends, streams, counts and labels a history of `count` events as the window does. */
export async function measureEvents(
  folder: string,
  count: number,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = { 'store.events.count': count };
  const files = createNodeFiles();
  const history = createHistory({
    files,
    folder: join(folder, 'history'),
    clock: Date,
    owner: `${process.pid}-0-bench`,
  });
  const turns = new Turns();
  const blocks: Record<string, number> = {};
  const watch = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    blocks[name] = await turns.longestDuring(work);
  };
  await watch('append', () => fillHistory(history, count));
  const waits: number[] = [];
  await watch('append_one', async () => {
    for (let index = 0; index < 2_000; index += 1) {
      const before = performance.now();
      await history.append([someEvent(count + index)]);
      waits.push(performance.now() - before);
    }
  });
  figures['store.events.append_p50_ms'] = rounded(percentile(waits, 0.5));
  figures['store.events.append_p99_ms'] = rounded(percentile(waits, 0.99));
  await watch('stream', async () => {
    Object.assign(figures, await streamed(folder, history));
  });
  await watch('summary', () => history.summary());
  await watch('summary_again', () => history.summary());
  await watch('rule_hits', () => history.ruleHits());
  await watch('recent', () => history.recent(200));
  await watch('label', () => history.label(`event ${count}`, 'unsafe', 'Ada'));
  await watch('labelled', () => history.labelled());
  await watch('retain', () => history.retain(90));
  turns.stop();
  for (const [name, longestMs] of Object.entries(blocks)) {
    figures[`store.events.${name}_block_ms`] = rounded(longestMs);
  }
  return figures;
}

type History = ReturnType<typeof createHistory>;

async function fillHistory(history: History, count: number): Promise<void> {
  for (let from = 0; from < count; from += 200) {
    const length = Math.min(200, count - from);
    await history.append(Array.from({ length }, (_, index) => someEvent(from + index)));
  }
}

function someEvent(index: number): ReturnType<typeof anEvent> {
  const command = `git checkout -b feature/${index % 5_000} --track origin/main`;
  return anEvent({ id: `event ${index}`, command });
}

async function streamed(folder: string, history: History): Promise<Record<string, number>> {
  const files = createNodeFiles();
  let sizeBytes = 0;
  for (const name of await files.list(join(folder, 'history'))) {
    sizeBytes += (await files.stat(join(folder, 'history', name)))?.sizeBytes ?? 0;
  }
  let rows = 0;
  let rssBytes = 0;
  const [before, cpuBefore] = [performance.now(), cpuMicros()];
  for await (const event of history.all()) {
    if (event.id === '') throw new Error('An event without an id.');
    rows += 1;
    if (rows % 10_000 === 0) rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - before) / 1_000;
  const cpuSeconds = (cpuMicros() - cpuBefore) / 1e6;
  return {
    'store.events.stream_rows_per_s': rounded(rows / seconds),
    'store.events.stream_mb_per_s': rounded(sizeBytes / 1e6 / seconds),
    'store.events.stream_rows_per_cpu_s': rounded(rows / cpuSeconds),
    'store.events.size_mb': rounded(sizeBytes / 1e6),
    'store.events.stream_rss_mb': rounded(rssBytes / 1e6),
  };
}
