/**
 * One process of a fleet: proposes and applies rules, and records each acknowledgement and each acquisition of the lock
 * with a write call that survives a kill. `argv`: folder, name, count, the file for the records, the WebAssembly file,
 * the size from which on changes go to the log, the patience, and the keys of its client as JSON, if it signs.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { approve } from '../../src/core/approval';
import { isRulewrightError } from '../../src/core/errors';
import { LAYOUT } from '../../src/core/layout';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { openPolicyStore, type OpenStore } from '../../src/store/openStore';
import { anchorOf, type ClientKey } from '../support/clientKeys';

// As in the store's own process: a process of a fleet lives for about a second.
setFlagsFromString('--liftoff-only');

async function main(argv: readonly string[]): Promise<void> {
  const at = (index: number): string => argv[index] ?? '';
  const [folder, name, count, notes] = [at(0), at(1), Number(at(2)), at(3)];
  const note = (what: object, file = `${notes}.acks`): void => {
    appendFileSync(file, `${JSON.stringify(what)}\n`);
  };
  const files = createNodeFiles();
  const store = await openPolicyStore({
    files: {
      ...files,
      link: async (from, to) => {
        const done = await files.link(from, to);
        if (done && to === join(folder, LAYOUT.lock)) note({ heldMs: now() }, `${notes}.holds`);
        return done;
      },
    },
    folder,
    wasmPath: at(4),
    clock: { now: Date.now },
    ids: { next: randomUUID },
    label: name,
    logFromBytes: Number(at(5)),
    timeoutMs: Number(at(6)),
    ...(at(7) === '' ? {} : { anchor: anchorOf(JSON.parse(at(7)) as ClientKey) }),
  });
  for (let index = 0; index < count; index += 1) {
    const pattern = `${name} ${index}`;
    const startedMs = now();
    try {
      const { id, diffHash } = await store.policies.propose({
        proposedBy: name,
        diff: { add: [{ pattern, effect: 'deny' }], remove: [], meta: {} },
      });
      const version = await applyNow(store, { subjectId: id, diffHash, author: name });
      note({ pattern, version, startedMs, endedMs: now() });
    } catch (error) {
      if (!isRulewrightError(error, 'store-busy')) throw error;
      note({ busy: error.message });
      index -= 1;
    }
  }
  await store.close();
}

/** Approves a change for the newest version, again for each version that another process created first. */
async function applyNow(
  { pages, policies }: OpenStore,
  subject: Readonly<Record<'subjectId' | 'diffHash' | 'author', string>>,
): Promise<string> {
  const requestId = randomUUID();
  for (;;) {
    const [newest] = (await pages.versions()).rows;
    const policyVersion = newest?.version ?? '';
    try {
      const approval = approve({ ...subject, policyVersion, comment: '' }, 'APPLY');
      return (await policies.apply(approval, requestId)).version;
    } catch (error) {
      if (!isRulewrightError(error, 'stale-diff')) throw error;
    }
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

void main(process.argv.slice(2));
