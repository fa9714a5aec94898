/** The messages between the extension and the dashboard page. Each side validates what it receives. */
import * as z from 'zod';
import { Agent, AgentStatus } from '../core/agent';
import { EventVerdict } from '../core/event';
import { Label, LabelChoice } from '../core/label';
import { Effect, RuleMode } from '../core/rule';
import { Decision } from '../core/verdict';
import { FeatureWeight, ModelReport } from './model';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const failed = z.strictObject({
  state: z.literal('failed'),
  message: z.string(),
  hint: z.string().optional(),
});

export const Tab = z.enum(['overview', 'history', 'queue', 'model', 'agents', 'check']);
export type Tab = z.infer<typeof Tab>;

/** Maximum length of a command sent to a page; `openCommand` shows the complete text in an editor. */
export const COMMAND_LIMIT = 4096;

/** One command of the history, newest first. */
export const EventRow = z.strictObject({
  id: z.string().min(1),
  ts: z.string(),
  eventType: z.string(),
  /** The first `COMMAND_LIMIT` characters. */
  command: z.string(),
  /** Number of characters omitted from `command`. */
  omitted: count,
  tool: z.string().optional(),
  exitCode: z.number().int().optional(),
  /** 0 (safe) to 1 (dangerous), as stored in the history. */
  risk: share.optional(),
  /** Absent if the event has no label. */
  label: Label.optional(),
  verdict: EventVerdict.omit({ guard: true }).optional(),
  /** The terminal reported the command line as uncertain. */
  lowConfidence: z.boolean(),
});
export type EventRow = z.infer<typeof EventRow>;

/** The context that VS Code passes to the commands in a row's menu, in the format of a tree view row. */
export function eventContext({ id }: Pick<EventRow, 'id'>): string {
  return JSON.stringify({ viewItem: 'event', subject: id, preventDefaultContextMenuItems: true });
}

/** Number of commands that the page requests at first, and the maximum. */
export const FIRST_ROWS = 200;
export const MAX_ROWS = 5000;

/** Limits the commands of the history that are shown. An absent member does not limit them. */
export const HistoryFilter = z.strictObject({
  /** A part of the command or of the name of the tool. */
  text: z.string().min(1).max(500).optional(),
  label: LabelChoice.optional(),
  /** `none`: no rule decided it. */
  decision: z.enum(Decision).optional(),
  /** The id of one of the sources of the history. */
  source: z.string().min(1).max(200).optional(),
  /** Commands of this number of last days. */
  days: z.literal([1, 7, 30]).optional(),
});
export type HistoryFilter = z.infer<typeof HistoryFilter>;

export const HistoryState = z.discriminatedUnion('state', [
  failed,
  z.strictObject({
    state: z.literal('ready'),
    rows: z.array(EventRow),
    /** Number of stored events. */
    total: count,
    /** Number of events of the session that match the filter; `rows` contains the newest of them. */
    found: count,
    /** What `rows` and `found` are limited to. */
    filter: HistoryFilter,
    /** The session whose commands are shown, with the name of the agent that was chosen; absent if all are. */
    session: z.strictObject({ agent: z.string() }).optional(),
    /** Where the commands of the history come from, with the most frequent first. */
    sources: z.array(z.strictObject({ id: z.string().min(1), name: z.string(), count })),
    /** Number of events per decision, over the whole history; absent for a session. */
    decisions: z.record(z.enum(Decision), count).optional(),
    /** Whether terminals are recorded. */
    recording: z.boolean(),
  }),
]);
export type HistoryState = z.infer<typeof HistoryState>;

/** Recent activity, and pending work for the user. */
export const OverviewState = z.discriminatedUnion('state', [
  failed,
  z.strictObject({
    state: z.literal('ready'),
    /** The last two weeks, oldest first, with days without commands. */
    days: z.array(
      z.strictObject({
        /** `2026-11-23`, in the local time zone. */
        day: z.string(),
        commands: count,
        denied: count,
        asked: count,
        /** Commands that only rules in shadow mode matched. */
        shadow: count,
      }),
    ),
    /** The rules in force with the most hits, most frequent first. */
    rules: z.array(
      z.strictObject({
        id: z.string(),
        /** Code is between backticks. */
        title: z.string(),
        effect: Effect,
        mode: RuleMode,
        hits: count,
        lastTs: z.string(),
      }),
    ),
    enforced: count,
    shadow: count,
    /** Number of rules in force without hits. */
    unused: count,
    /** For each category of starter rules, the number of rules in force and their hits; in display order. */
    categories: z.array(
      z.strictObject({ title: z.string(), enforced: count, shadow: count, hits: count }),
    ),
    /** Pending suggestions. */
    pending: count,
    /** Problems of connected agent hosts, one sentence each. */
    lost: z.array(z.string()),
  }),
]);
export type OverviewState = z.infer<typeof OverviewState>;

/** A command to label, chosen because its label would improve the model most. */
export const QueueItem = z.strictObject({
  eventId: z.string().min(1),
  command: z.string(),
  omitted: count,
  /** Number of events of the same shape. */
  seen: count,
  /** Predicted risk, 0 (safe) to 1 (dangerous). */
  risk: share,
});
export type QueueItem = z.infer<typeof QueueItem>;

export const QueueState = z.discriminatedUnion('state', [
  failed,
  z.strictObject({
    state: z.literal('ready'),
    /** Most useful first. */
    items: z.array(QueueItem),
    /** Why `items` is empty. */
    note: z.string().optional(),
    /** Whether the history is empty as well. */
    noHistory: z.literal(true).optional(),
  }),
]);
export type QueueState = z.infer<typeof QueueState>;

export const ModelState = z.discriminatedUnion('state', [
  failed,
  z.strictObject({
    state: z.literal('training'),
    title: z.string(),
    /** The current stage; empty before the first one. */
    stage: z.string(),
    done: count,
    total: count,
  }),
  /** No model yet: the number of labels available for training. */
  z.strictObject({
    state: z.literal('none'),
    labelled: z.strictObject({ safe: count, unsafe: count }),
  }),
  z.strictObject({ state: z.literal('ready'), report: ModelReport }),
]);
export type ModelState = z.infer<typeof ModelState>;

/** Maximum length of a command in a lane. */
export const LANE_COMMAND_LIMIT = 300;

/** A command in a lane. */
export const LaneCommand = EventRow.pick({
  ...{ id: true, ts: true, eventType: true, command: true, omitted: true },
}).extend({
  /** Absent if the policy did not evaluate it. */
  decision: z.enum(Decision).optional(),
});
export type LaneCommand = z.infer<typeof LaneCommand>;

/** A session of an agent host, and the newest of its commands, newest first. */
export const AgentLane = z.strictObject({
  /** The id of the agent of this session, which may not be registered. */
  id: z.string().min(1),
  name: z.string(),
  commands: z.array(LaneCommand),
});
export type AgentLane = z.infer<typeof AgentLane>;

export const AgentsState = z.discriminatedUnion('state', [
  failed,
  z.strictObject({
    state: z.literal('ready'),
    agents: z.array(
      z.strictObject({
        ...Agent.shape,
        /** Inactive for longer than the setting allows. */
        stale: z.boolean(),
        /** The last denied command of an agent that continued. `title` is the title of the rule, if it is in force. */
        lastBlocked: z
          .strictObject({
            eventId: z.string().min(1),
            ts: z.string(),
            title: z.string().optional(),
          })
          .optional(),
      }),
    ),
    /** Sessions with commands, most recent first. */
    lanes: z.array(AgentLane),
  }),
]);
export type AgentsState = z.infer<typeof AgentsState>;

/** The verdict and the prediction for one command. */
export const CheckResult = z.strictObject({
  command: z.string(),
  verdict: z.strictObject({
    decision: z.enum(Decision),
    reason: z.string(),
    policyVersion: z.string(),
    micros: z.number().nonnegative(),
    rules: z.array(
      z.strictObject({
        id: z.string(),
        pattern: z.string(),
        effect: Effect,
        /** Code is between backticks. Empty if the rule has none, as `reason`. */
        title: z.string(),
        reason: z.string(),
      }),
    ),
    /** The view that matched and the offsets of the match, if a rule decided. */
    view: z
      .strictObject({ kind: z.string(), text: z.string(), start: count, end: count })
      .optional(),
  }),
  /** Absent without a model. */
  prediction: z
    .strictObject({
      label: z.enum(['safe', 'unsafe', 'unknown']),
      risk: share,
      /** Strongest first. */
      features: z.array(FeatureWeight),
      /** Number of features of the command that are new to the model. */
      unseen: count,
    })
    .optional(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** Extension → page. */
export const ToDashboard = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('overview'), overview: OverviewState }),
  z.strictObject({ type: z.literal('history'), history: HistoryState }),
  z.strictObject({ type: z.literal('queue'), queue: QueueState }),
  z.strictObject({ type: z.literal('model'), model: ModelState }),
  z.strictObject({ type: z.literal('agents'), agents: AgentsState }),
  z.strictObject({ type: z.literal('checked'), result: CheckResult }),
  /** Brings a tab to the front. */
  z.strictObject({ type: z.literal('showTab'), tab: Tab.extract(['history', 'queue']) }),
  /** The last request failed. */
  z.strictObject({
    type: z.literal('failed'),
    message: z.string(),
    hint: z.string().optional(),
  }),
]);
export type ToDashboard = z.infer<typeof ToDashboard>;

const id = z.string().min(1).max(200);

/** Maximum length of a command to check. */
export const MAX_CHECKED = 16_384;

/** Page → extension. */
export const FromDashboard = z.discriminatedUnion('type', [
  /** The page is ready, with this tab active. Requests every state. */
  z.strictObject({ type: z.literal('ready'), tab: Tab }),
  /** This tab is active. Requests its state. */
  z.strictObject({ type: z.literal('refresh'), tab: Tab }),
  /** Requests this many of the newest events that match. */
  z.strictObject({
    type: z.literal('query'),
    limit: z.number().int().min(1).max(MAX_ROWS),
    filter: HistoryFilter,
  }),
  /** Limits the history to the session of an agent, and brings it to the front. */
  z.strictObject({ type: z.literal('showSession'), agentId: id }),
  /** Shows the commands of all sessions again. */
  z.strictObject({ type: z.literal('showAll') }),
  z.strictObject({ type: z.literal('label'), eventId: id, label: LabelChoice }),
  z.strictObject({ type: z.literal('openCommand'), eventId: id }),
  z.strictObject({ type: z.literal('openRule'), ruleId: id }),
  /** Explains the command of an event, or the last command of an agent that was stopped. */
  z.strictObject({ type: z.literal('explain'), subjectId: id }),
  z.strictObject({
    type: z.literal('explainCommand'),
    command: z.string().min(1).max(MAX_CHECKED),
  }),
  z.strictObject({ type: z.literal('setUp') }),
  z.strictObject({ type: z.literal('showSuggestions') }),
  z.strictObject({ type: z.literal('importCsv') }),
  z.strictObject({ type: z.literal('exportCsv') }),
  z.strictObject({ type: z.literal('startRecording') }),
  z.strictObject({ type: z.literal('train') }),
  z.strictObject({ type: z.literal('cancelTraining') }),
  z.strictObject({ type: z.literal('generate') }),
  z.strictObject({ type: z.literal('check'), command: z.string().min(1).max(MAX_CHECKED) }),
  z.strictObject({ type: z.literal('registerAgent'), name: z.string().max(100).optional() }),
  z.strictObject({
    type: z.literal('updateAgent'),
    id,
    action: z.string().min(1).max(500),
    score: z.number().min(0).max(100),
  }),
  z.strictObject({
    type: z.literal('setAgentStatus'),
    id,
    status: AgentStatus,
    reason: z.string().max(500).optional(),
  }),
  z.strictObject({ type: z.literal('removeAgent'), id }),
]);
export type FromDashboard = z.infer<typeof FromDashboard>;
