const MINUTE_MS = 60_000;

/** Returns true for at most `count` calls in a minute. */
export function createMinuteBudget(clock: { now(): number }, count: number): () => boolean {
  let startMs = -Infinity;
  let left = 0;
  return () => {
    const now = clock.now();
    // The clock may have been set back.
    if (Math.abs(now - startMs) >= MINUTE_MS) {
      startMs = now;
      left = count;
    }
    left -= 1;
    return left >= 0;
  };
}
