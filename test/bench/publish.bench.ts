import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvaluatorPort } from '../../src/app/evaluatorPort';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createPolicyPublisher, type SnapshotPublisher } from '../../src/policy/publishedPolicy';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { readSettings } from '../../src/settings';
import { MANY_RULES } from './manyRules';
import { rounded } from './measure';
import type { Figures } from './run';
import { Turns } from './turns';

const POLICY = { rules: MANY_RULES, version: 'v1', seq: 1 };

/**
 * `npm run bench -- publish`: the longest turn of the window with 10 000 rules, while they are published, while the file
 * is compared by a window that opens, and while they are compiled for verdicts. The baseline compiles at once.
 */
export async function bench(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-publish-'));
  const turns = new Turns();
  const window = (): SnapshotPublisher =>
    createPolicyPublisher({
      files: createNodeFiles(),
      path: join(folder, 'policy.snapshot'),
      inForce: () => Promise.resolve(POLICY),
    });
  const evaluator = createEvaluatorPort(() => readSettings(() => undefined));
  try {
    await window().publish(POLICY); // warm-up
    const published = await turns.longestDuring(() => window().publish(POLICY));
    const compared = await turns.longestDuring(() => window().repair());
    const compiled = await turns.longestDuring(() => evaluator(POLICY));
    const atOnce = await turns.longestDuring(() => {
      snapshotBytes(POLICY, 1);
      return Promise.resolve();
    });
    return {
      'publish.turn_ms_max': rounded(published),
      'publish.turn_ms_max_compared': rounded(compared),
      'publish.turn_ms_max_compiled': rounded(compiled),
      'publish.ms_at_once': rounded(atOnce),
    };
  } finally {
    turns.stop();
    rmSync(folder, { recursive: true });
  }
}
