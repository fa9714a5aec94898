import * as z from 'zod';
import { PromptAnswers } from './event';
import { Evidence } from './evidence';
import { Label } from './label';
import { Effect, RuleMode } from './rule';

/** A rule to test on the history. Untrusted: the pattern may be invalid. */
export const RuleToTest = z.strictObject({ pattern: z.string().max(10_000), effect: Effect });
export type RuleToTest = z.infer<typeof RuleToTest>;

/**
 * A distinct command of the history, and whether an edit of the rule added or removed it as a hit. `unjudged`: matching
 * depends on the working directory, which the history does not contain.
 */
export const HistoryHit = z.strictObject({
  command: z.string(),
  /** Number of events in this state. */
  count: z.number().int().nonnegative(),
  label: Label,
  said: PromptAnswers.optional(),
  change: z.enum(['gained', 'lost', 'same', 'unjudged']),
  /** Where it is from; some of the folders in which it ran; the number of failed runs. Absent if not known. */
  sources: z.array(z.string()).optional(),
  folders: z.array(z.string()).optional(),
  failed: z.number().int().nonnegative().optional(),
});
export type HistoryHit = z.infer<typeof HistoryHit>;

/** Another rule that matches some of the same commands. */
export const RuleOverlap = z.strictObject({
  place: z.enum(['inForce', 'pending']),
  /** Id of the rule in force, or of the pending suggestion. */
  id: z.string(),
  title: z.string().optional(),
  pattern: z.string(),
  effect: Effect,
  mode: RuleMode,
  /** Number of distinct commands that both rules match. */
  shared: z.number().int().positive(),
});
export type RuleOverlap = z.infer<typeof RuleOverlap>;

/** Distinct commands, and how many of them have a label that contradicts the rule. */
const Changed = z.strictObject({
  commands: z.number().int().nonnegative(),
  unwanted: z.number().int().nonnegative(),
});

/** The hits of a rule in the history, or why its pattern is invalid. */
export const LiveBacktest = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('invalid'),
    message: z.string(),
    hint: z.string(),
    /** Position of the error, in UTF-16 units. */
    offset: z.number().int().nonnegative(),
  }),
  z.strictObject({
    state: z.literal('tested'),
    /** Includes a few examples of each label. */
    evidence: z.strictObject(Evidence.shape),
    /** Number of distinct commands of the history that it matches. */
    commands: z.number().int().nonnegative(),
    ofCommands: z.number().int().nonnegative(),
    /**
     * Number of distinct commands for which a match cannot be determined, because their working directory is unknown.
     * They are not hits.
     */
    unjudged: z.number().int().nonnegative(),
    gained: Changed,
    lost: Changed,
    /** Sorted by number of shared commands, highest first. */
    overlaps: z.array(RuleOverlap),
    /** Number of further rules that overlap. */
    moreOverlaps: z.number().int().nonnegative(),
  }),
]);
export type LiveBacktest = z.infer<typeof LiveBacktest>;

/**
 * A decision: the strictest effect of the rules that match. `unjudged`: a stricter rule may match, which depends on a
 * working directory that is not known.
 */
export const DecidedKind = z.enum(['denied', 'asked', 'allowed', 'noRule', 'unjudged']);
export type DecidedKind = z.infer<typeof DecidedKind>;

/** Number of events by decision. */
const Decided = z.record(DecidedKind, z.number().int().nonnegative());
export type Decided = z.infer<typeof Decided>;

/** A command about which the decision changes. */
export const ChangedDecision = z.strictObject({
  command: z.string(),
  before: DecidedKind,
  after: DecidedKind,
});
export type ChangedDecision = z.infer<typeof ChangedDecision>;

/**
 * The decisions about the history with the rules before and after a change. `changed`: the most recent distinct
 * commands about which they differ, the most recent first.
 */
export const DecidedBoth = z.strictObject({
  before: Decided,
  after: Decided,
  changed: z.array(ChangedDecision),
});
export type DecidedBoth = z.infer<typeof DecidedBoth>;

/** How many other spellings of its commands a deny or ask rule stops. */
export const BypassTest = z.strictObject({
  /** Number of commands whose other spellings were tested. */
  commands: z.number().int().nonnegative(),
  /** Number of spellings tested. */
  tried: z.number().int().nonnegative(),
  /** Number of spellings that the rule matches. */
  stopped: z.number().int().nonnegative(),
  /** Spellings that it does not match. */
  open: z.array(z.string()),
});
export type BypassTest = z.infer<typeof BypassTest>;

/**
 * A pattern that no longer matches one command, or why there is none. `onlyHit`: no command would remain that is not
 * labelled safe. `alike`: the command does the same as an unsafe one, or every narrower pattern found also matches it
 * or misses an unsafe command.
 */
export const NarrowedRule = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('narrowed'), pattern: z.string() }),
  z.strictObject({ state: z.literal('none'), why: z.enum(['onlyHit', 'alike']) }),
]);
export type NarrowedRule = z.infer<typeof NarrowedRule>;

/**
 * A page of the hits of a rule: added hits first, then removed ones, then commands that cannot be judged. Within each
 * group, those that contradict the rule come first.
 */
export const HitPage = z.strictObject({
  hits: z.array(HistoryHit),
  from: z.number().int().nonnegative(),
  /** Number of hits of the rule, including removed ones and those that cannot be judged. */
  total: z.number().int().nonnegative(),
});
export type HitPage = z.infer<typeof HitPage>;

/** How many distinct commands of a history were read, most recent first. */
export const HistoryRead = z.strictObject({
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type HistoryRead = z.infer<typeof HistoryRead>;

/** A rule in force or in another pending suggestion. */
export type OtherRule = Omit<RuleOverlap, 'shared'>;

/** A rule to test; `before` is the rule before it was edited. */
export interface TestedEdit {
  readonly rule: RuleToTest;
  readonly before?: RuleToTest | undefined;
}
