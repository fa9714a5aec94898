import { Worker } from 'node:worker_threads';
import type { HistorySources } from '../../core/historySource';
import type { RunControl } from '../../core/ports';
import { connectThreads, missingWorker, type OtherThread } from '../../core/threadCalls';
import { createNodeFiles } from '../../files/nodeFiles';
import { withImportLock } from './importLock';
import type { HostFunctions, ImportFunctions, ImportThreadData } from './messages';

export interface ImportThreadOptions extends ImportThreadData {
  /** `dist/importer.cjs`. */
  readonly threadPath: string;
  /** Called when the thread has written to the history. */
  readonly onWritten: () => void;
}

/** The histories of other programs, listed and read in a worker thread that ends with each call. */
export function createImportThread({ onWritten, ...thread }: ImportThreadOptions): HistorySources {
  const files = createNodeFiles();
  return {
    discover: () => inThread(thread, {}, (functions) => functions.$call('discover')),
    import: async (ids, run = {}) => {
      try {
        return await withImportLock(files, `${thread.positionsPath}.lock`, () =>
          inThread(thread, run, (functions) => functions.$call('import', ids)),
        );
      } finally {
        onWritten();
      }
    },
  };
}

async function inThread<T>(
  { threadPath, ...workerData }: Omit<ImportThreadOptions, 'onWritten'>,
  { signal, onProgress }: RunControl,
  call: (thread: OtherThread<ImportFunctions, HostFunctions>) => Promise<T>,
): Promise<T> {
  const worker = new Worker(threadPath, { workerData });
  const thread = connectThreads<ImportFunctions, HostFunctions>(worker, {
    progress: (stage, done, total) => onProgress?.(stage, done, total),
  });
  const cancel = (): void => {
    void thread.$callEvent('cancel');
  };
  const failed = new Promise<never>((_, reject) => {
    worker.on('error', (cause: unknown) => {
      reject(
        missingWorker(threadPath, cause) ??
          (cause instanceof Error ? cause : new Error(String(cause))),
      );
    });
  });
  try {
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) cancel();
    return await Promise.race([call(thread), failed]);
  } finally {
    signal?.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}
