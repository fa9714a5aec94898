import { execFile } from 'node:child_process';
import { RulewrightError } from '../core/errors';

const PATIENCE_MS = 10_000;
/** A tool that runs no command, of no session: every guard lets it pass, and nothing is recorded. */
const QUESTION = {
  hook_event_name: 'PreToolUse',
  tool_name: 'Read',
  tool_input: { file_path: 'none' },
};

/** Starts the launcher as a host would, and throws `missing-part` with what it says where it does not run. */
export function tryGuard(launcher: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['--host', 'claude', 'pre'];
    const child = execFile(launcher, args, { timeout: PATIENCE_MS }, (error, _, said) => {
      if (error === null) resolve();
      else reject(doesNotRun(launcher, said.trim() === '' ? error.message : said.trim(), error));
    });
    // A program that does not start takes no question.
    child.stdin?.on('error', () => undefined).end(JSON.stringify(QUESTION));
  });
}

function doesNotRun(launcher: string, said: string, cause: unknown): RulewrightError {
  return new RulewrightError('missing-part', `The guard does not run: ${said}`, {
    hint: `No host was told of it. Run ${launcher} --host claude pre in a terminal to see more.`,
    cause,
  });
}
