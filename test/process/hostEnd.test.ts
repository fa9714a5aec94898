import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostSessions } from '../../src/hosts/agentSignals';
import { hostHasEnded } from '../../src/app/hostHasEnded';
import { LAYOUT } from '../../src/core/layout';
import { shellWord } from '../../src/core/shellQuoted';
import { processNamespace } from '../../src/guard/hostProcess';
import { SpoolLine } from '../../src/history/spool';
import { hookInput } from '../support/hookInputs';
import { installGuard } from '../support/installedGuard';
import { openTestStore } from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

/** A host that runs the hook line in a shell the given number of times, reports it, and waits until it is killed. */
const HOST = `
const [line, input, times] = process.argv.slice(1);
for (let i = 0; i < Number(times); i += 1) {
  require('node:child_process').spawnSync('/bin/sh', ['-c', line], { input });
}
process.stdout.write('done');
setInterval(() => {}, 1000);
`;

function spooled(spool: string): readonly SpoolLine[] {
  return readdirSync(spool)
    .sort()
    .flatMap((name) => readFileSync(join(spool, name), 'utf8').trimEnd().split('\n'))
    .map((line) => SpoolLine.parse(JSON.parse(line)));
}

describe('an agent whose host ends without a signal', () => {
  const folder = useTempFolder();

  /** The agents while the host is running, and after it was killed. */
  async function shown(times: number): Promise<readonly [number, number]> {
    const storage = join(folder(), 'storage');
    mkdirSync(join(storage, LAYOUT.guard), { recursive: true });
    const launcher = installGuard(join(storage, LAYOUT.guard));
    // The shell stays between host and guard, as for the lines in hook files.
    const line = `${shellWord(launcher)} --host claude --storage ${shellWord(storage)} pre || exit 2`;
    const input = hookInput('claude', 'pre', 'git status');
    const host = spawn(process.execPath, ['-e', HOST, '--', line, input, String(times)]);
    const store = await openTestStore(storage);
    try {
      await once(host.stdout, 'data');
      const hosts = new HostSessions(store.agents, hostHasEnded);
      for (const record of spooled(join(storage, LAYOUT.spool))) {
        if (!('agent' in record)) continue;
        await hosts.follow(record.agent);
      }
      await hosts.removeEnded();
      const whileItRuns = (await store.agents.list()).length;
      host.kill('SIGKILL');
      await once(host, 'exit');
      await hosts.removeEnded();
      return [whileItRuns, (await store.agents.list()).length];
    } finally {
      host.kill('SIGKILL');
      await store.close();
    }
  }

  it('is removed when the process has ended, on systems with /proc', async () => {
    const isKnown = processNamespace() !== undefined;
    assert.deepEqual(await shown(2), [1, isKnown ? 0 : 1]);
  });

  it('is kept if only one hook came from the process', async () => {
    assert.deepEqual(await shown(1), [1, 1]);
  });
});
