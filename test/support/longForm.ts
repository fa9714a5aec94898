/** Whether the long form was requested: `npm run test:long`. */
export const LONG = process.env['RULEWRIGHT_LONG'] === '1';

/** The seed of this run: `RULEWRIGHT_SEED`, otherwise a new one. Printed, so that a failure can be reproduced. */
export const SEED = Number(process.env['RULEWRIGHT_SEED'] ?? Date.now() % 2 ** 31);

/** Prints a figure of a fault test. */
export function print(text: string): void {
  process.stdout.write(`      ${text}\n`);
}
