import { fork } from 'node:child_process';
import type { ThreadPort } from '../core/threadCalls';

/** A program of the build in another process or thread. Messages are cloned. */
export interface StartedProgram extends ThreadPort {
  /** Called once if it ends without `end`. */
  onFailed(listener: (cause: unknown) => void): void;
  /** Ends it immediately. */
  end(): Promise<void>;
}

/** Maximum number of characters of stderr to keep. */
const KEPT_TEXT = 4000;

/**
 * Runs `path` in a separate process. Unlike a thread, it frees all its memory when it ends. It ends with this process.
 * If it fails, the cause is the end of its stderr output.
 */
export function startProcess(path: string): StartedProgram {
  const child = fork(path, [], {
    execArgv: [],
    env: environment(),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let text = '';
  let isEnding = false;
  const failed = new Promise<Error>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-KEPT_TEXT);
    });
    child.once('error', resolve);
    // Emitted after stderr was read completely.
    child.once('close', (code, signal) => {
      resolve(new Error(text.trim() || `It ended with ${signal ?? `code ${String(code)}`}.`));
    });
  });
  return {
    postMessage: (message) => {
      // A message to a process that has just ended is lost; its end is reported by `onFailed`.
      if (child.connected) child.send(message as object, () => undefined);
    },
    on: (event, listener) => child.on(event, listener),
    onFailed: (listener) => {
      void failed.then((cause) => {
        if (!isEnding) listener(cause);
      });
    },
    end: async () => {
      isEnding = true;
      child.kill('SIGKILL');
      await failed;
    },
  };
}

/** The port to the process that started this one with `startProcess`. This process ends when the other one does. */
export function parentProcess(): ThreadPort | undefined {
  if (process.send === undefined) return undefined;
  process.on('disconnect', () => {
    process.exit();
  });
  return {
    postMessage: (message) => {
      process.send?.(message, undefined, undefined, () => undefined);
    },
    on: (event, listener) => process.on(event, listener),
  };
}

/** Runs VS Code's executable as Node, without the variables that start or monitor the extension host. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries([
    ...Object.entries(process.env).filter(([name]) => !/^(NODE_|VSCODE_)/.test(name)),
    ['ELECTRON_RUN_AS_NODE', '1'],
  ]);
}
