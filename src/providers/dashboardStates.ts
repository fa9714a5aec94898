import * as l10n from '@vscode/l10n';
import type { App } from '../app';
import type { Explanation, KnownModel, Prediction } from '../app/ports';
import { type Agent, hasSession } from '../core/agent';
import { RulewrightError } from '../core/errors';
import { type CommandEvent, givenScore } from '../core/event';
import type { RunControl } from '../core/ports';
import {
  COMMAND_LIMIT,
  type AgentsState,
  type CheckResult,
  type EventRow,
  type HistoryFilter,
  type HistoryState,
  type ModelState,
  type QueueState,
  type Tab,
} from '../protocol/dashboard';
import type { ModelReport } from '../protocol/model';
import { agentLanes } from './agentLanes';
import { featureText } from './featureText';
import { sourceName } from './sourceName';
import { lastDenials } from './lastDenials';

/** The tabs whose states are sent after a change: the cheap ones and the active one. */
export function statesToRefresh(active: Tab): readonly Tab[] {
  return [...new Set<Tab>(['history', 'agents', active])];
}

/** What the history is limited to. */
export interface HistoryView {
  readonly filter: HistoryFilter;
  /** When `filter.days` began, in epoch milliseconds. */
  readonly sinceMs: number | undefined;
  /** The agent whose session is shown; undefined for all commands. */
  readonly agent: Agent | undefined;
  /** At most this many rows. */
  readonly limit: number;
}

/** The newest events that a view of the history shows, in the form of the page. */
export async function historyState(
  { history }: Pick<App, 'history'>,
  view: HistoryView,
  recording: boolean,
): Promise<HistoryState> {
  const { filter, agent } = view;
  const [{ events, count }, { total, decisions, sources }] = await Promise.all([
    foundCommands(history, view),
    history.summary(),
  ]);
  return {
    state: 'ready',
    rows: events.map(eventRow),
    total,
    found: count ?? total,
    filter,
    sources: [...sources]
      .map(([id, events]) => ({ id, name: sourceName(id), count: events }))
      .sort((a, b) => b.count - a.count),
    ...(agent === undefined ? { decisions: { ...decisions } } : { session: { agent: agent.name } }),
    recording,
  };
}

/** `count` is undefined if nothing limits the commands. */
async function foundCommands(
  history: App['history'],
  { filter, sinceMs, agent, limit }: HistoryView,
): Promise<{ readonly events: readonly CommandEvent[]; readonly count?: number }> {
  const { text, label, decision, source } = filter;
  const session = agent === undefined ? undefined : { id: agent.id };
  const query = present({ text, label, decision, source, sinceMs, session });
  return Object.keys(query).length === 0
    ? { events: await history.recent(limit) }
    : history.query(query, limit);
}

/** The agent whose session is to be shown. Throws if it has no session or is no longer registered. */
export async function agentOfSession({ agents }: App, agentId: string): Promise<Agent> {
  const agent = (await agents.list()).find(({ id }) => id === agentId);
  if (agent === undefined) {
    throw new RulewrightError('not-found', l10n.t('There is no agent {0}.', agentId), {
      hint: l10n.t('It may have ended. Refresh the list.'),
    });
  }
  if (!hasSession(agent)) {
    throw new RulewrightError(
      'invalid-input',
      l10n.t('The commands of {0} are unknown.', agent.name),
      { hint: l10n.t('Agents of connected agent hosts have a session; this one has only a name.') },
    );
  }
  return agent;
}

function eventRow(event: CommandEvent): EventRow {
  const { id, ts, eventType, command, tool, exitCode, label, verdict } = event;
  return {
    id,
    ts,
    eventType,
    ...shortened(command),
    ...present({ tool, exitCode, risk: riskOf(event), label, verdict }),
    lowConfidence: event.context?.confidence === 'low',
  };
}

/** The history stores safety from 0 to 100. */
function riskOf(event: CommandEvent): number | undefined {
  const score = givenScore(event);
  return score === undefined ? undefined : (100 - score) / 100;
}

function shortened(command: string): { command: string; omitted: number } {
  return {
    command: command.slice(0, COMMAND_LIMIT),
    omitted: Math.max(0, command.length - COMMAND_LIMIT),
  };
}

/** Removes members that are undefined: in the protocol, optional members are absent. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  // Filtering preserves the pairs; `Object.fromEntries` loses their types.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Commands to label, most useful first. Trains first if there is no model. */
export async function queueState(
  { learning, history }: App,
  run?: RunControl,
): Promise<QueueState> {
  const queue = await learning.labelQueue(100, run);
  const items = queue.map(({ eventId, command, seen, risk }) => ({
    eventId,
    ...shortened(command),
    seen,
    risk,
  }));
  if (items.length > 0) return { state: 'ready', items };
  const { total } = await history.summary();
  if (total > 0) {
    return { state: 'ready', items, note: l10n.t('No label would improve the model noticeably.') };
  }
  const note = l10n.t('No commands yet: nothing was recorded or imported.');
  return { state: 'ready', items, note, noHistory: true };
}

/** The newest model, or the number of labels if there is none. */
export async function modelState({ learning, history }: App): Promise<ModelState> {
  const model = await learning.newest();
  if (model !== undefined) return { state: 'ready', report: modelReport(model) };
  const { labels } = await history.summary();
  return { state: 'none', labelled: { safe: labels.safe, unsafe: labels.unsafe } };
}

function modelReport(model: KnownModel): ModelReport {
  const { report } = model;
  const { test, counts, reliability } = report;
  return {
    modelVersion: model.modelVersion,
    trainedAt: model.trainedAt,
    seed: model.seed,
    trees: report.trees,
    features: report.features,
    featureVersion: model.featureVersion,
    dataHash: model.dataHash,
    rows: { safe: counts.safe, unsafe: counts.unsafe, unknown: counts.unknown },
    templates: counts.templates,
    heldOut: test.rows,
    accuracy: test.accuracy,
    classes: [
      { label: 'unsafe', ...test.unsafe },
      { label: 'safe', ...test.safe },
    ],
    confusion: { ...test.confusion },
    ...figures(report),
    reliability: reliability.bins.map(({ rows, meanProbability, unsafeShare }) => ({
      count: rows,
      predicted: meanProbability,
      observed: unsafeShare,
    })),
    topFeatures: report.topFeatures.map(({ feature, importance, speaksFor }) => ({
      name: featureText(feature),
      weight: importance,
      direction: speaksFor,
    })),
    ...(model.drift === undefined ? {} : { drift: { ...model.drift } }),
    ...(model.previous === undefined
      ? {}
      : {
          previous: {
            ...model.previous,
            changes: model.previous.changes.map((change) => ({ ...change })),
            newFeatures: model.previous.newFeatures.map(featureText),
          },
        }),
    warnings: [...report.notes],
  };
}

function figures({ test, reliability }: KnownModel['report']) {
  const { averagePrecision, recallAtOnePerMille } = test;
  const { errorBefore, errorAfter } = reliability;
  return {
    ...(averagePrecision === null ? {} : { averagePrecision }),
    ...(recallAtOnePerMille === null ? {} : { recallAtLowFpr: recallAtOnePerMille }),
    ...(errorBefore === null || errorAfter === null
      ? {}
      : { calibration: { before: errorBefore, after: errorAfter } }),
  };
}

/** The agents, whether they are stale, the last denial of each agent that continued, and the commands of sessions. */
export async function agentsState(app: App): Promise<AgentsState> {
  const agents = await app.agents.list();
  const [denials, lanes] = await Promise.all([
    lastDenials(app, agents),
    agentLanes(app.history, agents),
  ]);
  return {
    state: 'ready',
    agents: agents.map((agent) => {
      const denial = denials.get(agent.id);
      return {
        ...agent,
        stale: app.isStale(agent),
        ...(denial === undefined
          ? {}
          : {
              lastBlocked: {
                eventId: denial.eventId,
                ts: denial.ts,
                ...present({ title: denial.title }),
              },
            }),
      };
    }),
    lanes: [...lanes],
  };
}

/** The policy's verdict for one command, and the model's prediction if there is a model. */
export async function checkResult(app: App, command: string): Promise<CheckResult> {
  const [explanation, rules, hasModel] = await Promise.all([
    app.explain(command),
    app.policies.listRules(),
    app.learning.hasModel(),
  ]);
  const deciding = new Set(explanation.verdict.rules);
  return {
    command,
    verdict: {
      ...verdict(explanation),
      rules: rules
        .filter(({ id }) => deciding.has(id))
        .map(({ id, pattern, effect, title = '', reason }) => ({
          ...{ id, pattern, effect, title, reason },
        })),
    },
    ...(hasModel ? { prediction: prediction(await app.learning.predict(command)) } : {}),
  };
}

function verdict({ verdict: found, micros, matches }: Explanation) {
  const { decision, reason, policyVersion } = found;
  const first = matches.find(({ counted }) => counted);
  const view = first && {
    kind: first.view.kind,
    text: first.view.text,
    start: first.start,
    end: first.end,
  };
  return { decision, reason, policyVersion, micros, ...present({ view }) };
}

function prediction({ label, probability, contributions, unknownFeatures }: Prediction) {
  return {
    label,
    risk: probability,
    features: contributions.map(({ feature, weight }) => ({
      name: featureText(feature),
      weight: Math.abs(weight),
      direction: weight > 0 ? ('unsafe' as const) : ('safe' as const),
    })),
    unseen: unknownFeatures.length,
  };
}
