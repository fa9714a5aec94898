import * as l10n from '@vscode/l10n';
import type { RunControl } from '../../core/ports';
import { connectThreads } from '../../core/threadCalls';
import { createNodeFiles } from '../../files/nodeFiles';
import { parentProcess } from '../../files/ownProcess';
import { createHistory, type CommandHistory } from '../history';
import { processToken } from '../processToken';
import { createSources } from '../sources/sources';
import type { HostFunctions, ImportFunctions, ImportOptions } from './importMessages';

const port = parentProcess();
if (port === undefined) throw new Error('The import must run in a process of its own.');

const PROGRESS_EVERY_MS = 100;
const files = createNodeFiles();
const clock = { now: () => Date.now() };
const abort = new AbortController();
let reportedMs = 0;
let options: ImportOptions | undefined;

const opened = (): ImportOptions => {
  if (options === undefined) throw new Error('"open" comes first.');
  return options;
};

// The process writes its own segments, like another window.
const history = (): CommandHistory =>
  createHistory({ files, clock, folder: opened().historyFolder, owner: processToken() });

const sources = (): ReturnType<typeof createSources> =>
  createSources({ ...opened(), files, clock, target: history() });

const run: RunControl = {
  signal: abort.signal,
  onProgress: (stage, done, total) => {
    const nowMs = clock.now();
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) return;
    reportedMs = nowMs;
    void host.$callEvent('progress', stage, done, total);
  },
};

const host = connectThreads<HostFunctions, ImportFunctions>(port, {
  open: (given) => {
    options = given;
    l10n.config({ contents: given.texts });
  },
  discover: () => sources().discover(),
  import: (ids) => sources().import(ids, run),
  importCsv: (path) => history().importCsv(path, run),
  cancel: () => {
    abort.abort();
  },
});
