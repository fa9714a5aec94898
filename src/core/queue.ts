/** Runs async work one piece at a time, in the order it came. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue of its own. A piece that fails does not stop the next. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
