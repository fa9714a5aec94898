/** A computation in steps of less than a millisecond each: `yield` ends a step. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Maximum time of steps without a pause, in milliseconds. */
const SLICE_MS = 8;

/** Runs all steps without a pause. */
export function inOneGo<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Runs the steps, and lets other work of this thread go on every few milliseconds. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let until = performance.now() + SLICE_MS;
  let step = steps.next();
  while (step.done !== true) {
    if (performance.now() >= until) {
      await new Promise((resolve) => setImmediate(resolve));
      until = performance.now() + SLICE_MS;
    }
    step = steps.next();
  }
  return step.value;
}
