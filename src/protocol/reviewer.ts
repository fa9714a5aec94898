/** The messages between the extension and the reviewer page. Each side validates what it receives. */
import * as z from 'zod';
import { AddedRule } from '../core/diff';
import { DiffPart } from '../core/diffPart';
import { Evidence, EvidenceExample } from '../core/evidence';
import { Label } from '../core/label';
import {
  HistoryRead,
  HitPage,
  DecidedBoth,
  LiveBacktest,
  NarrowedRule,
  RuleToTest,
  BypassTest,
} from '../core/liveBacktest';
import { Rule } from '../core/rule';
import { SuggestionStatus } from '../core/suggestion';

/** A rule in force, for the comparison. */
export const RuleInForce = Rule.pick({
  id: true,
  title: true,
  pattern: true,
  effect: true,
  mode: true,
});
export type RuleInForce = z.infer<typeof RuleInForce>;

/** In a joint review: indexes in `joined` of the suggestions that a change comes from. */
const fromSuggestions = { from: z.array(z.number().int().nonnegative()).optional() };

/** The title of the category of a rule, for grouping. */
const inCategory = { category: z.string().optional() };

/** A rule that the change removes, with the number of its decisions if known. */
export const RuleToRemove = z.strictObject({
  ...Rule.shape,
  ...inCategory,
  hits: z.strictObject({ count: z.number().int().nonnegative(), lastTs: z.string() }).optional(),
  ...fromSuggestions,
});
export type RuleToRemove = z.infer<typeof RuleToRemove>;

/** The backtest of one rule. */
export const RuleEvidence = z.strictObject(Evidence.omit({ answers: true }).shape);
export type RuleEvidence = z.infer<typeof RuleEvidence>;

/** Commands of the history that are not labelled unsafe, that no rule stops today, and that the change would stop. */
export const NewlyBlocked = z.strictObject({
  /** Number of distinct commands. */
  count: z.number().int().nonnegative(),
  /** The first few of them. */
  examples: z.array(EvidenceExample),
});
export type NewlyBlocked = z.infer<typeof NewlyBlocked>;

/** A rule that the change adds or restores. */
export const RuleToAdd = z.strictObject({
  ...AddedRule.shape,
  evidence: RuleEvidence.optional(),
  ...inCategory,
  ...fromSuggestions,
});
export type RuleToAdd = z.infer<typeof RuleToAdd>;

/** A rule that was considered for this change and omitted. */
export const LeftOut = z.strictObject({ pattern: z.string(), reason: z.string() });
export type LeftOut = z.infer<typeof LeftOut>;

/** A suggestion of a joint review. */
export const JoinedSuggestion = z.strictObject({
  title: z.string(),
  by: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Its changes that are not part of the review, with the reason. They stay pending. */
  leftOut: z.array(LeftOut),
});
export type JoinedSuggestion = z.infer<typeof JoinedSuggestion>;

/**
 * A rule of the change, identified by its index among the rules to add followed by the rules to remove, with its
 * pattern and effect on the page.
 */
export const TestedRule = z.strictObject({
  at: z.number().int().nonnegative(),
  ...RuleToTest.shape,
});
export type TestedRule = z.infer<typeof TestedRule>;

/** Everything that is shown for the review of a change. */
export const Review = z.strictObject({
  kind: z.enum(['suggestion', 'joint', 'rollback', 'restore']),
  /** Id of the suggestion or of the version to roll back or restore, or `ALL_PENDING`. */
  subjectId: z.string().min(1),
  /** The hash of the diff shown; `apply` and `reject` send it back. */
  diffHash: z.string().min(1),
  /** Rollbacks, restores and joint reviews are pending until they are applied. */
  status: SuggestionStatus,
  proposedBy: z.string(),
  /** ISO 8601, UTC. */
  proposedAt: z.string(),
  /** For a rollback or restore: the number of the version; `proposedBy` and `proposedAt` are its author and time. */
  target: z.number().int().positive().optional(),
  /** Who applied the suggestion before it was rolled back, and when. Present only for a pending suggestion. */
  rolledBack: z.strictObject({ by: z.string(), at: z.string() }).optional(),
  /** Who decided, when and with which comment; absent while pending. */
  decided: z.strictObject({ by: z.string(), at: z.string(), comment: z.string() }).optional(),
  /** The suggestions of a joint review; absent in other reviews. */
  joined: z.array(JoinedSuggestion).optional(),
  add: z.array(RuleToAdd),
  remove: z.array(RuleToRemove),
  /** Number of rules that the diff removes and that are no longer in force. */
  missing: z.number().int().nonnegative(),
  /** Every rule in force now, in reading order. */
  inForce: z.array(RuleInForce),
  /** The policy version of `inForce`; absent before the first. `apply` sends it back. */
  policyVersion: z.string().optional(),
  /** Number of events in the history of the evidence; absent without evidence. */
  historySize: z.number().int().nonnegative().optional(),
  /** Absent if it was not computed. */
  newlyBlocked: NewlyBlocked.optional(),
  leftOut: z.array(LeftOut),
  /** Other entries of the diff's `meta`, as text. */
  meta: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** The default author. */
  author: z.string(),
  /** Number of other pending suggestions. */
  morePending: z.number().int().nonnegative(),
  /** The page that opened this review, if it can be returned to. */
  from: z.literal('setup').optional(),
});
export type Review = z.infer<typeof Review>;

/** Whether a review is about suggestions. Only these can be applied in part. */
export function isSuggested({ kind }: Pick<Review, 'kind'>): boolean {
  return kind === 'suggestion' || kind === 'joint';
}

/** Number of hits that the page shows and requests in one step. */
export const HITS_PER_PAGE = 100;

/** Extension → page. */
export const ToReviewer = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('show'), review: Review }),
  /** There is nothing to review: the subject does not exist, or the panel was restored without one. */
  z.strictObject({ type: z.literal('empty'), message: z.string(), hint: z.string().optional() }),
  z.strictObject({
    type: z.literal('applied'),
    subjectId: z.string(),
    version: z.string(),
    seq: z.number().int().positive(),
    at: z.string(),
    author: z.string(),
    /** Rules in force after the change. */
    rules: z.number().int().nonnegative(),
    /** Whether any agent host asks the guard. If not, the rules stop nothing. */
    isAsked: z.boolean(),
    morePending: z.number().int().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('rejected'),
    subjectId: z.string(),
    morePending: z.number().int().nonnegative(),
  }),
  /** The last request was rejected. `field` is the invalid input field, if any. */
  z.strictObject({
    type: z.literal('failed'),
    message: z.string(),
    hint: z.string().optional(),
    field: z.enum(['typed', 'author']).optional(),
  }),
  /**
   * How much of the history the rules were tested on. Running: more results follow. Stopped: `readOn` reads the rest.
   */
  z.strictObject({
    type: z.literal('reading'),
    subjectId: z.string(),
    read: HistoryRead,
    state: z.enum(['running', 'stopped']),
  }),
  /**
   * The response to `test`, repeated as more of the history is read. A test that was replaced by a later one for the
   * same rule gets no response.
   */
  z.strictObject({
    type: z.literal('tested'),
    subjectId: z.string(),
    rules: z.array(z.strictObject({ ...TestedRule.shape, result: LiveBacktest })),
  }),
  /** These rules could not be tested, or their hits could not be read. */
  z.strictObject({
    type: z.literal('testFailed'),
    subjectId: z.string(),
    rules: z.array(TestedRule),
    message: z.string(),
    hint: z.string().optional(),
  }),
  /**
   * The response to `hits`. The first hits of a rule that is tested alone follow its test without a
   * request.
   */
  z.strictObject({
    type: z.literal('hits'),
    subjectId: z.string(),
    rule: TestedRule,
    page: HitPage,
  }),
  /** The response to `bypasses`. */
  z.strictObject({
    type: z.literal('bypasses'),
    subjectId: z.string(),
    rule: TestedRule,
    bypasses: BypassTest,
  }),
  /** The response to `exclude`. */
  z.strictObject({
    type: z.literal('excluded'),
    subjectId: z.string(),
    rule: TestedRule,
    command: z.string(),
    result: NarrowedRule,
  }),
  /** The response to `decide`, about the part of the history that was read. */
  z.strictObject({ type: z.literal('decided'), subjectId: z.string(), decided: DecidedBoth }),
  /** A command was labelled. Earlier test results are outdated for this command. */
  z.strictObject({ type: z.literal('labelled'), command: z.string(), label: Label }),
  /** The policy or the subject has changed, so the change shown can no longer be applied. */
  z.strictObject({ type: z.literal('stale'), message: z.string(), hint: z.string().optional() }),
]);
export type ToReviewer = z.infer<typeof ToReviewer>;

const subject = { subjectId: z.string().max(200), diffHash: z.string().max(200) };
const statement = { author: z.string().max(200), comment: z.string().max(4000) };

/** Page → extension. Untrusted: the extension validates the typed word, the hash, the version and the status again. */
export const FromReviewer = z.discriminatedUnion('type', [
  /** The page is ready. Requests `show` or `empty`. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({
    type: z.literal('apply'),
    ...subject,
    ...statement,
    typed: z.string().max(200),
    /** That of the review shown; absent before the first. */
    policyVersion: z.string().max(200).optional(),
    /** The accepted part of the suggestions; absent if the subject can only be applied as a whole. */
    part: DiffPart.optional(),
  }),
  z.strictObject({ type: z.literal('reject'), ...subject, ...statement }),
  /** Revert the rejection of the subject, and show it again. */
  z.strictObject({ type: z.literal('undoReject') }),
  /** Test rules of the shown change on the history. */
  z.strictObject({ type: z.literal('test'), rules: z.array(TestedRule).min(1).max(10_000) }),
  /** Stop reading the history. Test results remain those for the part that was read. */
  z.strictObject({ type: z.literal('stopReading') }),
  /** Read the rest of the history. */
  z.strictObject({ type: z.literal('readOn') }),
  /** Read hits of a rule, starting at an index. */
  z.strictObject({
    type: z.literal('hits'),
    rule: TestedRule,
    from: z.number().int().nonnegative(),
    limit: z.number().int().positive().max(1000),
  }),
  /** Test other spellings of the commands that a rule is intended to stop. */
  z.strictObject({ type: z.literal('bypasses'), rule: TestedRule }),
  /** Narrow a rule so that it no longer matches this hit. */
  z.strictObject({
    type: z.literal('exclude'),
    rule: TestedRule,
    command: z.string().max(1_000_000),
  }),
  /**
   * Count the decisions about the history before and after the chosen part of the change: the rules to add that are
   * enforced, and the ids of the rules to remove that are kept.
   */
  z.strictObject({
    type: z.literal('decide'),
    enforced: z.array(TestedRule).max(10_000),
    kept: z.array(z.string().max(200)).max(10_000),
  }),
  /** Label a hit. */
  z.strictObject({
    type: z.literal('labelHit'),
    command: z.string().max(1_000_000),
    label: Label.exclude(['unknown']),
  }),
  /** Show the current state of the subject. */
  z.strictObject({ type: z.literal('refresh') }),
  /** Reveal a rule in the Rules view. */
  z.strictObject({ type: z.literal('openRule'), ruleId: z.string().max(200) }),
  /** Show the diff as JSON in an editor. */
  z.strictObject({ type: z.literal('openDiff') }),
  /** Review the next pending suggestion. */
  z.strictObject({ type: z.literal('openNext') }),
  /** Go back to Set Up Protection. */
  z.strictObject({ type: z.literal('openSetup') }),
  /** Reveal the Versions view. */
  z.strictObject({ type: z.literal('openVersions') }),
]);
export type FromReviewer = z.infer<typeof FromReviewer>;

const TEST_MESSAGES = [
  'test',
  'stopReading',
  'readOn',
  'hits',
  'bypasses',
  'exclude',
  'decide',
  'labelHit',
] as const;
/** A message about testing the rules of the shown change. */
export type TestMessage = Extract<FromReviewer, { type: (typeof TEST_MESSAGES)[number] }>;

export function isTestMessage(message: FromReviewer): message is TestMessage {
  return (TEST_MESSAGES as readonly string[]).includes(message.type);
}
