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

/** The steps of the setup page. */
const Setup = z.strictObject({ sources: SourcesStep, rules: RulesStep, hosts: HostsStep });

const [, Explained, Variants, Starter] = ToExplain.options;

/** An explanation in its parts. */
const Explanation = z.strictObject({
  subject: Subject,
  explained: Explained,
  variants: Variants,
  starter: Starter,
});

/** The messages to the pages at several points during one run of the product. */
export const RecordedPages = z.strictObject({
  reviews: z.strictObject({
    /** Generated: deny rules with their evidence, and a removal. */
    suggestion: Review,
    /** The same, edited to contain an ask rule. */
    asking: Review,
    /** The starter rules, without those that contradict a label. */
    starter: Review,
    /** Learned from a person's approvals. */
    answered: Review,
    /** All pending suggestions, including two effects of the same pattern. */
    joint: Review,
    /** Decided before the page was opened. */
    decided: Review,
    rollback: Review,
    /** Hostile text wherever untrusted text can occur. */
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
  /** After two training runs. */
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
    /** A deny rule with an alternative matches, and a rule in shadow mode and weaker ones. */
    denied: Explanation,
    asked: Explanation,
    allowed: Explanation,
    partly: Explanation,
    none: Explanation,
    /** Denied by self-protection. */
    builtIn: Explanation,
    notParsed: Explanation,
    overLimits: Explanation,
    hostile: Explanation,
  }),
});
export type RecordedPages = z.infer<typeof RecordedPages>;
