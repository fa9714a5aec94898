import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killTree } from '../../scripts/processTree.mjs';
import { runLimited } from '../../scripts/runLimited.mjs';
import { itOnLinux } from '../support/linux';
import { useTempFolder } from '../support/tempFolder';

/** Lifetime of a process that is not ended, in seconds. No test waits for it. */
const LIFE_SECONDS = 300;

/** Shell scripts that leave processes behind; each writes its process id to the file "$1". */
const BELOW_A_SHELL = `sleep ${LIFE_SECONDS} & echo $! >> "$1"; wait`;
const IN_ITS_OWN_GROUP = `echo $$ >> "$1"; exec sleep ${LIFE_SECONDS}`;
const WITHOUT_PARENT = `sleep ${LIFE_SECONDS} & echo $! >> "$1"`;

describe('a time-out', function () {
  this.timeout(120_000);
  const folder = useTempFolder();
  const pids = (): string => join(folder(), 'pids');
  const noted = (): readonly number[] =>
    existsSync(pids()) ? readFileSync(pids(), 'utf8').split('\n').slice(0, -1).map(Number) : [];

  /** JavaScript that starts such a process. */
  const starts = (script: string, options = {}): string => {
    const args = JSON.stringify(['-c', script, 'sh', pids()]);
    const how = JSON.stringify({ stdio: 'ignore', ...options });
    return `require('node:child_process').spawn('sh', ${args}, ${how})`;
  };
  const written = (name: string, text: string): string => {
    const file = join(folder(), name);
    writeFileSync(file, text);
    return file;
  };
  const aKind = (): string =>
    written(
      'kind.cjs',
      `${starts(BELOW_A_SHELL)}; ${starts(IN_ITS_OWN_GROUP, { detached: true })};
       ${starts(WITHOUT_PARENT)}; setTimeout(() => {}, ${LIFE_SECONDS * 1000});`,
    );

  itOnLinux('ends a process with all its descendants', async () => {
    const { pid = 0 } = spawn(process.execPath, [aKind()], { detached: true });
    await until(() => noted().length === 3);
    assert.deepEqual(noted().filter(isRunning), noted());
    killTree(pid);
    await until(() => ![...noted(), pid].some(isRunning));
  });

  itOnLinux('of a kind of test ends all its processes', async () => {
    // A slow machine gets more time, until all are started before the limit.
    for (let limitMs = 1_000; noted().length < 3; limitMs *= 2) {
      assert.notEqual(await runLimited([aKind()], { limitMs }), 0);
    }
    await until(() => !noted().some(isRunning));
  });

  itOnLinux('of one test ends only the processes of that test', () => {
    const file = written(
      'slow.test.cjs',
      `let shared;
       before(() => { shared = ${starts('exec sleep 300')}; });
       it('takes too long', (done) => {
         ${starts(BELOW_A_SHELL)}; ${starts(IN_ITS_OWN_GROUP, { detached: true })};
       }).timeout(Number(process.env.LIMIT_MS));
       it('still has what a hook started', () => { process.kill(shared.pid, 0); });
       after(() => { shared.kill(); });`,
    );
    for (let limitMs = 500; noted().length < 2; limitMs *= 2) {
      const result = join(folder(), 'result.json');
      const env = { ...process.env, LIMIT_MS: String(limitMs), RULEWRIGHT_TEST_RESULT: result };
      const { status, stdout, stderr, error } = spawnSync(
        process.execPath,
        ['node_modules/mocha/bin/mocha.js', file],
        { env, encoding: 'utf8', timeout: 60_000 },
      );
      assert.equal(error, undefined, 'it waits for the processes that the test left');
      assert.equal(status, 1, stderr);
      assert.match(stdout, /1 passing[^]*1 failing[^]*takes too long/);
    }
    assert.deepEqual(noted().filter(isRunning), []);
  });
});

/**
 * Whether a process is still running. One that has ended may not have been reaped by its parent.
 */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return false; // nothing of it remains
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((next) => setTimeout(next, 20));
}
