/** Whether the long form was asked for: `npm run test:long`. */
export const LONG = process.env['RULEWRIGHT_LONG'] === '1';

/** The seed of this run: `RULEWRIGHT_SEED`, else a new one. Printed, so that a failure can be repeated. */
export const SEED = Number(process.env['RULEWRIGHT_SEED'] ?? Date.now() % 2 ** 31);

/** Random numbers below 1 from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Prints a figure of a fault run. */
export function say(text: string): void {
  process.stdout.write(`      ${text}\n`);
}
