import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asksGuard, type CheckedHost, type ConnectionState } from '../../src/core/agentHost';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { HOST_FILES } from '../../src/hosts/allFiles';
import { installGuard, LAUNCHER } from '../../src/hosts/guardFiles';
import { guardFolderIn } from '../../src/hosts/guardFolder';
import { withHooks } from '../../src/hosts/hookFile';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { runBundle } from '../support/bundle';
import { anEvent } from '../support/events';
import { ruleInForce } from '../support/suggesting';
import { useTempFolder } from '../support/tempFolder';

describe('rulewright doctor', function () {
  if (process.platform === 'win32') return;
  this.timeout(120_000);
  const folder = useTempFolder();
  const files = createNodeFiles();
  const storage = (): string => join(folder(), 'storage');
  const settings = (): string => join(folder(), '.claude', 'settings.json');
  const guard = (name: string): string => join(guardFolderIn(storage()), name);

  async function doctor(...more: string[]) {
    const args = ['doctor', '--storage', storage(), '--project', folder(), ...more];
    return runBundle('cli.cjs', args, { env: { HOME: folder() }, cwd: folder() });
  }

  /** The state of Claude Code, and the exit code. */
  async function found(): Promise<{
    readonly host: CheckedHost | undefined;
    readonly code: unknown;
  }> {
    const { code, stdout } = await doctor('--json');
    const hosts = JSON.parse(stdout) as readonly CheckedHost[];
    return { host: hosts.find(({ host }) => host === 'claude'), code };
  }

  beforeEach(async () => {
    const policy = { rules: [ruleInForce('\\brm\\b')], version: 'v1', seq: 1 };
    mkdirSync(storage());
    writeFileSync(join(storage(), 'policy.snapshot'), snapshotBytes(policy, 1));
    const place = { built: 'dist', version: '0.0.0', folder: guardFolderIn(storage()) };
    await installGuard(files, { ...place, node: process.execPath });
    mkdirSync(join(folder(), '.claude'));
    writeFileSync(settings(), withHooks(undefined, HOST_FILES.claude, guard(LAUNCHER)));
    writeFileSync(join(storage(), 'guard', 'connected.json'), '["claude"]');
  });

  it('reports a connected host as protected, after its test command was blocked', async () => {
    const { code, stdout, stderr } = await doctor();
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^Claude Code: protected\n {2}The guard blocked the test command\. \(\d+ ms\)/,
    );
  });

  it('fails if the guard was changed, or a file of it or the hooks are missing', async () => {
    writeFileSync(guard('guard.main.js'), '(() => {})');
    assert.deepEqual((({ host, code }) => [host?.state, code])(await found()), ['changed', 1]);
    rmSync(guard('guard.main.js'));
    assert.deepEqual((({ host, code }) => [host?.state, code])(await found()), ['missing', 1]);
    rmSync(settings());
    const { host, code } = await found();
    assert.deepEqual([host?.state, host?.problem, code], ['missing', 'its hooks were removed.', 1]);
  });

  describe('reports each state, and tests the guard of each host that calls it', () => {
    const codex = (name: string): string => join(folder(), '.codex', name);
    const connectCodex = (): void => {
      mkdirSync(join(folder(), '.codex'));
      writeFileSync(codex('hooks.json'), withHooks(undefined, HOST_FILES.codex, guard(LAUNCHER)));
    };
    const publish = (rules: readonly ReturnType<typeof ruleInForce>[]): void => {
      const bytes = snapshotBytes({ rules, version: 'v2', seq: 2 }, 1);
      writeFileSync(join(storage(), 'policy.snapshot'), bytes);
    };
    const edit = (from: string, to: string): void => {
      writeFileSync(settings(), readFileSync(settings(), 'utf8').replace(from, to));
    };
    const earlier = (): void => {
      const text = readFileSync('test/fixtures/hooks/installed-before/claude.json', 'utf8');
      const before = '/home/ada/rulewright/guard/guard.sh';
      writeFileSync(settings(), text.replaceAll(before, guard(LAUNCHER)));
    };
    const ranUnasked = async (): Promise<void> => {
      const at = join(storage(), 'history');
      const history = createHistory({ files, folder: at, clock: Date, owner: '1-1-a' });
      const context = { host: 'claude', sessionId: 's' };
      await history.append([anEvent({ id: 'a', source: 'hook', context })]);
    };
    const rows: Readonly<
      Record<ConnectionState, { readonly make: () => unknown; readonly line: string }>
    > = {
      connected: { make: () => undefined, line: 'Claude Code: protected' },
      noRules: {
        make: () => {
          publish([]);
        },
        line: 'Claude Code: protected, no rule in force',
      },
      outdated: { make: earlier, line: 'Claude Code: update available' },
      untrusted: { make: connectCodex, line: 'Codex: not trusted yet' },
      off: {
        make: () => {
          edit('{\n', '{\n  "disableAllHooks": true,\n');
        },
        line: 'Claude Code: switched off by HOME/.claude/settings.json',
      },
      changed: {
        make: () => {
          edit('"timeout": 10', '"timeout": 1');
        },
        line: 'Claude Code: changed',
      },
      missing: {
        make: () => {
          writeFileSync(settings(), '{}');
        },
        line: 'Claude Code: missing',
      },
      notAsking: { make: ranUnasked, line: 'Claude Code: not asking' },
      unreadable: {
        make: () => {
          writeFileSync(settings(), '{ "hooks": ');
        },
        line: 'Claude Code: unreadable',
      },
      disconnected: {
        make: () => {
          mkdirSync(join(folder(), '.gemini'));
        },
        line: 'Gemini CLI: not connected',
      },
    };
    for (const [state, { make, line }] of Object.entries(rows)) {
      it(state, async () => {
        await make();
        const { code, stdout } = await doctor();
        const parts = stdout.replaceAll(folder(), 'HOME').split(/\n(?=\S)/);
        const found = parts.find((part) => part.split('\n')[0] === line);
        assert.ok(found !== undefined, stdout);
        const asks = asksGuard(state as ConnectionState); // a key of `rows`
        assert.equal(found.includes('The guard blocked the test command.'), asks, found);
        assert.equal(code, asks || state === 'disconnected' ? 0 : 1);
      });
    }
  });

  it('fails if the guard does not block the test command, and prints its answer', async () => {
    rmSync(join(storage(), 'policy.snapshot'));
    const { code, stdout } = await doctor();
    assert.equal(code, 1);
    assert.match(stdout, /did not block the test command\. It answered: .*no published policy/);
  });

  it('reports a host that was never connected, and a machine without hosts', async () => {
    writeFileSync(settings(), '{}');
    rmSync(join(storage(), 'guard', 'connected.json'));
    const { code, stdout } = await doctor();
    assert.deepEqual([code, stdout.split('\n')[0]], [0, 'Claude Code: not connected']);
    rmSync(join(folder(), '.claude'), { recursive: true });
    assert.match((await doctor()).stdout, /No agent host was found/);
    assert.equal((await doctor('--json')).stdout.trim(), '[]');
  });
});
