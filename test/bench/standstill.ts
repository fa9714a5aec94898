import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RunControl } from '../../src/core/ports';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { readSettings } from '../../src/settings';
import { createHistory } from '../../src/history/history';
import { createLearner } from '../../src/app/learner';
import { anEvent } from '../support/events';
import { rounded } from './measure';
import type { PublicCommand } from './publicCommands';
import type { Figures } from './run';
import { Turns } from './turns';

const DAY_MS = 86_400_000;

/**
 * The longest uninterrupted computation of the window in CPU milliseconds: while a model is trained, received and
 * compared with the previous one; while it is shown with its drift; while the label queue is created; while the starter
 * rules are tested; and while a command is predicted. Each twice; the longer one counts. `unlabelled`: commands that
 * ran after the training.
 */
export async function standstill(
  labelled: readonly PublicCommand[],
  unlabelled: readonly PublicCommand[],
): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-standstill-'));
  const files = createNodeFiles();
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  const clock = { now: () => nowMs };
  const history = createHistory({ files, folder: join(folder, 'history'), clock, owner: '1-0-x' });
  const learner = createLearner({
    files,
    folder: join(folder, 'models'),
    clock,
    history,
    workerPath: resolve('dist', 'trainer.cjs'),
    settings: () => readSettings(() => undefined),
  });
  const run = async (commands: readonly PublicCommand[], isLabelled: boolean): Promise<void> => {
    nowMs += DAY_MS;
    const ts = new Date(nowMs).toISOString();
    await history.append(
      commands.map(({ command, label }, at) =>
        anEvent({ id: `${nowMs}-${at}`, ts, command, ...(isLabelled ? { label } : {}) }),
      ),
    );
    nowMs += DAY_MS;
  };
  const turns = new Turns();
  const longest: Record<string, number> = {};
  const watch = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const ms = rounded(await turns.longestDuring(work));
    longest[name] = Math.max(ms, longest[name] ?? 0);
  };
  // As in the window: showing progress takes little time.
  const control: RunControl = { onProgress: () => undefined };
  try {
    await run(labelled, true);
    for (let turn = 0; turn < 2; turn += 1) {
      await watch('training', async () => learner.train(await history.labelled(), control));
    }
    await run(unlabelled, false);
    for (let turn = 0; turn < 2; turn += 1) {
      await watch('showing', () => learner.newest());
      await watch('label_queue', () => learner.labelQueue(history, 100));
      await watch('starter_rules', async () =>
        learner.starterRules(await history.labelled(), control),
      );
      await watch('predicting', () => learner.predict('git push --force origin main'));
    }
  } finally {
    turns.stop();
    await learner.close();
    rmSync(folder, { recursive: true });
  }
  const figures = Object.entries(longest).map(
    ([name, ms]) => [`learn.standstill_ms_${name}`, ms] as const,
  );
  return {
    ...Object.fromEntries(figures),
    'learn.standstill_ms_max': Math.max(...Object.values(longest)),
  };
}
