import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HOST_FILES } from '../../src/hosts/allFiles';
import { withHooks } from '../../src/hosts/hookFile';
import { SpoolLine } from '../../src/history/spool';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { installGuard } from '../support/installedGuard';
import { ruleInForce } from '../support/suggesting';
import { useTempFolder } from '../support/tempFolder';

interface Call {
  readonly tool: string;
  readonly sessionID: string;
  readonly callID: string;
}
/** The parts of a plugin that opencode calls. */
interface Plugin {
  'tool.execute.before'(call: Call, output: { readonly args: object }): Promise<void>;
  'tool.execute.after'(
    call: Call & { readonly args: object },
    output: { readonly metadata?: object },
  ): Promise<void>;
  event(input: {
    readonly event: { readonly type: string; readonly properties: object };
  }): Promise<void>;
  dispose(): Promise<void>;
}

describe('the plugin for opencode', function () {
  if (process.platform === 'win32') return;
  this.timeout(60_000);
  const folder = useTempFolder();
  let launcher: string;
  let plugin: Plugin;

  beforeEach(async () => {
    // Its path is not a single shell word.
    const storage = join(folder(), "Application Support's");
    mkdirSync(storage);
    launcher = installGuard(join(storage, 'guard'));
    const policy = { rules: [ruleInForce('\\brm\\b')], version: 'v1', seq: 1 };
    writeFileSync(join(storage, 'policy.snapshot'), snapshotBytes(policy, 1));
    const path = join(folder(), 'rulewright.mjs');
    writeFileSync(path, withHooks(undefined, HOST_FILES.opencode, launcher));
    const module = (await import(pathToFileURL(path).href)) as {
      Rulewright: (input: { directory: string }) => Promise<Plugin>;
    };
    plugin = await module.Rulewright({ directory: '/repo' });
  });

  const before = (tool: string, args: object, callID = 'c1'): Promise<void> =>
    plugin['tool.execute.before']({ tool, sessionID: 's1', callID }, { args });
  const after = (command: string, metadata: object, callID = 'c1'): Promise<void> =>
    plugin['tool.execute.after'](
      { tool: 'bash', sessionID: 's1', callID, args: { command } },
      { metadata },
    );
  const report = (type: string, properties: object): Promise<void> =>
    plugin.event({ event: { type, properties } });
  /** The lines of the spool in the order in which the guards wrote them. */
  const spool = (): readonly SpoolLine[] => {
    const at = join(folder(), "Application Support's", 'spool');
    const timeOf = (name: string): string => name.replace(/^\d+-/, '');
    const names = readdirSync(at).sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
    return names
      .flatMap((name) => readFileSync(join(at, name), 'utf8').trim().split('\n'))
      .map((line) => SpoolLine.parse(JSON.parse(line)));
  };
  const statuses = (): readonly string[] =>
    spool().flatMap((line) =>
      'agent' in line ? [`${line.agent.agentId ?? line.agent.sessionId} ${line.agent.status}`] : [],
    );
  const outcomes = () => spool().flatMap((line) => ('outcome' in line ? [line.outcome] : []));

  it('throws the reason if a rule denies, and lets other commands pass', async () => {
    await assert.rejects(
      before('bash', { command: 'rm -rf x' }),
      /Rulewright blocked this command/,
    );
    await before('bash', { command: 'ls' });
    await after('ls', { exit: 3 });
    const [outcome] = outcomes();
    assert.deepEqual([outcome?.failed, outcome?.exitCode], [true, 3]);
  });

  it('calls the guard for commands of MCP tools and files that tools write, and for no other tool', async () => {
    await assert.rejects(before('box_run', { command: 'rm -rf x' }), /blocked this command/);
    await assert.rejects(before('write', { filePath: launcher, content: '' }), /the storage of/);
    await assert.rejects(
      before('apply_patch', { patchText: `*** Begin Patch\n*** Delete File: ${launcher}\n` }),
      /the storage of/,
    );
    await before('write', { filePath: '/repo/a.txt', content: 'rm' });
    rmSync(launcher);
    await before('read', { filePath: '/repo/a.txt' });
  });

  it('uses the working directory of the command', async () => {
    await before('bash', { command: 'ls', workdir: 'sub' });
    const [event] = spool().flatMap((line) => ('event' in line ? [line.event] : []));
    assert.equal(event?.context?.cwd, '/repo/sub');
  });

  it('blocks if the guard is missing, and reports everything else that it can', async () => {
    rmSync(launcher);
    await assert.rejects(before('bash', { command: 'ls' }), /guard of Rulewright did not answer/);
    await after('ls', { exit: 0 });
    await report('session.idle', { sessionID: 's1' });
    await plugin.dispose();
  });

  it('reports sessions and their sub-agents in order, and their end', async () => {
    await report('session.created', { info: { id: 's1' } });
    await report('session.created', { info: { id: 's2', parentID: 's1' } });
    await report('session.idle', { sessionID: 's2' });
    // opencode does not wait for event handlers.
    void report('session.idle', { sessionID: 's1' });
    await plugin.dispose();
    assert.deepEqual(statuses(), ['s1 running', 's2 running', 's2 ended', 's1 idle', 's1 ended']);
  });

  it("reports the user's answer when opencode asked", async () => {
    for (const [callID, command] of [
      ['c1', 'make a'],
      ['c2', 'make b'],
    ] as const) {
      await before('bash', { command }, callID);
      await report('permission.asked', { sessionID: 's1', tool: { callID } });
    }
    await after('make a', { exit: 0 }, 'c1');
    await report('session.idle', { sessionID: 's1' });
    assert.deepEqual(
      outcomes().map(({ answer }) => answer),
      ['approved', 'refused'],
    );
    assert.ok(statuses().includes('s1 blocked'));
  });
});
