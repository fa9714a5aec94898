import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../../src/app';
import type { AppPorts, Learner } from '../../../src/app/ports';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { readSettings } from '../../../src/settings';
import type { OpenStore } from '../../../src/store/openStore';
import { createHistory } from '../../../src/history/history';
import { hookEvent, terminalEvent } from '../../../src/history/recorder';
import { eventFromSource } from '../../../src/history/sources/sourceEvent';
import { patternWithoutSecrets, secretInPattern } from '../../../src/history/redact/patternSecret';
import { redactionOf } from '../../../src/history/redact/redact';
import { guardOwnFiles } from '../../../src/guard/guardOwnFiles';
import { createBacktests } from '../../../src/app/backtests';
import { createEvaluatorPort } from '../../../src/app/evaluatorPort';
import { createLearner } from '../../../src/app/learner';
import { storePorts } from '../../../src/app/storePorts';
import { openTestStore } from '../storeUnderTest';
import { smallBackground, smallBase } from '../smallBase';
import { bundleTrainer } from '../threads';
import type { Ran } from './pageInput';

/** The whole product except VS Code, in a separate folder, with a clock that changes only when requested. */
export interface RecordedApp {
  readonly app: App;
  readonly learner: Learner;
  readonly store: OpenStore;
  /** Advances the clock. */
  readonly pass: (ms: number) => void;
  readonly nowMs: () => number;
  /**
   * Records commands as a terminal or, for every fourth, as an agent's hook reports them, with the verdict and the
   * user's labels.
   */
  run(runs: readonly Ran[]): Promise<void>;
  /** Imports a CSV file with this content. */
  importCsv(text: string): Promise<void>;
  close(): Promise<void>;
}

const AUTHOR = 'Kim Doe';
const HOME = '/home/kim';
const STORAGE = `${HOME}/.config/rulewright`;

export async function openRecordedApp(startMs: number): Promise<RecordedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'rulewright-pages-'));
  const background = smallBackground(folder);
  let now = startMs;
  let made = 0;
  const clock = { now: () => now };
  const ids = {
    next: () => {
      made += 1;
      return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
    },
  };
  const files = createNodeFiles();
  const settings = readSettings((id) => (id.endsWith('background') ? background : undefined));
  const store = await openTestStore(folder, { clock, ids });
  const history = createHistory({ files, folder: join(folder, 'history'), clock, owner: '1-1-x' });
  const workerPath = await bundleTrainer();
  const learner = createLearner({
    ...{ files, clock, history, workerPath, basePath: smallBase(folder) },
    folder: join(folder, 'models'),
    settings: () => settings,
  });
  const backtests = createBacktests({ workerPath, history, policies: store.policies });
  const app = createApp({
    ...{
      clock,
      ids,
      history,
      learner,
      backtests,
      redactionOf,
      secretInPattern,
      patternWithoutSecrets,
    },
    sign: () => Promise.resolve(undefined),
    saveFile: () => Promise.reject(new Error('Nothing is exported here.')),
    ...storePorts(store),
    checkGuardFiles: () => Promise.resolve(),
    publisher: { publish: () => Promise.resolve() },
    connections: NO_HOSTS,
    sources: NO_SOURCES,
    evaluator: createEvaluatorPort(() => settings),
    pausedUntilMs: () => Promise.resolve(0),
    ownFiles: () =>
      Promise.resolve(guardOwnFiles({ storage: STORAGE, guard: undefined }, { HOME })),
    owner: 'window 4182',
    author: () => Promise.resolve(AUTHOR),
    settings: () => settings,
  });
  let kept = 0;
  const keep = async ({ command, label, answer }: Ran): Promise<void> => {
    if (answer !== undefined) {
      const ts = new Date(now).toISOString();
      const event = { key: ids.next(), command, ts, decision: answer };
      await history.append([eventFromSource('claude-code', event)]);
      return;
    }
    kept += 1;
    now += 97_000;
    const verdict = await app.evaluate(command);
    const stamp = { id: ids.next(), nowMs: now };
    const failed = kept % 7 === 4;
    const event =
      kept % 4 === 0
        ? hookEvent(
            {
              host: 'claude',
              eventType: 'command_requested',
              command,
              tool: 'Bash',
              sessionId: 'c0ffee00-1111',
              cwd: '/home/kim/app',
            },
            stamp,
            verdict,
          )
        : terminalEvent(
            {
              command,
              confidence: kept % 17 === 3 ? 'low' : 'high',
              terminalId: '4242',
              ...(kept % 9 === 5 ? {} : { exitCode: failed ? 128 : 0 }),
            },
            stamp,
            verdict,
          );
    await history.append([event]);
    if (kept % 4 === 0 && verdict.decision !== 'deny') {
      await history.addOutcomes([{ eventId: event.id, exitCode: failed ? 128 : 0, failed }]);
    }
    if (label !== undefined) await history.label(event.id, label, AUTHOR);
  };
  return {
    ...{ app, learner, store },
    nowMs: () => now,
    pass: (ms) => {
      now += ms;
    },
    run: async (runs) => {
      for (const one of runs) for (let at = 0; at < one.times; at += 1) await keep(one);
    },
    importCsv: async (text) => {
      const path = join(folder, 'history.csv');
      await writeFile(path, text);
      await history.importCsv(path);
    },
    close: async () => {
      await Promise.all([learner.close(), backtests.close()]);
      await store.close();
      rmSync(workerPath);
      rmSync(folder, { recursive: true });
    },
  };
}

const unasked = (): Promise<never> => Promise.reject(new Error('No page connects agent hosts.'));

const NO_SOURCES: AppPorts['sources'] = {
  discover: () => Promise.resolve([]),
  import: () => Promise.resolve({ sources: [], faults: [], isCancelled: false }),
};

const NO_HOSTS: AppPorts['connections'] = {
  list: () => Promise.resolve([]),
  propose: unasked,
  repair: unasked,
  write: unasked,
  forget: unasked,
  recheck: unasked,
  recheckIfChanged: unasked,
  onDidChange: () => ({ dispose: () => undefined }),
  test: unasked,
};
