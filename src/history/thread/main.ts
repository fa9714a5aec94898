import { parentPort, workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { connectThreads } from '../../core/threadCalls';
import { createNodeFiles } from '../../files/nodeFiles';
import { createHistory } from '../history';
import { processToken } from '../processToken';
import { createSources } from '../sources/sources';
import type { HostFunctions, ImportFunctions, ImportThreadData } from './messages';

const port = parentPort;
if (port === null) throw new Error('The import must run in a worker thread.');
const { historyFolder, positionsPath, wasmPath, machine, texts } = workerData as ImportThreadData;
l10n.config({ contents: texts });

const PROGRESS_EVERY_MS = 100;
const files = createNodeFiles();
const clock = { now: () => Date.now() };
// The thread writes its own segments, like another window.
const target = createHistory({ files, clock, folder: historyFolder, owner: processToken() });
const sources = createSources({ files, clock, target, machine, positionsPath, wasmPath });
const abort = new AbortController();
let reportedMs = 0;

const host = connectThreads<HostFunctions, ImportFunctions>(port, {
  discover: () => sources.discover(),
  import: (ids) =>
    sources.import(ids, {
      signal: abort.signal,
      onProgress: (stage, done, total) => {
        const nowMs = clock.now();
        if (nowMs - reportedMs < PROGRESS_EVERY_MS) return;
        reportedMs = nowMs;
        void host.$callEvent('progress', stage, done, total);
      },
    }),
  cancel: () => {
    abort.abort();
  },
});
