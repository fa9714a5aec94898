import { subscribe } from 'node:diagnostics_channel';
import { killTree } from './processTree.mjs';

/**
 * Ends all processes that a test or hook started, with their descendants, when that test or hook times out. Otherwise
 * the run would wait for these processes after its last test, or they would outlive it.
 * @param {Mocha.Runner} runner
 */
export function endChildrenOnTimeOut(runner) {
  /** @type {import('node:child_process').ChildProcess[]} */
  let started = [];
  const begin = () => {
    started = [];
  };
  subscribe('child_process', (message) => {
    started.push(
      /** @type {{ process: import('node:child_process').ChildProcess }} */ (message).process,
    );
  });
  runner.on('hook', begin);
  runner.on('test', begin);
  runner.on('fail', (_, error) => {
    if (error?.code !== 'ERR_MOCHA_TIMEOUT') return;
    for (const { pid, exitCode, signalCode } of started) {
      if (pid !== undefined && exitCode === null && signalCode === null) killTree(pid);
    }
  });
}
