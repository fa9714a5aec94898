/** The messages between the extension and the page that explains a command. Each side validates what it receives. */
import * as z from 'zod';
import { Effect } from '../core/rule';
import { Decision } from '../core/verdict';

const count = z.number().int().nonnegative();
const text = z.string();
/** UTF-16 offsets in the command. */
const span = { start: count, end: count };
const decision = z.enum(Decision);

/** Maximum length of a command, equal to the longest that agents send. */
export const MAX_COMMAND = 1_048_576;

/** A command and its known context. */
export const Subject = z.strictObject({
  command: z.string().max(MAX_COMMAND),
  /** Its absolute working directory; empty if unknown. */
  cwd: z.string().max(4096),
  shell: z.enum(['bash', 'powershell']),
});
export type Subject = z.infer<typeof Subject>;

/** A word of an action, with the files or hosts that it names. */
const Word = z.strictObject({
  shown: text,
  targets: z.array(z.strictObject({ path: text, class: text })),
});

/** One program that the command runs or may run. */
export const ExplainedAction = z.strictObject({
  ...span,
  /** The program with its sub-commands. */
  name: text,
  options: z.array(z.strictObject({ name: text, value: Word.optional() })),
  operands: z.array(Word),
  redirects: z.array(z.strictObject({ op: text, target: Word })),
  /** Its working directory; absent if it is the one of the command. */
  folder: text.optional(),
  sudo: z.boolean(),
  certain: z.boolean(),
  /** The option or sub-command because of which it changes nothing. */
  inert: text.optional(),
});
export type ExplainedAction = z.infer<typeof ExplainedAction>;

/** How a matching rule affects the verdict. */
export const RuleRole = z.enum(['decides', 'weaker', 'partial', 'shadow']);
export type RuleRole = z.infer<typeof RuleRole>;

/** A rule in force or in shadow mode that matches. */
export const MatchingRule = z.strictObject({
  id: text,
  effect: Effect,
  role: RuleRole,
  /** Empty if the rule has none, as `reason` and `instead`. */
  title: text,
  reason: text,
  instead: text,
  pattern: text,
  view: z.strictObject({ kind: text, text, ...span }),
});
export type MatchingRule = z.infer<typeof MatchingRule>;

/** A starter rule that is not in the policy. */
export const StarterRow = z.strictObject({
  effect: Effect,
  title: text,
  category: text,
  reason: text,
  part: text,
});
export type StarterRow = z.infer<typeof StarterRow>;

const Outcome = { decision, reason: text };

/** A change and the resulting verdict. `name` is the title of a rule, or its pattern. */
export const VariantRow = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('withoutRules'), names: z.array(text), ...Outcome }),
  z.strictObject({ type: z.literal('enforced'), name: text, ...Outcome }),
  z.strictObject({ type: z.literal('paused'), ...Outcome }),
  z.strictObject({ type: z.literal('without'), part: text, command: text, ...Outcome }),
  z.strictObject({ type: z.literal('replaced'), part: text, by: text, command: text, ...Outcome }),
  z.strictObject({ type: z.literal('instead'), command: text, ...Outcome }),
]);
export type VariantRow = z.infer<typeof VariantRow>;

/** The verdict on a command, and its reasons. */
export const Explained = z.strictObject({
  decision,
  /** A sentence with code between backticks: what the command does, the matched part, what to do instead. */
  reason: text,
  policyVersion: text,
  /** Number of rules in force that are not in shadow mode. */
  enforced: count,
  /** The shortest part of the command matched by a deciding rule; absent if no rule decides. */
  match: z.strictObject(span).optional(),
  actions: z.array(ExplainedAction),
  /** Number of actions omitted from the list. */
  moreActions: count,
  /** False if the shell parser rejected the command. */
  parsed: z.boolean(),
  /** Whether a limit was reached, so that the command may do more. */
  truncated: z.boolean(),
  /** Why the program table is not used. */
  tableFault: text.optional(),
  rules: z.array(MatchingRule),
  /** The decision of self-protection; absent if there is none. */
  builtIn: z.strictObject({ decision: z.enum(['deny', 'ask']), is: text }).optional(),
  views: z.array(z.strictObject({ kind: text, text, inert: z.boolean() })),
  moreViews: count,
});
export type Explained = z.infer<typeof Explained>;

/** The number of a request from the page; responses to earlier requests are ignored. */
const requestNumber = count;

/** Extension → page. */
export const ToExplain = z.discriminatedUnion('type', [
  /** The command to show. The page then requests its explanation. */
  z.strictObject({ type: z.literal('subject'), subject: Subject }),
  z.strictObject({ type: z.literal('explained'), requestNumber, explained: Explained }),
  z.strictObject({
    type: z.literal('variants'),
    requestNumber,
    variants: z.array(VariantRow),
  }),
  z.strictObject({
    type: z.literal('starter'),
    requestNumber,
    rules: z.array(StarterRow),
    /** Categories of rules in force that are starter rules. */
    categories: z.array(z.strictObject({ ruleId: text, category: text })),
  }),
  z.strictObject({ type: z.literal('failed'), message: text, hint: text.optional() }),
]);
export type ToExplain = z.infer<typeof ToExplain>;

/** Page → extension. */
export const FromExplain = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('explain'), requestNumber, subject: Subject }),
  /** Selects a rule in the Rules view. */
  z.strictObject({ type: z.literal('openRule'), ruleId: z.string().min(1).max(200) }),
  /** Creates a rule from commands like this one. */
  z.strictObject({
    type: z.literal('likeThis'),
    effect: Effect,
    command: z.string().min(1).max(100_000),
  }),
  z.strictObject({ type: z.literal('copy'), command: z.string().min(1).max(MAX_COMMAND) }),
  /** Opens the review of the starter rules that are not in force. */
  z.strictObject({ type: z.literal('starterRules') }),
]);
export type FromExplain = z.infer<typeof FromExplain>;
