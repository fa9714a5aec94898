import * as z from 'zod';
import {
  AgentsState,
  CheckResult,
  HistoryState,
  ModelState,
  QueueState,
} from '../../src/protocol/dashboard';
import { Review } from '../../src/protocol/reviewer';

/** What the pages are sent, at moments of one life of the product. */
export const RecordedPages = z.strictObject({
  reviews: z.strictObject({
    /** What was learned: denials with their evidence, and a removal. */
    suggestion: Review,
    /** The same with a rule that asks, as a person changed it. */
    asking: Review,
    /** The starter rules, without those that contradict a label. */
    starter: Review,
    /** Decided before it is opened. */
    decided: Review,
    rollback: Review,
    /** Text that attacks the page in every place where text may come from outside. */
    hostile: Review,
  }),
  /** Before anything was kept or learned. */
  start: z.strictObject({
    history: HistoryState,
    queue: QueueState,
    model: ModelState,
    checked: CheckResult,
  }),
  /** After two trainings. */
  later: z.strictObject({
    history: HistoryState,
    hostileHistory: HistoryState,
    queue: QueueState,
    model: ModelState,
    agents: AgentsState,
    denied: CheckResult,
    undecided: CheckResult,
  }),
});
export type RecordedPages = z.infer<typeof RecordedPages>;
