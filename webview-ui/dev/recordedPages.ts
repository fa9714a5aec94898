import * as z from 'zod';
import {
  AgentsState,
  CheckResult,
  HistoryState,
  ModelState,
  OverviewState,
  QueueState,
} from '../../src/protocol/dashboard';
import { Subject, ToExplain } from '../../src/protocol/explain';
import { HostsStep, RulesStep, SourcesStep } from '../../src/protocol/setup';
import { Review } from '../../src/protocol/reviewer';

/** The steps to protection. */
const Setup = z.strictObject({ sources: SourcesStep, rules: RulesStep, hosts: HostsStep });

const [, Explained, Variants, Starter] = ToExplain.options;

/** An explanation in its parts. */
const Explanation = z.strictObject({
  subject: Subject,
  explained: Explained,
  variants: Variants,
  starter: Starter,
});

/** The messages to the pages at several points of one run of the product. */
export const RecordedPages = z.strictObject({
  reviews: z.strictObject({
    /** Generated: deny rules with their evidence, and a removal. */
    suggestion: Review,
    /** The same, edited to contain an ask rule. */
    asking: Review,
    /** The starter rules, without those that contradict a label. */
    starter: Review,
    /** Learned from what a person approved. */
    answered: Review,
    /** All that were pending, among them two effects of one pattern. */
    joint: Review,
    /** Decided before it was opened. */
    decided: Review,
    rollback: Review,
    /** Hostile text in every place for untrusted text. */
    hostile: Review,
  }),
  /** Without a history and a model. */
  start: z.strictObject({
    overview: OverviewState,
    history: HistoryState,
    queue: QueueState,
    model: ModelState,
    checked: CheckResult,
    setup: Setup,
    explain: Explanation,
  }),
  /** After two trainings. */
  later: z.strictObject({
    overview: OverviewState,
    history: HistoryState,
    hostileHistory: HistoryState,
    /** The commands of one agent's session. */
    session: HistoryState,
    /** What a search with every filter finds. */
    found: HistoryState,
    queue: QueueState,
    model: ModelState,
    agents: AgentsState,
    denied: CheckResult,
    undecided: CheckResult,
    setup: Setup,
  }),
  explain: z.strictObject({
    /** A deny rule with its alternative, one in shadow mode and weaker ones match. */
    denied: Explanation,
    asked: Explanation,
    allowed: Explanation,
    partly: Explanation,
    none: Explanation,
    /** By self-protection. */
    builtIn: Explanation,
    notParsed: Explanation,
    overLimits: Explanation,
    hostile: Explanation,
  }),
});
export type RecordedPages = z.infer<typeof RecordedPages>;
