import { useShippedTable } from '../programTable';
import { ALL_PENDING, type App, type SubjectKind } from '../../../src/app';
import { NO_REJECTIONS, rejectionsIn, type Rejections } from '../../../src/core/rejection';
import type { PolicyDiff } from '../../../src/core/diff';
import type { CommandEvent } from '../../../src/core/event';
import { followSignal } from '../../../src/hosts/agentSignals';
import type { CheckResult } from '../../../src/protocol/dashboard';
import {
  agentsState,
  checkResult,
  historyState,
  modelState,
  queueState,
  type HistoryView,
} from '../../../src/providers/dashboardStates';
import { overviewState } from '../../../src/providers/overviewState';
import { reviewMessage } from '../../../src/providers/reviewMessage';
import { suggestionsOf } from '../../../src/providers/reviewTests';
import { RecordedPages } from '../../../webview-ui/dev/recordedPages';
import { HOSTILE } from '../../../webview-ui/dev/hostile';
import {
  APPROVED_RUNS,
  FIRST_META,
  FIRST_RULES,
  FIRST_RUNS,
  HOSTILE_RUNS,
  IMPORTED,
  LATER_RUNS,
  NEWEST_RUNS,
} from './pageInput';
import { openRecordedApp, type RecordedApp } from './recordedApp';
import { recordExplain } from './recordedExplain';
import { recordSetup } from './recordedSetup';
import { labelledOf } from '../labelledOf';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 20, 8);
/** Number of rows of the history that are recorded. */
const ROWS = 60;
const CODEX_SESSION = 'web-7f3a-4b1c';

/**
 * The messages to the pages during a life of the product from its first day on, created by the code that sends them.
 */
export async function recordPages(): Promise<RecordedPages> {
  useShippedTable();
  const zone = process.env['TZ'];
  // The overview counts days in the local time zone.
  process.env['TZ'] = 'UTC';
  const recorded = await openRecordedApp(START_MS);
  try {
    return RecordedPages.parse(await record(recorded));
  } finally {
    await recorded.close();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}

async function record(recorded: RecordedApp) {
  const { app } = recorded;
  const first = await propose(app, { add: FIRST_RULES, meta: FIRST_META }, 'Kim Doe');
  const start = {
    overview: await overviewState(app, recorded.nowMs()),
    history: await historyState(app, viewOf(ROWS), false),
    model: await modelState(app),
    checked: timed(await checkResult(app, 'ls')),
    setup: await recordSetup(app, false),
    queue: await queueState(app),
    explain: await recordExplain(app, 'git push --force origin main'),
  };
  await decide(app, first, 'apply');
  await recorded.run(FIRST_RUNS);
  await app.learning.train({});
  recorded.pass(DAY_MS);
  await recorded.run(LATER_RUNS);
  await app.learning.train({});
  recorded.pass(DAY_MS / 2);
  await app.learning.generate({});
  const proposed = await learned(recorded);
  const suggestion = await propose(app, proposed, 'rulewright-trainer');
  const suggestionReview = await review(app, 'suggestion', suggestion);
  const asks = await propose(app, asking(proposed), 'Kim Doe');
  const askingReview = await review(app, 'suggestion', asks);
  await decide(app, asks, 'reject');
  const starterId = (await app.learning.starterRules()).id;
  const starter = await review(app, 'suggestion', starterId, 'setup');
  const again = await learned(recorded, await rejectedWithOne(app));
  const rejected = await propose(app, again, 'rulewright-trainer');
  recorded.pass(60_000);
  await decide(app, rejected, 'reject');
  const decided = await review(app, 'suggestion', rejected);
  await recorded.importCsv(IMPORTED);
  await recorded.run(NEWEST_RUNS);
  const later = {
    history: await historyState(app, viewOf(ROWS), true),
    found: await historyState(app, { ...viewOf(ROWS), ...searchOf(recorded.nowMs()) }, true),
    queue: await queueState(app),
    model: await modelState(app),
    agents: await withAgents(recorded),
    overview: await overviewState(app, recorded.nowMs()),
    denied: timed(await checkResult(app, 'sudo dropdb shop')),
    undecided: timed(await checkResult(app, 'kubectl get pods')),
    setup: await recordSetup(app, true),
  };
  const hostileReview = await hostile(app);
  await recorded.run(HOSTILE_RUNS);
  const hostileHistory = await historyState(app, viewOf(HOSTILE_RUNS.length), false);
  await decide(app, suggestion, 'apply');
  const [newest] = await app.policies.listVersions();
  const rollback = await review(app, 'rollback', newest?.version ?? '');
  const session = await ofSession(app);
  const explain = await explanations(app);
  const answered = await fromAnswers(recorded);
  const joint = await together(app, [starterId, hostileReview.subjectId]);
  return {
    reviews: {
      suggestion: suggestionReview,
      asking: askingReview,
      starter,
      answered,
      joint,
      decided,
      rollback,
      hostile: hostileReview,
    },
    start,
    explain,
    later: { ...later, hostileHistory, session },
  };
}

/** Explanations of every kind. */
async function explanations(app: App) {
  const [markup = '', , hidden = ''] = HOSTILE;
  return {
    denied: await recordExplain(
      app,
      'cd app && sudo -u deploy terraform -chdir=infra apply -auto-approve ~/plan > out.log\nkubectl delete pod --all\nmkfs.ext4 -q /dev/sdb',
      { cwd: '/home/kim/shop' },
    ),
    asked: await recordExplain(app, 'terraform apply -auto-approve'),
    allowed: await recordExplain(app, 'npm test'),
    partly: await recordExplain(app, 'npm test && make all'),
    none: await recordExplain(app, 'cargo build --release --help'),
    builtIn: await recordExplain(app, 'rm ~/.claude/settings.json'),
    notParsed: await recordExplain(app, 'sudo echo "'),
    overLimits: await recordExplain(app, `echo ${'x'.repeat(20_000)}`),
    hostile: await recordExplain(
      app,
      `sudo echo '${markup.replaceAll("'", '"')}' ${hidden.slice(0, 20)}`,
    ),
  };
}

/** All of the learner's proposals, including removals, as one change. */
async function learned(
  { app, learner }: RecordedApp,
  rejected = NO_REJECTIONS,
): Promise<PolicyDiff> {
  const [commands, rules] = await Promise.all([labelledOf(app.history), app.policies.listRules()]);
  const asked = { commands, rules, pending: [], rejected };
  const { merged, diffs } = await learner.suggest(asked, {});
  return { ...merged, remove: [...new Set(diffs.flatMap(({ remove }) => remove))] };
}

/** The rule supported by answers on three days, which allows approved commands. */
async function fromAnswers(recorded: RecordedApp) {
  const { app } = recorded;
  for (let day = 0; day < 3; day += 1) {
    recorded.pass(DAY_MS);
    await recorded.run(APPROVED_RUNS);
  }
  const { suggestions } = await app.learning.generate({});
  const allow = suggestions.find(({ diff }) => diff.add.some(({ effect }) => effect === 'allow'));
  if (allow === undefined) throw new Error('No answer speaks for a rule.');
  return review(app, 'suggestion', allow.id);
}

/**
 * All pending suggestions except `others`, with a second effect of a pattern and the removal of a rule that no longer
 * exists.
 */
async function together(app: App, others: readonly string[]) {
  for (const id of others) await decide(app, id, 'reject');
  const [first] = await app.policies.listSuggestions('pending');
  const [rule] = first?.diff.add ?? [];
  if (rule === undefined) throw new Error('Nothing is pending.');
  const add = [
    { pattern: rule.pattern, effect: 'ask' as const, title: 'Runs the tests of the project' },
    { pattern: String.raw`\bshutdown\b`, effect: 'ask' as const, title: 'Shuts the machine down' },
  ];
  const remove = (await app.policies.listRules()).slice(0, 1).map(({ id }) => id);
  await propose(app, { add, remove, meta: {} }, 'Kim Doe');
  return review(app, 'joint', ALL_PENDING);
}

/** The rejections, as if only a single command had supported them; now there are more. */
async function rejectedWithOne(app: App): Promise<Rejections> {
  const { rules } = rejectionsIn(await app.policies.listSuggestions('rejected'));
  return { rules: rules.map((rule) => ({ ...rule, commands: 1 })), removals: [] };
}

/** The change with the effect of its first rule set to ask, and another title. */
function asking({ add, ...rest }: PolicyDiff): PolicyDiff {
  const [first, ...others] = add;
  if (first === undefined) throw new Error('Nothing was learned.');
  const title = 'Overwrites a branch on the Git server';
  const instead = 'Push to a new branch.';
  return { ...rest, add: [{ ...first, effect: 'ask', title, instead }, ...others] };
}

async function propose(
  app: App,
  diff: { add: PolicyDiff['add'] | typeof FIRST_RULES; remove?: readonly string[]; meta: object },
  proposedBy: string,
): Promise<string> {
  return (await app.policies.propose({ proposedBy, diff: { remove: [], ...diff } })).id;
}

async function decide(app: App, subjectId: string, how: 'apply' | 'reject'): Promise<void> {
  const session = await app.openReview('suggestion', subjectId);
  const { diffHash, policyVersion } = session.shown;
  const decision = {
    subjectId,
    diffHash,
    policyVersion,
    author: 'Sam Roe',
    comment: 'Too many false alarms.',
  };
  if (how === 'apply') await session.apply({ ...decision, typed: 'APPLY' });
  else await session.reject(decision);
}

async function review(app: App, kind: SubjectKind, subjectId: string, from?: 'setup') {
  const [session, hits, author, pending] = await Promise.all([
    app.openReview(kind, subjectId),
    app.ruleHits(),
    app.author(),
    app.policies.listSuggestions('pending'),
  ]);
  const own = new Set(suggestionsOf(session.shown));
  const morePending = pending.filter(({ id }) => !own.has(id)).length;
  return reviewMessage(session.shown, { hits, author, morePending, from });
}

/** A rule and notes with hostile text; the diff removes a rule that no longer exists when it is read. */
async function hostile(app: App) {
  const [markup = '', hidden = ''] = HOSTILE;
  const [gone] = await app.policies.listRules();
  // The store rejects unpaired surrogates.
  const texts = HOSTILE.filter((text) => Buffer.from(text).toString() === text);
  const examples = texts.map((command) => ({ command, count: 1 }));
  const figures = { unknownHits: 0, templates: 1, precision: 0.5 };
  const evidence = {
    ...figures,
    unsafeHits: examples.length,
    safeHits: examples.length,
    unsafeExamples: examples,
    safeExamples: examples,
  };
  const id = await propose(
    app,
    {
      add: [
        {
          pattern: markup,
          effect: 'deny',
          score: 0.5,
          title: markup.slice(0, 120),
          reason: hidden,
          instead: hidden.slice(0, 300),
        },
      ],
      remove: [gone?.id ?? ''],
      meta: {
        [markup]: hidden,
        evidence: [evidence],
        left_out: [{ pattern: markup, reason: hidden }],
        newly_blocked: examples.length,
        newly_blocked_examples: examples,
      },
    },
    markup,
  );
  await decide(
    app,
    await propose(app, { add: [], remove: [gone?.id ?? ''], meta: {} }, 'Kim Doe'),
    'apply',
  );
  return review(app, 'suggestion', id);
}

/** A search with every filter. */
function searchOf(nowMs: number): Pick<HistoryView, 'filter' | 'sinceMs'> {
  const filter = {
    text: 'GIT',
    label: 'none',
    decision: 'none',
    source: 'terminal',
    days: 7,
  } as const;
  return { filter, sinceMs: nowMs - filter.days * DAY_MS };
}

/** The newest commands, without a filter. */
function viewOf(limit: number): HistoryView {
  return { filter: {}, sinceMs: undefined, agent: undefined, limit };
}

/** The history of Codex's agent, after its hook reported two commands. */
async function ofSession(app: App) {
  const agent = (await app.agents.list()).find(({ id }) => id === `codex:${CODEX_SESSION}`);
  if (agent === undefined) throw new Error('There is no agent of Codex.');
  const command = (id: string, text: string): CommandEvent => ({
    id,
    ts: '2026-11-22T06:15:40.000Z',
    eventType: 'command_executed',
    command: text,
    exitCode: 0,
    context: { host: 'codex', sessionId: CODEX_SESSION },
    source: 'hook',
  });
  await app.history.append([
    command('codex-1', 'git status --short'),
    command('codex-2', 'git fetch origin'),
  ]);
  return historyState(app, { ...viewOf(ROWS), agent }, true);
}

async function withAgents({ app, store, pass, nowMs }: RecordedApp) {
  const iso = (): string => new Date(nowMs()).toISOString();
  await app.agents.register();
  pass(7_300_000);
  const codex = { host: 'codex', sessionId: CODEX_SESSION };
  await followSignal(store.agents, {
    ...codex,
    ts: iso(),
    status: 'blocked',
    action: 'git push --force origin main',
    score: 0,
    reason: (await app.evaluate('sudo rm -rf /etc/nginx')).reason,
  });
  pass(130_000);
  await followSignal(store.agents, {
    host: 'claude',
    sessionId: 'api-11aa-22bb',
    ts: iso(),
    status: 'running',
    action: 'npm run test:unit -- --watch=false',
    score: 50,
  });
  const command = 'sudo rm -rf /etc/nginx';
  const { decision, rules, shadow, policyVersion } = await app.evaluate(command);
  await app.history.append([
    {
      ...{ id: 'claude-1', ts: iso(), eventType: 'command_requested', command, source: 'hook' },
      context: { host: 'claude', sessionId: 'api-11aa-22bb' },
      verdict: { decision, rules: [...rules], shadow: [...shadow], policyVersion },
    },
  ]);
  return agentsState(app);
}

/** The duration is different each time. */
function timed(result: CheckResult): CheckResult {
  return { ...result, verdict: { ...result.verdict, micros: 7 } };
}
