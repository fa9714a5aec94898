/**
 * One process of a fleet: proposes and applies one rule after the other and writes down each one that was
 * acknowledged, by a write call that outlives a kill. `argv`: folder, name, count, file for the acknowledged ones, and
 * the size from which on changes go to the log.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { approve } from '../../src/core/approval';
import { isRulewrightError } from '../../src/core/errors';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { openPolicyStore } from '../../src/store/openStore';

async function main(argv: readonly string[]): Promise<void> {
  const at = (index: number): string => argv[index] ?? '';
  const [name, count, acks] = [at(1), Number(at(2)), at(3)];
  const store = await openPolicyStore({
    files: createNodeFiles(),
    folder: at(0),
    wasmPath: at(4),
    clock: { now: Date.now },
    ids: { next: randomUUID },
    label: name,
    logFromBytes: Number(at(5)),
    patienceMs: Number(at(6)),
  });
  for (let index = 0; index < count; index += 1) {
    const pattern = `${name} ${index}`;
    const startedMs = performance.timeOrigin + performance.now();
    try {
      const { id, diffHash } = await store.policies.propose({
        proposedBy: name,
        diff: { add: [{ pattern, effect: 'deny' }], remove: [], meta: {} },
      });
      const approval = approve({ subjectId: id, diffHash, author: name, comment: '' }, 'APPLY');
      const { version } = await store.policies.apply(approval, randomUUID());
      const endedMs = performance.timeOrigin + performance.now();
      appendFileSync(acks, `${JSON.stringify({ pattern, version, startedMs, endedMs })}\n`);
    } catch (error) {
      if (!isRulewrightError(error, 'store-busy')) throw error;
      appendFileSync(acks, `${JSON.stringify({ busy: error.message })}\n`);
      index -= 1;
    }
  }
  await store.close();
}

void main(process.argv.slice(2));
