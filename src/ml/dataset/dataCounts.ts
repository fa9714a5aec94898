import * as z from 'zod';

const Count = z.number().int().nonnegative();

/** What was learned from. `events` counts rows of history, `commands` distinct ones. */
export const DataCounts = z.strictObject({
  events: Count,
  commands: Count,
  templates: Count,
  safe: Count,
  unsafe: Count,
  unknown: Count,
  /** Distinct commands that carried both labels; the newest label of a person, else the more frequent one, won. */
  contradictory: Count,
});
export type DataCounts = z.infer<typeof DataCounts>;
