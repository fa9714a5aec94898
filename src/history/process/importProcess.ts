import * as l10n from '@vscode/l10n';
import { RulewrightError } from '../../core/errors';
import type { HistorySources } from '../../core/historySource';
import type { ImportReport, RunControl } from '../../core/ports';
import { connectThreads, messageOf, missingWorker, type OtherThread } from '../../core/threadCalls';
import { createNodeFiles } from '../../files/nodeFiles';
import { startProcess } from '../../files/ownProcess';
import { withImportLock } from './importLock';
import type { HostFunctions, ImportFunctions, ImportOptions } from './importMessages';

export interface ImportProcessOptions extends ImportOptions {
  /** `dist/importer.cjs`. */
  readonly programPath: string;
  /** Called when the process has written to the history. */
  readonly onWritten: () => void;
}

/** Imports in a separate process, which ends after each call and releases its memory. */
export interface ImportProcess extends HistorySources {
  importCsv(path: string, run?: RunControl): Promise<ImportReport>;
}

/**
 * Imports the histories of other programs, and CSV files. Commands imported before a cancellation or a failure are
 * kept.
 */
export function createImportProcess({
  onWritten,
  ...program
}: ImportProcessOptions): ImportProcess {
  const files = createNodeFiles();
  return {
    discover: () => inProcess(program, {}, (functions) => functions.$call('discover')),
    import: async (ids, run = {}) => {
      try {
        return await withImportLock(files, `${program.positionsPath}.lock`, () =>
          inProcess(program, run, (functions) => functions.$call('import', ids)),
        );
      } finally {
        onWritten();
      }
    },
    importCsv: (path, run = {}) =>
      inProcess(program, run, (functions) => functions.$call('importCsv', path)),
  };
}

async function inProcess<T>(
  { programPath, ...options }: Omit<ImportProcessOptions, 'onWritten'>,
  { signal, onProgress }: RunControl,
  call: (functions: OtherThread<ImportFunctions, HostFunctions>) => Promise<T>,
): Promise<T> {
  const program = startProcess(programPath);
  const functions = connectThreads<ImportFunctions, HostFunctions>(program, {
    progress: (stage, done, total) => onProgress?.(stage, done, total),
  });
  const failed = new Promise<never>((_, reject) => {
    program.onFailed((cause) => {
      reject(missingWorker(programPath, cause) ?? stopped(cause));
    });
  });
  const cancel = (): void => {
    void functions.$callEvent('cancel');
  };
  try {
    void functions.$callEvent('open', options);
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) cancel();
    return await Promise.race([call(functions), failed]);
  } finally {
    signal?.removeEventListener('abort', cancel);
    await program.end();
  }
}

function stopped(cause: unknown): RulewrightError {
  return new RulewrightError('io-failed', l10n.t('The import stopped: {0}', messageOf(cause)), {
    hint: l10n.t('Import again. What was imported stays, and nothing is imported twice.'),
    cause,
  });
}
