import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createForeignPolicyReports } from '../../src/app/foreignPolicyReport';
import { guardOwnFiles } from '../../src/guard/guardOwnFiles';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { anEvent } from '../support/events';
import { withTable } from '../support/forgedSnapshot';
import { MANY_RULES } from './manyRules';
import { rounded } from './measure';
import type { Figures } from './run';
import { Turns } from './turns';

const POLICY = { rules: MANY_RULES, version: 'v1', seq: 1 };
const EVENTS = Array.from({ length: 5000 }, (_, at) =>
  anEvent({ id: String(at), command: `git push --force origin-${at % 3000} # ${'x'.repeat(200)}` }),
);

/**
 * `npm run bench -- foreignPolicy`: the longest turn of the window while the notice about a forged policy is made, with
 * 10 000 rules in force and 3 000 recent commands: for a file without rules, and for one whose tables never end. Needs
 * `dist`.
 */
export async function bench(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-foreign-'));
  const path = join(folder, 'policy.snapshot.foreign');
  const turns = new Turns();
  const longest = async (bytes: Uint8Array): Promise<number> => {
    writeFileSync(path, bytes);
    let onReported = (): void => undefined;
    const reported = new Promise<void>((done) => {
      onReported = done;
    });
    const reports = createForeignPolicyReports({
      workerPath: resolve('dist', 'trainer.cjs'),
      recent: () => Promise.resolve(EVENTS),
      inForce: () => Promise.resolve(POLICY),
      ownFiles: guardOwnFiles({ storage: '/s', guard: undefined }, { HOME: '/home/ada' }),
      onReport: () => {
        onReported();
        return Promise.resolve();
      },
      onError: (error) => {
        throw error;
      },
    });
    const ms = await turns.longestDuring(() => {
      reports.report('It was changed.', path);
      return reported;
    });
    await reports.close();
    return rounded(ms);
  };
  try {
    const empty = snapshotBytes({ ...POLICY, rules: [] }, 1);
    const [first] = MANY_RULES;
    const endless = snapshotBytes({ ...POLICY, rules: first === undefined ? [] : [first] }, 1);
    return {
      'foreign_policy.turn_ms_max': Math.max(await longest(empty), await longest(empty)),
      'foreign_policy.turn_ms_max_hostile': await longest(withTable(endless, 'grams', 0xff)),
    };
  } finally {
    turns.stop();
    rmSync(folder, { recursive: true });
  }
}
