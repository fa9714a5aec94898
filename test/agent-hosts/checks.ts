import type { AgentHost } from './host';
import type { ToolResult } from './models/modelServer';
import type { SpoolLine } from './product';

/** The results of one run of a host. */
export interface Seen {
  /** The marks that commands left in the workspace, which show that they ran. */
  readonly ran: readonly string[];
  /** The results of tool calls as sent to the model. */
  readonly results: readonly ToolResult[];
  /** Number of requests to the model. */
  readonly requests: number;
  readonly spool: readonly SpoolLine[];
  /** The rows of the Agents view after each signal. */
  readonly agents: readonly (readonly string[])[];
  /** The rows at the end, after the window checked which hosts are still running. */
  readonly left: readonly string[];
  /**
   * What the row of the host in the Agents view said, by the step of the installation, and after `run`. `$HOME`,
   * `$WORKSPACE` and `$ABOVE` stand for the folders.
   */
  readonly rows: Readonly<Record<string, string>>;
  /** The content of the host's `ownFile`. */
  readonly ownFile: string;
  readonly exit: number | string;
  /** Why the host was ended prematurely. */
  readonly stopped?: string;
}

/** A condition that must hold. `problem` returns a description of a violation. */
export interface Check {
  readonly name: string;
  readonly problem: (seen: Seen, host: AgentHost) => string | undefined;
}

/** Maximum number of requests to the model in any case, because a host in a loop costs money. */
export const MAX_REQUESTS = 10;

export const check = (name: string, problem: Check['problem']): Check => ({ name, problem });

/** The host ends by itself, without an error, after a few requests. */
export const ends = check('ends', ({ exit, requests, stopped }) => {
  if (stopped !== undefined) return `the host was stopped: ${stopped}`;
  if (requests > MAX_REQUESTS) return `${requests} requests to the model`;
  return exit === 0 ? undefined : `the host ended with ${exit}`;
});

export const runs = (mark: string): Check =>
  check('runs', ({ ran }) =>
    ran.includes(mark) ? undefined : `the command did not run (ran: ${ran.join() || 'nothing'})`,
  );

export const blocks = (mark: string): Check =>
  check('blocks', ({ ran, results }) => {
    if (ran.includes(mark)) return 'the command ran';
    return results.length > 0 ? undefined : 'the model was told nothing: was it called at all?';
  });

/** The change of the hooks was not written to the file. */
export const keepsOwnFile = check('blocks', ({ ownFile }) =>
  ownFile.includes(OWN_MARK) ? 'the file was written' : undefined,
);
export const OWN_MARK = 'own-file-written';

/** The command did not run, whether or not the model was told. */
export const doesNotRunAtAll = (mark: string): Check =>
  check('blocks', ({ ran }) => (ran.includes(mark) ? 'the command ran' : undefined));

/** The history contains the user's answer, and how long the host waited for it. */
export const answered = (wanted: 'approved' | 'refused'): Check =>
  check('answered', ({ spool }) => {
    const outcomes = spool.flatMap((line) => ('outcome' in line ? [line.outcome] : []));
    const answers = outcomes.flatMap(({ answer, waitedMs }) =>
      answer === undefined ? [] : [{ answer, waitedMs }],
    );
    const [first, ...others] = answers;
    const isRight = first?.answer === wanted && (first.waitedMs ?? 0) > 0 && others.length === 0;
    return isRight ? undefined : `the history has ${JSON.stringify(answers)} and not ${wanted}`;
  });

/** The history contains no refusal by a user. */
export const isNotRefused = check('isNotRefused', ({ spool }) =>
  spool.some((line) => 'outcome' in line && line.outcome.answer === 'refused')
    ? 'the history says that the person refused it'
    : undefined,
);

/** The guard asked and the command did not run; not every host reports that to the model. */
export const asks = (mark: string): Check =>
  check('asks', ({ ran, spool }) => {
    if (ran.includes(mark)) return 'the command ran';
    const isAsked = spool.some((line) => 'event' in line && line.event.verdict?.decision === 'ask');
    return isAsked ? undefined : 'the guard did not ask';
  });

/** The model is told the reason. */
export const reportsReason = (words: string): Check =>
  check('tells', ({ results }) =>
    results.some(({ text }) => text.includes(words))
      ? undefined
      : `the model was not told "${words}", but ${JSON.stringify(results.map(({ text }) => text.slice(0, 300)))}`,
  );

/** A hook blocked with exit code 2: the model is told `words`, or the host's own text. */
export const reportsExit2 = (words: string): Check =>
  check('tells', (seen, host) => reportsReason(host.exit2Text ?? words).problem(seen, host));

/** The history contains the outcome of the command. Not every host reports the exit code of a success. */
export const records = (wanted: { readonly failed: boolean; readonly exitCode?: number }): Check =>
  check('records', ({ spool }) => {
    const outcomes = spool.flatMap((line) => ('outcome' in line ? [line.outcome] : []));
    const isThere = outcomes.some(
      ({ failed, exitCode }) =>
        failed === wanted.failed && (wanted.exitCode === undefined || exitCode === wanted.exitCode),
    );
    return isThere
      ? undefined
      : `the history does not have ${JSON.stringify(wanted)}, but ${JSON.stringify(outcomes)}`;
  });

/** The host reports the end of its session to a hook. */
const reportsEnd = check('saysEnd', ({ agents }) => {
  const last = agents.at(-1);
  if (last === undefined) return 'no agent was ever seen';
  return last.length === 0 ? undefined : `not ended: ${last.join(', ')}`;
});

/** No agent remains in the Agents view after its end, reported or not. */
const isGone = check('leaves', ({ left }) =>
  left.length === 0 ? undefined : `still shown: ${left.join(', ')}`,
);
export const leaves: readonly Check[] = [reportsEnd, isGone];

/** One agent with one sub-agent never appears as more than two entries. */
export const showsAtMostTwo = check('showsAtMostTwo', ({ agents }) => {
  const most = agents.find((shown) => shown.length > 2);
  return most === undefined ? undefined : `shown at once: ${most.join(', ')}`;
});

/** Whenever the Agents view shows an agent as blocked, it says which rule has stopped it, by its title. */
export const namesRule = (title: string): Check =>
  check('namesRule', ({ agents }) => {
    const blocked = agents.flat().filter((agent) => agent.includes(' (blocked'));
    const other = blocked.find((agent) => !agent.includes(`(blocked: It ${title}`));
    if (other !== undefined) return `the view shows ${other}`;
    return blocked.length > 0 ? undefined : 'the view never shows it blocked';
  });

/** What the row of the host in the Agents view says after a step of the installation, or after the `run`. */
export const shows = (step: string, wanted: string): Check =>
  check('shows', ({ rows }) => problemOfRow(rows, step, wanted));

/** Hooks that were just installed are not trusted yet on hosts that require trust, and the view shows that. */
export const showsUntrusted = (step: string): Check =>
  check('shows', ({ rows }, host) =>
    problemOfRow(rows, step, host.trust === undefined ? 'protected' : 'not trusted yet'),
  );

export function problemOfRow(rows: Seen['rows'], step: string, wanted: string): string | undefined {
  const row = rows[step];
  return row === wanted
    ? undefined
    : `the view shows ${row ?? 'nothing'} and not ${wanted} after the step ${step}`;
}
