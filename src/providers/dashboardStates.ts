import * as l10n from '@vscode/l10n';
import type { App } from '../app';
import type { Explanation, KnownModel, Prediction } from '../app/ports';
import { type Agent, hasSession, isOfSession } from '../core/agent';
import { RulewrightError } from '../core/errors';
import { type CommandEvent, givenScore } from '../core/event';
import { lastDays } from '../core/localDay';
import type { DayCounts, RunControl } from '../core/ports';
import {
  COMMAND_LIMIT,
  type AgentsState,
  type CheckResult,
  type EventRow,
  type HistoryState,
  type ModelState,
  type OverviewState,
  type QueueState,
  type Tab,
} from '../protocol/dashboard';
import type { ModelReport } from '../protocol/model';
import { lastDenials } from './lastDenials';
import { lostConnection } from './nodes/hostNodes';
import { titleWithCode } from './nodes/words';

/** The tabs whose states are sent after a change: the cheap ones and the active one. */
export function statesToRefresh(active: Tab): readonly Tab[] {
  return [...new Set<Tab>(['history', 'agents', active])];
}

/** Number of days in the overview. */
const DAYS = 14;
/** Number of rules listed in the overview. */
const MOST_HIT = 10;

/** The most recent days, the rules with the most hits, and pending work for the user. */
export async function overviewState(app: App, nowMs: number): Promise<OverviewState> {
  const { policies, history, connections } = app;
  const [days, rules, hits, pending, hosts] = await Promise.all([
    history.dayCounts(),
    policies.listRules(),
    app.ruleHits(),
    policies.listSuggestions('pending'),
    connections.list(),
  ]);
  const used = rules
    .flatMap((rule) => {
      const { count = 0, lastTs = '' } = hits.get(rule.id) ?? {};
      const { id, effect, mode } = rule;
      return count === 0
        ? []
        : [{ id, title: titleWithCode(rule), effect, mode, hits: count, lastTs }];
    })
    .sort((a, b) => b.hits - a.hits);
  const shadow = rules.filter(({ mode }) => mode === 'shadow').length;
  return {
    state: 'ready',
    days: lastDays(DAYS, nowMs).map((day) => ({ day, ...(days.get(day) ?? NO_COMMANDS) })),
    rules: used.slice(0, MOST_HIT),
    enforced: rules.length - shadow,
    shadow,
    unused: rules.length - used.length,
    pending: pending.length,
    lost: hosts.flatMap((host) => lostConnection(host) ?? []),
  };
}

const NO_COMMANDS: DayCounts = { commands: 0, denied: 0, asked: 0, shadow: 0 };

/** The newest events in the format of the page. */
export async function historyState(
  { history }: App,
  limit: number,
  recording: boolean,
): Promise<HistoryState> {
  const [events, { total, decisions }] = await Promise.all([
    history.recent(limit),
    history.summary(),
  ]);
  return {
    state: 'ready',
    rows: events.map(eventRow),
    total,
    decisions: { ...decisions },
    recording,
  };
}

/** Number of recent events searched for those of a session, equal to the number kept in memory. */
const SEARCHED = 5000;

/** The newest events of an agent's session in the format of the page. */
export async function sessionState(
  { history }: App,
  agent: Agent,
  limit: number,
  recording: boolean,
): Promise<HistoryState> {
  const newest = await history.recent(SEARCHED);
  const events = newest.filter((event) => isOfSession(agent, event));
  return {
    state: 'ready',
    rows: events.slice(0, limit).map(eventRow),
    total: events.length,
    session: { agent: agent.name, searched: newest.length },
    recording,
  };
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
      l10n.t('Which commands are those of {0} is not known.', agent.name),
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
export async function queueState({ learning }: App, run?: RunControl): Promise<QueueState> {
  const queue = await learning.labelQueue(100, run);
  const items = queue.map(({ eventId, command, seen, risk }) => ({
    eventId,
    ...shortened(command),
    seen,
    risk,
  }));
  return items.length > 0
    ? { state: 'ready', items }
    : { state: 'ready', items, note: l10n.t('No commands need a label.') };
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
      name: feature,
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
            notes: [...model.previous.notes],
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

/** The agents, whether they are stale, and the last denial of each agent that continued. */
export async function agentsState(app: App): Promise<AgentsState> {
  const agents = await app.agents.list();
  const denials = await lastDenials(app, agents);
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
        .map(({ id, pattern, effect, reason }) => ({ id, pattern, effect, reason })),
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
      name: feature,
      weight: Math.abs(weight),
      direction: weight > 0 ? ('unsafe' as const) : ('safe' as const),
    })),
    unseen: unknownFeatures.length,
  };
}
