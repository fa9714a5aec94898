import * as z from 'zod';
import { Label, labelFromScore } from './label';
import { Decision } from './verdict';

/** Who reported a command. */
const EventSource = z.enum(['terminal', 'hook', 'csv', 'guard', 'import']);

/** The policy's verdict on the command. `shadow` lists shadow rules that would have decided. */
export const EventVerdict = z.object({
  decision: z.enum(Decision),
  rules: z.array(z.string()),
  shadow: z.array(z.string()),
  policyVersion: z.string(),
  /** The version of Rulewright whose guard decided; absent for terminals, and for guards of earlier versions. */
  guard: z.string().optional(),
});
export type EventVerdict = z.infer<typeof EventVerdict>;

/** Where the command ran. `confidence` is VS Code's confidence in the command line of a terminal. */
const EventContext = z.object({
  host: z.string().optional(),
  sessionId: z.string().optional(),
  cwd: z.string().optional(),
  confidence: z.enum(['low', 'medium', 'high']).optional(),
});

/**
 * A command that ran or was requested. The first thirteen fields are the columns of the CSV format in camel case; an
 * empty cell is an absent field. `extra` keeps unknown columns as text. Members that a newer version added are ignored.
 */
export const CommandEvent = z.object({
  id: z.string().min(1),
  /** ISO 8601, kept as received. */
  ts: z.string(),
  eventType: z.string(),
  tabId: z.string().optional(),
  batchId: z.string().optional(),
  tool: z.string().optional(),
  command: z.string(),
  /** Absent if the shell reported none. */
  exitCode: z.number().int().optional(),
  stdout: z.string().optional(),
  stderr: z.string().optional(),
  /** 0 (dangerous) to 100 (harmless). Read it with `givenScore`: earlier versions stored decisions of the policy here. */
  safetyScore: z.number().min(0).max(100).optional(),
  /** The label in the CSV row; absent if it has none. */
  label: Label.optional(),
  /** A JSON object as text. */
  metadata: z.string().optional(),
  extra: z.record(z.string(), z.string()).optional(),
  /** CSV cells whose text differs from the parsed value (`99.0`), by column. Exported unchanged. */
  raw: z.record(z.string(), z.string()).optional(),
  /** The policy's verdict, if it was evaluated. */
  verdict: EventVerdict.optional(),
  context: EventContext.optional(),
  /** Earlier versions also used the source `mcp` for a guard. */
  source: z.preprocess((source) => (source === 'mcp' ? 'guard' : source), EventSource),
});
export type CommandEvent = z.infer<typeof CommandEvent>;

/** The agent host of an event's context: `claude` in hooks and `claude-code` in transcripts are the same host. */
export function hostOf(contextHost: string): string {
  return contextHost.split('-', 1)[0] ?? '';
}

/** `eventType` of a command that the user refused. */
export const REFUSED = 'command_refused';

/** The outcome of a command whose event was recorded before it ran. */
export const EventOutcome = z.object({
  eventId: z.string().min(1),
  /** Absent if the host reported none. */
  exitCode: z.number().int().optional(),
  /** Absent if the host reports neither success nor failure. */
  failed: z.boolean().optional(),
  /**
   * The user's answer when the host asked about the command; absent if the host did not ask or the answer is unknown.
   */
  answer: z.enum(['approved', 'refused']).optional(),
  /** Milliseconds from the question to the answer, or to the end of the command if it ran. */
  waitedMs: z.number().min(0).optional(),
});
export type EventOutcome = z.infer<typeof EventOutcome>;

/** The event with its outcome. */
export function withOutcome(event: CommandEvent, outcome: EventOutcome | undefined): CommandEvent {
  if (outcome === undefined) return event;
  const { exitCode, failed, answer, waitedMs } = outcome;
  const ran = failed === true ? 'command_failed' : 'command_executed';
  return {
    ...event,
    eventType: answer === 'refused' ? REFUSED : ran,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(answer === undefined ? {} : { metadata: JSON.stringify({ decision: answer, waitedMs }) }),
  };
}

/**
 * The label for training: the label of the row, otherwise the one implied by its score. Decisions of the policy are not
 * labels.
 */
export function effectiveLabel(event: Partial<CommandEvent>): Label {
  return event.label ?? labelFromScore(givenScore(event));
}

/** The command's safety score, unless it is a decision of the policy. */
export function givenScore(event: Partial<CommandEvent>): number | undefined {
  return event.verdict !== undefined || isExportedDecision(event) ? undefined : event.safetyScore;
}

/**
 * Whether a CSV row was exported by an earlier version with the policy's decision as its score (deny 0, allow 100).
 * Such a row has the id of a guard event, or exactly the columns of a terminal event.
 */
function isExportedDecision(event: Partial<CommandEvent>): boolean {
  const { source, safetyScore, id = '' } = event;
  if (source !== 'csv' || (safetyScore !== 0 && safetyScore !== 100)) return false;
  return /^hook-\d+-[0-9a-z]+$/.test(id) || isExportedFromTerminal(event);
}

function isExportedFromTerminal(event: Partial<CommandEvent>): boolean {
  const { tool, eventType, tabId, batchId, stdout, stderr, metadata, extra } = event;
  const isTerminal = tool === 'terminal' && eventType === 'command_executed';
  const others = [batchId, stdout, stderr, metadata, extra];
  return isTerminal && tabId !== undefined && others.every((field) => field === undefined);
}

/**
 * A labelled command for training. `count` is the number of occurrences with this label; `given` is false if the label
 * was derived from a safety score or from a person's behaviour.
 */
export interface LabelledCommand {
  readonly command: string;
  readonly label: Label;
  readonly count: number;
  readonly given?: boolean;
  /** A person marked the command as unsure, so it is not queued for labelling again. */
  readonly unsure?: boolean;
  /** How often a person refused or approved it at a prompt; absent if never. */
  readonly answers?: PromptAnswers;
  /** The dates of the answers; present with `answers`. */
  readonly answerDates?: AnswerDates;
  /** Working directories in which it ran, each with its number of occurrences, if requested and known. */
  readonly folders?: readonly FolderCount[];
  /** Where it is from, by `sourceOf`, and how often it failed; present if the working directories are requested. */
  readonly sources?: readonly string[];
  readonly failed?: number;
}

/** A history that another process reads, so that this one needs no memory for it. */
export interface StoredCommands {
  /** The folder of the history. */
  readonly historyFolder: string;
  /** Number of its events, for progress. */
  readonly events: number;
  /** Whether to read the working directories of the commands, their sources and failures. */
  readonly withFolders: boolean;
}

/** Distinct commands by label, or the history that has them. */
export type CommandSource = readonly LabelledCommand[] | StoredCommands;

/** Whether the commands are still to be read. */
export function isStored(commands: CommandSource): commands is StoredCommands {
  return 'historyFolder' in commands;
}

/** A working directory as reported, and its number of events. */
export type FolderCount = readonly [cwd: string, count: number];

/** Distinct sessions and days of answers at prompts, the first `MAX_ANSWER_DATES` of each. */
export interface AnswerDates {
  /** Sessions in which it was refused, each identified by a number. */
  readonly refusedIn: readonly number[];
  /** Days on which it was approved, since 1970-01-01 (UTC). */
  readonly approvedOn: readonly number[];
}

/** Limits the memory used for a command that is answered every day. */
export const MAX_ANSWER_DATES = 100;

/** Counts of people's answers about a command at the prompts of agent hosts. */
export const PromptAnswers = z.strictObject({
  refused: z.number().int().nonnegative(),
  approved: z.number().int().nonnegative(),
});
export type PromptAnswers = z.infer<typeof PromptAnswers>;
