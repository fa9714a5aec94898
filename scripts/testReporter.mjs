import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';
import { endChildrenOnTimeOut } from './testChildren.mjs';

/** Number of slowest tests to record, for reducing the duration of a kind. */
const SLOWEST = 25;

/**
 * Prints like mocha's `dot` reporter, writes the result to a file if requested, and ends the processes of a test that
 * times out. Callers read the file, because an exit code can be 0 although nothing ran.
 */
export default class TestReporter extends Mocha.reporters.Dot {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    endChildrenOnTimeOut(runner);
    const file = options.reporterOptions?.resultFile ?? process.env['RULEWRIGHT_TEST_RESULT'];
    if (typeof file !== 'string') return;
    /** @type {string[]} */
    const passed = [];
    /** @type {{ title: string, error: string, file?: string | undefined }[]} */
    const failed = [];
    /** @type {string[]} */
    const pending = [];
    /** @type {{ title: string, ms: number }[]} */
    const durations = [];
    runner.on('pass', (test) => passed.push(test.fullTitle()));
    runner.on('test end', (test) => {
      durations.push({ title: test.fullTitle(), ms: test.duration ?? 0 });
    });
    runner.on('fail', (test, error) => {
      const text = String(error?.stack ?? error);
      failed.push({ title: test.fullTitle(), error: text, file: test.file });
    });
    runner.on('pending', (test) => pending.push(test.fullTitle()));
    runner.once('end', () => {
      mkdirSync(dirname(file), { recursive: true });
      const counts = { passes: passed.length, failures: failed.length };
      const slowest = durations.sort((one, other) => other.ms - one.ms).slice(0, SLOWEST);
      writeFileSync(file, JSON.stringify({ ...counts, passed, failed, pending, slowest }, null, 2));
    });
  }
}
