import { type BirpcReturn, createBirpc } from 'birpc';
import { carryError, revivedError, type CarriedError } from './carriedError';

/** One end of the line between two threads: a `Worker`, or the `parentPort` inside it. */
export interface ThreadEnd {
  postMessage(message: unknown, moved?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** The functions of the other thread: `$call` waits for an answer, `$callEvent` does not. */
export type OtherThread<Theirs extends object, Ours extends object> = BirpcReturn<Theirs, Ours>;

/** What birpc sends: a result or an error in an answer, neither in a question. */
interface Message {
  readonly r?: unknown;
  readonly e?: unknown;
}

/**
 * Calls between two threads: `ours` for the other one, and its functions for us. An error arrives as it was thrown.
 * `moved` names the memory of a result that is handed over instead of copied.
 */
export function connectThreads<Theirs extends object, Ours extends object>(
  end: ThreadEnd,
  ours: Ours,
  moved: (result: unknown) => readonly ArrayBuffer[] = () => [],
): OtherThread<Theirs, Ours> {
  return createBirpc<Theirs, Ours>(ours, {
    post: (message: Message) => {
      end.postMessage(message, moved(message.r));
    },
    on: (listener) => {
      end.on('message', listener);
    },
    serialize: (message: Message) =>
      message.e === undefined ? message : { ...message, e: carryError(message.e) },
    // The other end carried it in this form.
    deserialize: (message: Message) =>
      message.e === undefined
        ? message
        : { ...message, e: revivedError(message.e as CarriedError) },
    // A result that cannot be sent is answered as an error; every other error belongs to the caller.
    onGeneralError: (_, functionName) => functionName !== undefined,
    // Training takes as long as it takes.
    timeout: -1,
  });
}
