import * as l10n from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { RulewrightError } from '../core/errors';

const TEST_TIMEOUT_MS = 10_000;
/** A call of a tool that runs no command; the guard answers it without recording it. */
const TEST_CALL = {
  hook_event_name: 'PreToolUse',
  tool_name: 'Read',
  tool_input: { file_path: 'none' },
};

/** Runs the launcher as a host does. Throws `missing-part` with its output if it fails. */
export function tryGuard(launcher: string): Promise<void> {
  return runGuard(launcher, []);
}

/** The same, and lets the guard create its code cache. */
export function compileGuard(launcher: string): Promise<void> {
  return runGuard(launcher, ['--compile']);
}

function runGuard(launcher: string, more: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['--host', 'claude', ...more, 'pre'];
    const child = execFile(launcher, args, { timeout: TEST_TIMEOUT_MS }, (error, _, stderr) => {
      if (error === null) resolve();
      else
        reject(doesNotRun(launcher, stderr.trim() === '' ? error.message : stderr.trim(), error));
    });
    // Writing fails if the program did not start.
    child.stdin?.on('error', () => undefined).end(JSON.stringify(TEST_CALL));
  });
}

function doesNotRun(launcher: string, output: string, cause: unknown): RulewrightError {
  return new RulewrightError('missing-part', l10n.t('The guard does not run: {0}', output), {
    hint: l10n.t(
      'No hook was written. Run {0} in a terminal to see the error.',
      [launcher, '--host', 'claude', 'pre'].join(' '),
    ),
    cause,
  });
}
