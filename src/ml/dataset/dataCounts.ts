import * as z from 'zod';

const Count = z.number().int().nonnegative();

/** Size of the training data. `events` counts rows of the history, `commands` distinct commands. */
export const DataCounts = z.strictObject({
  events: Count,
  commands: Count,
  templates: Count,
  safe: Count,
  unsafe: Count,
  unknown: Count,
  /** Distinct commands with both labels. The newest label from a person applies, otherwise the more frequent one. */
  contradictory: Count,
});
export type DataCounts = z.infer<typeof DataCounts>;
