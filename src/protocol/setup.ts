/** The messages between the extension and the page that sets up protection. Each side validates what it receives. */
import * as z from 'zod';

const count = z.number().int().nonnegative();
const text = z.string();

/** Histories found on this machine, which have not been opened, and the imported commands. */
export const SourcesStep = z.strictObject({
  /** Number of commands in the history. */
  commands: count,
  found: z.array(
    z.strictObject({
      id: text,
      name: text,
      /** Estimated number of commands; absent if the size of the files is no indication. */
      about: count.optional(),
      files: count,
      sizeBytes: count,
      /** ISO 8601. */
      newest: text,
    }),
  ),
});
export type SourcesStep = z.infer<typeof SourcesStep>;

/** The rules in force, and the categories of starter rules. */
export const RulesStep = z.strictObject({
  enforced: count,
  shadow: count,
  /** Number of events that the categories were tested on. */
  events: count,
  categories: z.array(
    z.strictObject({
      id: text,
      title: text,
      /** Number of its rules that are not in force. */
      rules: count,
      /** Their titles, with code between backticks. */
      titles: z.array(text),
      /** Number of these rules that start in shadow mode, because they match ordinary commands of this history. */
      inShadow: count,
      /** Number of events that they would have stopped. */
      hits: count,
      /** Number of commands that cannot be judged, because their working directory is unknown; absent if there are none. */
      unjudged: count.optional(),
      examples: z.array(text),
    }),
  ),
});
export type RulesStep = z.infer<typeof RulesStep>;

/** The agent hosts that were found, and those that were connected. */
export const HostsStep = z.strictObject({
  hosts: z.array(
    z.strictObject({
      host: text,
      name: text,
      /** Display text, for example "not connected". */
      state: text,
      /** Whether it calls the guard before each command. */
      asks: z.boolean(),
      /** Whether an action is required, for example an update. */
      open: z.boolean(),
    }),
  ),
});
export type HostsStep = z.infer<typeof HostsStep>;

/** A step whose result is shown while the page stays open. */
export const SetupStep = z.enum(['sources', 'hosts']);
export type SetupStep = z.infer<typeof SetupStep>;

/** A question that the user answers by Write File or Cancel. */
export const HookQuestion = z.strictObject({ id: count, text, detail: text });
export type HookQuestion = z.infer<typeof HookQuestion>;

const failure = { message: text, hint: text.optional() };

export const ToSetup = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('sources'), step: SourcesStep }),
  z.strictObject({ type: z.literal('rules'), step: RulesStep }),
  z.strictObject({ type: z.literal('hosts'), step: HostsStep }),
  /** The result of an action in a step. */
  z.strictObject({ type: z.literal('done'), step: SetupStep, message: text }),
  /** Asks the user about a change of a hook file, which an editor beside the page shows. */
  z.strictObject({ type: z.literal('ask'), question: HookQuestion }),
  /** The question is no longer open. */
  z.strictObject({ type: z.literal('asked') }),
  z.strictObject({ type: z.literal('failed'), ...failure }),
]);
export type ToSetup = z.infer<typeof ToSetup>;

const id = z.string().min(1).max(100);

export const FromSetup = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  /** Lets the user choose the histories to import. */
  z.strictObject({ type: z.literal('read') }),
  z.strictObject({ type: z.literal('importCsv') }),
  /** Opens the review of these categories. */
  z.strictObject({ type: z.literal('review'), categories: z.array(id).min(1).max(100) }),
  /** If absent, the user chooses from all hosts. */
  z.strictObject({ type: z.literal('connect'), host: id.optional() }),
  z.strictObject({ type: z.literal('openDashboard') }),
  /** The user's answer to a question. */
  z.strictObject({ type: z.literal('answer'), id: count, write: z.boolean() }),
]);
export type FromSetup = z.infer<typeof FromSetup>;
