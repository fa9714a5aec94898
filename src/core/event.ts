import * as z from 'zod';
import { Label, labelFromScore } from './label';
import { Decision } from './verdict';

/** Who reported a command. */
const EventSource = z.enum(['terminal', 'hook', 'csv', 'guard']);

/** What the policy said of the command. `shadow` lists shadow rules that would have decided. */
export const EventVerdict = z.strictObject({
  decision: z.enum(Decision),
  rules: z.array(z.string()),
  shadow: z.array(z.string()),
  policyVersion: z.string(),
});
export type EventVerdict = z.infer<typeof EventVerdict>;

/** Where the command came from. `confidence` is how sure VS Code is of a terminal's command line. */
const EventContext = z.strictObject({
  host: z.string().optional(),
  sessionId: z.string().optional(),
  cwd: z.string().optional(),
  confidence: z.enum(['low', 'medium', 'high']).optional(),
});

/**
 * One command that ran or was asked for. The first thirteen fields are the columns of the CSV form, under
 * camel-case names; an empty cell is an absent field. `extra` keeps columns we do not know, as text.
 */
export const CommandEvent = z.strictObject({
  id: z.string().min(1),
  /** ISO 8601 text, kept as it came. */
  ts: z.string(),
  eventType: z.string(),
  tabId: z.string().optional(),
  batchId: z.string().optional(),
  tool: z.string().optional(),
  command: z.string(),
  /** Absent when the shell reported none. */
  exitCode: z.number().int().optional(),
  stdout: z.string().optional(),
  stderr: z.string().optional(),
  /** 0 (dangerous) to 100 (harmless). Read it with `givenScore`: earlier versions kept decisions of the policy here. */
  safetyScore: z.number().min(0).max(100).optional(),
  /** The label the row itself carries; absent when nobody gave one. */
  label: Label.optional(),
  /** JSON text of an object. */
  metadata: z.string().optional(),
  extra: z.record(z.string(), z.string()).optional(),
  /** CSV cells whose text says more than the field (`99.0`), by column: they go back out as they came. */
  raw: z.record(z.string(), z.string()).optional(),
  /** What the policy said, where it was asked. */
  verdict: EventVerdict.optional(),
  context: EventContext.optional(),
  /** Earlier versions knew the source `mcp`, a guard by another door. */
  source: z.preprocess((source) => (source === 'mcp' ? 'guard' : source), EventSource),
});
export type CommandEvent = z.infer<typeof CommandEvent>;

/** How a command ended that was told of before it ran: what its event lacks. */
export const EventOutcome = z.strictObject({
  eventId: z.string().min(1),
  /** Absent when the host reported none. */
  exitCode: z.number().int().optional(),
  /** Absent where the host does not say how it ended: neither success nor failure. */
  failed: z.boolean().optional(),
});
export type EventOutcome = z.infer<typeof EventOutcome>;

/** The event with how it ended. */
export function withOutcome(event: CommandEvent, outcome: EventOutcome | undefined): CommandEvent {
  if (outcome === undefined) return event;
  const { exitCode, failed } = outcome;
  return {
    ...event,
    eventType: failed === true ? 'command_failed' : 'command_executed',
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

/** The label to learn from: the row's own, else what its score implies. A decision of the policy is none. */
export function effectiveLabel(event: Partial<CommandEvent>): Label {
  return event.label ?? labelFromScore(givenScore(event));
}

/** The safety score that somebody gave the command, and not the policy. */
export function givenScore(event: Partial<CommandEvent>): number | undefined {
  return event.verdict !== undefined || isExportedDecision(event) ? undefined : event.safetyScore;
}

/**
 * Whether a CSV row is one of ours that an earlier version exported with the policy's decision as its score: deny 0,
 * allow 100. Such a row has the id of a guard, or exactly the columns of a terminal.
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
 * What learning needs of an event, oldest first. `count` is how often this command was seen with this label;
 * `given` is false where the label only follows from a safety score.
 */
export interface LabelledCommand {
  readonly command: string;
  readonly label: Label;
  readonly count: number;
  readonly given?: boolean;
}
