import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followSignal } from '../../src/hosts/agentSignals';
import type { CommandEvent } from '../../src/core/event';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { Spool, SpoolLine } from '../../src/history/spool';
import { runBundle } from '../support/bundle';
import { installGuard } from '../support/installedGuard';
import type { OpenStore } from '../../src/store/openStore';
import { openTestStore } from '../support/storeUnderTest';
import { ruleInForce } from '../support/suggesting';
import { useTempFolder } from '../support/tempFolder';

type Input = Readonly<Record<string, unknown>>;
interface Call {
  readonly call: string;
  readonly input: Input;
}
const HOSTS = ['claude', 'codex', 'gemini', 'copilot'] as const;
type Host = (typeof HOSTS)[number];

// The input recorded from the real hosts: for a command that ends with exit code 3, with a sub-agent, and for tools
// that are not shells.
const read = (name: string): unknown =>
  JSON.parse(readFileSync(`test/fixtures/hooks/${name}`, 'utf8'));
const FAILING = read('recorded.json') as Readonly<
  Record<Host, { readonly calls: readonly Call[] }>
>;
const WITH_SUBAGENT = read('subagents.json') as typeof FAILING;
const OF_TOOLS = read('tools.json') as Readonly<Record<Host, readonly Call[]>>;

describe('input from real hosts', function () {
  this.timeout(120_000);
  const folder = useTempFolder();
  let store: OpenStore;

  beforeEach(async () => {
    const policy = { rules: [ruleInForce('denied-ran')], version: 'v1', seq: 1 };
    writeFileSync(join(folder(), 'policy.snapshot'), snapshotBytes(policy, 1));
    store = await openTestStore(folder());
  });
  afterEach(() => store.close());

  async function play(calls: readonly Call[], change: (input: Input) => Input = (same) => same) {
    for (const { call, input } of calls) {
      const args = ['--storage', folder(), ...call.split(' ')];
      const { code, stderr } = await runBundle('guard.cjs', args, {
        stdin: JSON.stringify(change(input)),
      });
      assert.deepEqual([code, stderr], [0, ''], call);
    }
  }

  /** The result of draining the spool in a window; `seen`: the agents after each of their signals. */
  async function drained(): Promise<{ events: readonly CommandEvent[]; seen: readonly string[] }> {
    const files = createNodeFiles();
    const owner = `${process.pid}-0-w`;
    const history = createHistory({ files, folder: join(folder(), 'history'), clock: Date, owner });
    const seen: string[] = [];
    const spool = new Spool({
      files,
      folder: join(folder(), 'spool'),
      target: history,
      clock: Date,
      owner,
      ownerHasEnded: () => true,
      agents: {
        follow: async (signal) => {
          await followSignal(store.agents, signal);
          const agents = await store.agents.list();
          seen.push(agents.map(({ id, status }) => `${id.split(':').length - 1} ${status}`).join());
        },
      },
    });
    await spool.drain();
    return { events: await history.recent(100), seen };
  }

  const withLog = (path: string) => (input: Input) => ({
    ...input,
    transcript_path: path,
    session_id: path,
  });

  for (const host of HOSTS) {
    it(`reports that a command of ${host} ended with exit code 3`, async () => {
      const log = join(folder(), 'session.jsonl');
      copyFileSync('test/fixtures/hooks/codex-session.jsonl', log);
      await play(FAILING[host].calls, withLog(log));
      const { events } = await drained();
      assert.deepEqual(
        events.map(({ eventType, exitCode }) => [eventType, exitCode]),
        [['command_failed', 3]],
      );
    });

    it(`shows a sub-agent of ${host} once, and no agent after the end`, async () => {
      await play(WITH_SUBAGENT[host].calls);
      const { seen } = await drained();
      const most = host === 'gemini' ? 1 : 2;
      assert.equal(
        Math.max(...seen.map((agents) => agents.split(',').length)),
        most,
        seen.join('\n'),
      );
      assert.equal(seen.at(-1), '');
    });

    it(`lets file tools of ${host} pass, and does not record them`, async () => {
      const calls = OF_TOOLS[host].filter(({ call }) => call.includes('--tools files'));
      // None was recorded for Codex.
      assert.equal(calls.length, host === 'codex' ? 0 : 1);
      await play(calls);
      assert.equal(existsSync(join(folder(), 'spool')), false);
    });

    it(`evaluates and records the command that ${host} passes to an MCP tool`, async () => {
      const calls = OF_TOOLS[host].filter(({ call }) => call.endsWith('--tools mcp pre'));
      assert.ok(calls.length >= 1);
      await play(calls);
      const { events } = await drained();
      assert.deepEqual(
        events.map(({ command, verdict }) => [command, verdict?.decision]),
        calls.map(() => ['touch /repo/mcp-ran', 'none']),
      );
      assert.match(events[0]?.tool ?? '', /^(?:mcp__?)?shell[-_]+run$/);
    });

    it(`records through the launcher that the MCP tool of ${host} ran`, async function () {
      if (process.platform === 'win32') this.skip();
      const launcher = installGuard(join(folder(), 'guard'));
      const calls = OF_TOOLS[host].filter(({ call }) => call.includes('--tools mcp'));
      assert.ok(calls.some(({ call }) => call.endsWith(' post')));
      for (const { call, input } of calls) {
        const { status, stderr } = spawnSync(launcher, call.split(' '), {
          input: JSON.stringify(input),
          env: {},
          encoding: 'utf8',
        });
        assert.deepEqual([status, stderr], [0, ''], call);
      }
      const { events } = await drained();
      assert.deepEqual(
        events.map(({ command, eventType }) => [command, eventType]),
        [['touch /repo/mcp-ran', 'command_executed']],
      );
    });
  }

  it("is neither a success nor a failure if neither Codex's hook nor its log reports it", async () => {
    for (const log of ['/no/such/file', folder(), 'test/fixtures/hooks/inputs/codex.json']) {
      await play(FAILING.codex.calls, withLog(log));
      assert.deepEqual(outcomes(), [['eventId']], log);
      const { events } = await drained();
      assert.deepEqual(
        [events[0]?.eventType, events[0]?.exitCode],
        ['command_executed', undefined],
      );
    }
  });

  it('does not wait for a writer if the log of Codex is a pipe', async function () {
    if (process.platform === 'win32') return;
    const pipe = join(folder(), 'pipe');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    await play(FAILING.codex.calls, withLog(pipe));
    assert.deepEqual(outcomes(), [['eventId']]);
  });

  it("evaluates the command of Claude Code's Monitor, and nothing if it has none", async () => {
    const [monitor] = OF_TOOLS.claude.filter(({ input }) => input['tool_name'] === 'Monitor');
    assert.ok(monitor);
    const ask = (input: Input) =>
      runBundle('guard.cjs', ['--storage', folder(), ...monitor.call.split(' ')], {
        stdin: JSON.stringify(input),
      });
    assert.match((await ask(monitor.input)).stdout, /"permissionDecision":"deny"/);
    const { command, ...others } = monitor.input['tool_input'] as Input;
    assert.equal(typeof command, 'string');
    assert.equal((await ask({ ...monitor.input, tool_input: others })).stdout, '');
  });

  it('shows no agent as blocked if Copilot calls its hooks without asking the user', async () => {
    await play(OF_TOOLS.copilot.filter(({ call }) => call.endsWith(' perm')));
    assert.equal(existsSync(join(folder(), 'spool')), false);
  });

  /** The members of each outcome in the spool. */
  function outcomes(): readonly (readonly string[])[] {
    const spool = join(folder(), 'spool');
    return readdirSync(spool)
      .flatMap((name) => readFileSync(join(spool, name), 'utf8').trimEnd().split('\n'))
      .map((line) => SpoolLine.parse(JSON.parse(line)))
      .flatMap((line) => ('outcome' in line ? [Object.keys(line.outcome)] : []));
  }
});
