/** Whether the long form was asked for: `npm run test:long`. */
export const LONG = process.env['RULEWRIGHT_LONG'] === '1';

/** The seed of this run: `RULEWRIGHT_SEED`, else a new one. Printed, so that a failure can be repeated. */
export const SEED = Number(process.env['RULEWRIGHT_SEED'] ?? Date.now() % 2 ** 31);

/** Prints a figure of a fault run. */
export function say(text: string): void {
  process.stdout.write(`      ${text}\n`);
}
