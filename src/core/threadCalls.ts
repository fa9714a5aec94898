import * as l10n from '@vscode/l10n';
import { type BirpcReturn, createBirpc } from 'birpc';
import { RulewrightError } from './errors';
import { serializeError, deserializeError, type SerializedError } from './serializedError';

/** One side of the channel between two threads: a `Worker`, or the `parentPort` inside it. */
export interface ThreadPort {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** The functions of the other thread: `$call` waits for an answer, `$callEvent` does not. */
export type OtherThread<Remote extends object, Local extends object> = BirpcReturn<Remote, Local>;

/** What birpc sends: a response has a result or an error, a request has neither. */
interface Message {
  readonly r?: unknown;
  readonly e?: unknown;
}

/**
 * Connects two threads for remote calls. `local`: the functions that the other thread may call. A thrown error reaches
 * the caller with its code, message and hint. `transferables` returns the buffers of a result that are transferred
 * instead of copied.
 */
export function connectThreads<Remote extends object, Local extends object>(
  port: ThreadPort,
  local: Local,
  transferables: (result: unknown) => readonly ArrayBuffer[] = () => [],
): OtherThread<Remote, Local> {
  return createBirpc<Remote, Local>(local, {
    post: (message: Message) => {
      port.postMessage(message, transferables(message.r));
    },
    on: (listener) => {
      port.on('message', listener);
    },
    serialize: (message: Message) =>
      message.e === undefined ? message : { ...message, e: serializeError(message.e) },
    // The other thread serialized the error.
    deserialize: (message: Message) =>
      message.e === undefined
        ? message
        : { ...message, e: deserializeError(message.e as SerializedError) },
    // Report a result that cannot be sent as an error; the caller handles all others.
    onGeneralError: (_, functionName) => functionName !== undefined,
    // Training has no time limit.
    timeout: -1,
  });
}

/** The error for a worker whose file is missing; undefined if it failed for another reason. */
export function missingWorker(path: string, cause: unknown): RulewrightError | undefined {
  if (!/Cannot find module/.test(messageOf(cause))) return undefined;
  return new RulewrightError('missing-part', l10n.t('A file of Rulewright is missing: {0}', path), {
    hint: l10n.t('Install Rulewright again.'),
    cause,
  });
}

/** The message of an error, or a thrown value as text. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
