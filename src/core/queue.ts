/** Runs async functions one at a time, in order. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** Creates a serial queue. A failure does not stop later entries. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}
