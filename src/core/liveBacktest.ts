import * as z from 'zod';
import { PromptAnswers } from './event';
import { Evidence } from './evidence';
import { Label } from './label';
import { Effect, RuleMode } from './rule';

/** A rule to test on the history. Untrusted: the pattern may be invalid. */
export const RuleToTest = z.strictObject({ pattern: z.string().max(10_000), effect: Effect });
export type RuleToTest = z.infer<typeof RuleToTest>;

/**
 * A distinct command of the history, and whether an edit of the rule made it a hit, or no longer one. `unjudged`: whether the
 * rule matches depends on the working directory, and the history does not have it.
 */
export const HistoryHit = z.strictObject({
  command: z.string(),
  /** Number of events for which this is so. */
  count: z.number().int().nonnegative(),
  label: Label,
  said: PromptAnswers.optional(),
  change: z.enum(['gained', 'lost', 'same', 'unjudged']),
});
export type HistoryHit = z.infer<typeof HistoryHit>;

/** Another rule that matches some of the same commands. */
export const RuleOverlap = z.strictObject({
  place: z.enum(['inForce', 'pending']),
  /** Of the rule in force, or of the pending suggestion. */
  id: z.string(),
  title: z.string().optional(),
  pattern: z.string(),
  effect: Effect,
  mode: RuleMode,
  /** Number of distinct commands that both match. */
  shared: z.number().int().positive(),
});
export type RuleOverlap = z.infer<typeof RuleOverlap>;

/** Distinct commands, and how many of them have the label that speaks against the rule. */
const Changed = z.strictObject({
  commands: z.number().int().nonnegative(),
  unwanted: z.number().int().nonnegative(),
});

/** What a rule does on the history, or why its pattern cannot be used. */
export const LiveBacktest = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('invalid'),
    message: z.string(),
    hint: z.string(),
    /** Of the fault, in UTF-16 units. */
    offset: z.number().int().nonnegative(),
  }),
  z.strictObject({
    state: z.literal('tested'),
    /** With a few examples of each label. */
    evidence: z.strictObject(Evidence.shape),
    /** Number of distinct commands that it matches, of those in the history. */
    commands: z.number().int().nonnegative(),
    ofCommands: z.number().int().nonnegative(),
    /**
     * Number of distinct commands of which nobody can say whether the rule matches: their working directory is not known.
     * They are not hits.
     */
    unjudged: z.number().int().nonnegative(),
    gained: Changed,
    lost: Changed,
    /** Most shared commands first. */
    overlaps: z.array(RuleOverlap),
    /** Number of further rules that overlap. */
    moreOverlaps: z.number().int().nonnegative(),
  }),
]);
export type LiveBacktest = z.infer<typeof LiveBacktest>;

/** How many other spellings of its commands a deny or ask rule stops. */
export const WaysAround = z.strictObject({
  /** Number of commands of which other spellings were tried. */
  commands: z.number().int().nonnegative(),
  /** Number of other spellings that were tried. */
  tried: z.number().int().nonnegative(),
  /** Number of spellings that the rule also matches. */
  stopped: z.number().int().nonnegative(),
  /** Spellings that it does not match. */
  open: z.array(z.string()),
});
export type WaysAround = z.infer<typeof WaysAround>;

/**
 * A pattern that no longer matches one command, or why there is none: `onlyHit` – no command would
 * be left that is not labelled safe; `alike` – the command does the same as an unsafe one, or every
 * narrower pattern found also matches it or misses an unsafe command.
 */
export const NarrowedRule = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('narrowed'), pattern: z.string() }),
  z.strictObject({ state: z.literal('none'), why: z.enum(['onlyHit', 'alike']) }),
]);
export type NarrowedRule = z.infer<typeof NarrowedRule>;

/**
 * Some of the hits of a rule: gained ones first, then lost ones, and at the end what cannot be judged. Of each, those that
 * speak against the rule come first.
 */
export const HitPage = z.strictObject({
  hits: z.array(HistoryHit),
  from: z.number().int().nonnegative(),
  /** Number of hits of the rule, with those lost and those that cannot be judged. */
  total: z.number().int().nonnegative(),
});
export type HitPage = z.infer<typeof HitPage>;

/** How many of the distinct commands of a history were read, those that ran last first. */
export const HistoryRead = z.strictObject({
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type HistoryRead = z.infer<typeof HistoryRead>;

/** A rule in force or of another pending suggestion. */
export type OtherRule = Omit<RuleOverlap, 'shared'>;

/** A rule to test; `before` is what it was before it was edited. */
export interface TestedEdit {
  readonly rule: RuleToTest;
  readonly before?: RuleToTest | undefined;
}
