import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { createDecisionCheck } from '../../../src/app/decisionCheck';
import type { CommandEvent } from '../../../src/core/event';
import { hookEvent, MAX_COMMAND_LENGTH } from '../../../src/history/recorder';
import type { Decision } from '../../../src/core/verdict';
import { guardOwnFiles } from '../../../src/guard/guardOwnFiles';
import { cpuMicros } from '../../bench/measure';
import { Turns } from '../../bench/turns';
import { anAdd, change, openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const VERSION = '1.2.3';

describe('decisions of guards, decided again', function () {
  this.timeout(60_000);
  const folder = useTempFolder();
  const open: { close(): Promise<void> }[] = [];
  let nowMs = 0;
  let warnings: string[] = [];
  let isPaused = false;

  beforeEach(() => {
    nowMs = Date.UTC(2026, 0, 1);
    warnings = [];
    isPaused = false;
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  /** A real store with two versions: `rm` denied, then `dd` as well and `ls` allowed. */
  async function aStore() {
    const store = await openTestStore(folder());
    open.push(store);
    const first = await change(store.policies, { add: [anAdd({ pattern: '^rm ' })] });
    const second = await change(store.policies, {
      add: [anAdd({ pattern: '^dd ' }), anAdd({ pattern: '^ls', effect: 'allow' })],
    });
    const checkDecisions = createDecisionCheck({
      guardVersion: VERSION,
      policies: store.policies,
      inForce: () => store.policyInForce(),
      clock: { now: () => nowMs },
      ...protection(),
      onWeakerDecision: (text) => void warnings.push(text),
    });
    return { store, checkDecisions, first: first.version, second: second.version };
  }

  /** Self-protection in the home folder of the events, paused for their first minute if `isPaused`. */
  function protection() {
    const folders = { storage: '/home/ada/.storage', guard: undefined };
    return {
      ownFiles: guardOwnFiles(folders, { HOME: '/home/ada' }),
      wasPaused: (atMs: number) => Promise.resolve(isPaused && atMs < Date.UTC(2026, 0, 1, 0, 1)),
    };
  }

  /** What a guard writes into the spool; `guard: ''` for one that wrote no version. */
  function decided(
    command: string,
    decision: Decision,
    policyVersion: string,
    { guard = VERSION, tool = 'Bash' } = {},
  ): CommandEvent {
    const hook = {
      ...{ host: 'claude', eventType: 'command_requested', sessionId: 's', cwd: '/home/ada/app' },
      ...{ command, tool },
      ...(guard === '' ? {} : { guard }),
    };
    const verdict = { decision, score: 0, rules: [], shadow: [], policyVersion, reason: '' };
    return hookEvent(hook, { id: `hook-1-${command}`, nowMs }, verdict);
  }

  it('says nothing where the guard decided as the version that it names', async () => {
    const { checkDecisions, first, second } = await aStore();
    await checkDecisions([
      decided('rm -rf x', 'deny', first),
      decided('dd if=a of=b', 'none', first),
      decided('ls', 'none', first),
      decided('dd if=a of=b', 'deny', second),
      decided('ls', 'allow', second),
      decided('anything', 'ask', ''),
      decided(' ', 'ask', second),
    ]);
    assert.deepEqual(warnings, []);
  });

  it('says nothing where the guard was stronger, as by self-protection', async () => {
    const { checkDecisions, second } = await aStore();
    await checkDecisions([decided('echo > ~/.claude/settings.json', 'deny', second)]);
    assert.deepEqual(warnings, []);
  });

  const WEAKER: readonly [string, Decision][] = [
    ['rm -rf x', 'none'],
    ['rm -rf x', 'ask'],
    ['rm -rf x', 'allow'],
    ['dd if=a of=b', 'none'],
    ['make', 'allow'],
    // Against self-protection, whatever the policy says
    ['ls > ~/.claude/settings.json', 'allow'],
    ['tee /home/ada/.storage/policy.snapshot', 'none'],
    ['tee .claude/settings.json', 'none'],
    ['cp a ~/.codex/config.toml', 'ask'],
    // Other words stand for removed secrets.
    ['rm -rf x --token [secret:token]', 'none'],
    ['curl -H [secret:key] x.example | tee ~/.claude/settings.json', 'none'],
  ];
  for (const [command, decision] of WEAKER) {
    it(`notices "${decision}" for "${command}"`, async () => {
      const { checkDecisions, second } = await aStore();
      await checkDecisions([decided('ls', 'allow', second), decided(command, decision, second)]);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', /weaker than the policy: at 2026-01-01T00:00:00.000Z,/);
    });
  }

  it('says nothing about a command that passed before the first version', async () => {
    const none = await openTestStore(folder());
    open.push(none);
    const check = createDecisionCheck({
      guardVersion: VERSION,
      policies: none.policies,
      inForce: () => none.policyInForce(),
      clock: { now: () => nowMs },
      ...protection(),
      onWeakerDecision: (text) => void warnings.push(text),
    });
    await check([decided('make', 'none', '')]);
    assert.deepEqual(warnings, []);
    await change(none.policies, { add: [anAdd({ pattern: '^make' })] });
    await check([decided('make', 'none', '')]);
    assert.deepEqual(warnings, []);
    await check([decided('tee .claude/settings.json', 'none', '')]);
    assert.equal(warnings.length, 1);
  });

  it('notices that a command passed though the policy could not be read', async () => {
    const { checkDecisions } = await aStore();
    nowMs += 60_000;
    await checkDecisions([decided('make', 'none', '')]);
    assert.equal(warnings.length, 1);
  });

  it('compares with the policy in force where no version has the name', async () => {
    const { checkDecisions } = await aStore();
    await checkDecisions([decided('make', 'none', 'forged')]);
    assert.deepEqual(warnings, []);
    await checkDecisions([decided('rm -rf x', 'none', 'forged')]);
    assert.equal(warnings.length, 1);
  });

  it('follows the policy to a version that is applied later', async () => {
    const { store, checkDecisions, second } = await aStore();
    await checkDecisions([decided('make', 'none', second)]);
    const third = await change(store.policies, { add: [anAdd({ pattern: '^make' })] });
    await checkDecisions([decided('make', 'none', second), decided('make', 'deny', third.version)]);
    assert.deepEqual(warnings, []);
    await checkDecisions([decided('make', 'none', third.version)]);
    assert.equal(warnings.length, 1);
  });

  it('compares no guard of another version, as before an update, and none that names no version', async () => {
    const { checkDecisions, second } = await aStore();
    await checkDecisions([
      decided('rm -rf x', 'none', second, { guard: '1.2.2' }),
      decided('rm -rf x', 'none', second, { guard: '1.3.0' }),
      decided('rm -rf x', 'none', second, { guard: '' }),
    ]);
    assert.deepEqual(warnings, []);
  });

  it('compares no command of which the history has not every character', async () => {
    const { checkDecisions, second } = await aStore();
    const long = `rm -rf ${'x'.repeat(MAX_COMMAND_LENGTH)}`.slice(0, MAX_COMMAND_LENGTH);
    await checkDecisions([decided(long, 'none', second), decided('rm -rf \uFFFD', 'none', second)]);
    assert.deepEqual(warnings, []);
  });

  it('says nothing where only the removed secret could have decided', async () => {
    const { checkDecisions } = await aStore();
    await checkDecisions([decided('[secret:token] x', 'none', 'forged')]);
    assert.deepEqual(warnings, []);
  });

  it('compares no self-protection while it was paused', async () => {
    const { checkDecisions, second } = await aStore();
    isPaused = true;
    const paused = decided('tee ~/.claude/settings.json', 'none', second);
    await checkDecisions([paused]);
    assert.deepEqual(warnings, []);
    await checkDecisions([decided('rm -rf x', 'none', second)]);
    assert.equal(warnings.length, 1);
    nowMs += 10 * 60_000;
    await checkDecisions([decided('tee ~/.claude/settings.json', 'none', second)]);
    assert.equal(warnings.length, 2);
  });

  it('reads a command of PowerShell as its guard did', async () => {
    const { checkDecisions, second } = await aStore();
    const command = 'd`d if=a of=b';
    await checkDecisions([decided(command, 'none', second)]);
    assert.deepEqual(warnings, []);
    await checkDecisions([decided(command, 'none', second, { tool: 'PowerShell' })]);
    assert.equal(warnings.length, 1);
  });

  it('says it once in ten minutes, with how many there were', async () => {
    const { checkDecisions, second } = await aStore();
    const weak = [decided('rm -rf x', 'none', second), decided('rm -rf y', 'none', second)];
    await checkDecisions(weak);
    assert.match(warnings[0] ?? '', /\(1 more\)/);
    nowMs += 9 * 60_000;
    await checkDecisions(weak);
    assert.equal(warnings.length, 1);
    nowMs += 60_000;
    await checkDecisions(weak);
    assert.equal(warnings.length, 2);
  });

  it('says no secret and nothing long that another program wrote', async () => {
    const { checkDecisions, second } = await aStore();
    const event = decided('rm -rf x', 'none', second);
    const token = `ghp_${'a1B2'.repeat(9)}`;
    await checkDecisions([{ ...event, ts: 'y'.repeat(5000), context: { host: token } }]);
    assert.equal(warnings.length, 1);
    assert.ok((warnings[0] ?? '').length < 500);
    assert.ok(!(warnings[0] ?? '').includes(token.slice(0, 20)));
  });

  it('compares nothing while no policy is known', async () => {
    const { store, second } = await aStore();
    const checkDecisions = createDecisionCheck({
      ...{ guardVersion: VERSION, policies: store.policies, clock: { now: () => nowMs } },
      inForce: () => Promise.resolve(undefined),
      ...protection(),
      onWeakerDecision: (text) => void warnings.push(text),
    });
    await checkDecisions([decided('rm -rf x', 'none', second)]);
    assert.deepEqual(warnings, []);
  });

  it('lets the window turn, and takes no more commands in a minute than agents run', async () => {
    const { checkDecisions, second } = await aStore();
    const many = Array.from({ length: 25_000 }, (_, at) =>
      decided(`git checkout -b feature/${at} && npm test`, 'none', second),
    );
    const turns = new Turns();
    const startMicros = cpuMicros();
    const longestMs = await turns.longestDuring(async () => {
      // In slices, as the spool is read.
      for (let at = 0; at < many.length; at += 100) {
        await setImmediate();
        await checkDecisions(many.slice(at, at + 100));
      }
    });
    turns.stop();
    const cpuMs = (cpuMicros() - startMicros) / 1000;
    process.stdout.write(
      `      ${Math.round(cpuMs / 20)} µs a command, at most ${longestMs.toFixed(1)} ms at a time\n`,
    );
    assert.ok(longestMs <= 50, `${longestMs} ms`);
    const late = [decided('rm -rf x', 'none', second)];
    await checkDecisions(late);
    assert.deepEqual(warnings, []);
    nowMs += 60_000;
    await checkDecisions(late);
    assert.equal(warnings.length, 1);
  });
});
