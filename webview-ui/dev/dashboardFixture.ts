import { hasSession } from '../../src/core/agent';
import type {
  AgentLane,
  AgentsState,
  CheckResult,
  EventRow,
  HistoryState,
  OverviewState,
  QueueItem,
} from '../../src/protocol/dashboard';
import type { ModelReport } from '../../src/protocol/model';
import { HOSTILE } from './hostile';
import { RECORDED } from './recorded';

const { start, later } = RECORDED;

type Ready<T extends { state: string }> = Extract<T, { state: 'ready' }>;

/** A recorded state in the state `ready`. */
function ready<T extends { state: string }>(state: T): Ready<T> {
  if (state.state !== 'ready') throw new Error('This state was not recorded.');
  // Its tag was compared above.
  return state as Ready<T>;
}

/** A long history: the requested number of rows, newest first. */
export function fullHistory(count = 300): Ready<HistoryState> {
  const history = ready(later.history);
  const total = Math.max(history.total, 2 * count);
  return { ...history, rows: repeatedRows(history.rows, count), total, found: total };
}

function repeatedRows(rows: readonly EventRow[], count: number): EventRow[] {
  return Array.from({ length: count }, (_, at) => rows[at % rows.length]).flatMap((row, at) =>
    row === undefined ? [] : [{ ...row, id: `${row.id}-${at}` }],
  );
}

/** An empty history. */
export function emptyHistory(): Ready<HistoryState> {
  return ready(start.history);
}

/** The commands of one agent's session. */
export function sessionHistory(): Ready<HistoryState> {
  return ready(later.session);
}

/** Commands with hostile text. */
export function hostileHistory(): Ready<HistoryState> {
  return ready(later.hostileHistory);
}

/** The overview with activity and pending work. */
export function overview(): Ready<OverviewState> {
  return ready(later.overview);
}

/** An overview with hostile names of rules and hosts. */
export function hostileOverview(): Ready<OverviewState> {
  const [rule] = overview().rules;
  if (rule === undefined) throw new Error('No rule with hits was recorded.');
  const rules = HOSTILE.map((title, at) => ({ ...rule, title, id: `r${at}`, lastTs: title }));
  return { ...overview(), rules, lost: [...HOSTILE] };
}

/** A label queue. */
export function queueItems(): QueueItem[] {
  return ready(later.queue).items;
}

/** A report with every metric. */
export function modelReport(): ModelReport {
  return ready(later.model).report;
}

/** Three agents, one of each status; one is stale. */
export function agents(nowMs: number): Ready<AgentsState>['agents'] {
  const { agents: all } = ready(later.agents);
  const last = Math.max(...all.map(({ lastSeen }) => Date.parse(lastSeen)));
  const moved = (iso: string): string =>
    new Date(Date.parse(iso) + nowMs - last - 8000).toISOString();
  return all.map((agent) => ({
    ...agent,
    registeredAt: moved(agent.registeredAt),
    lastSeen: moved(agent.lastSeen),
  }));
}

/** Sessions with commands of the last hour: two of registered agents, and one that is not registered. */
export function lanes(nowMs: number, hostile = false): AgentLane[] {
  const known = agents(nowMs).filter(hasSession);
  const names = hostile ? HOSTILE : [...known.map(({ name }) => name), 'shop · gemini 5d21c0aa'];
  const { rows } = ready(hostile ? later.hostileHistory : later.history);
  return names.map((name, lane) => ({
    id: known[lane]?.id ?? `gemini:${lane}`,
    name,
    commands: rows
      .filter((_, at) => hostile || at % names.length === lane)
      .slice(0, 14)
      .map(({ id, eventType, command, omitted, verdict }, at) => ({
        ...{ id: `${id}-${lane}`, eventType, command, omitted },
        ts: new Date(nowMs - (lane * 7 + at * at) * 30_000).toISOString(),
        ...(verdict === undefined ? {} : { decision: verdict.decision }),
      })),
  }));
}

/** A command that a rule denies. */
export function deniedResult(): CheckResult {
  return later.denied;
}

/** The verdict and the prediction for a command: the recorded one if it was recorded as denied. */
export function checkResult(command: string): CheckResult {
  return { ...(command === later.denied.command ? later.denied : later.undecided), command };
}

/** The same without a model. */
export function uncheckedRisk(): CheckResult {
  return start.checked;
}
