import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { openStoreProcess } from '../../src/store/storeClient';
import type { OpenStore } from '../../src/store/openStore';
import { fillStore } from '../support/filledStore';
import { bundleStore } from '../support/threads';
import {
  approvalOf,
  goBack,
  newestVersion,
  openTestStore,
  propose,
  WASM,
} from '../support/storeUnderTest';
import { cpuMicros, median, percentile, rounded } from './measure';
import { Turns } from './turns';

/** Number of applies, after a warm-up for both sizes. */
const APPLIES = 60;

/** Opens a store of a given size and applies to it. */
export async function measureSize(
  folder: string,
  { versions, rules, name }: { versions: number; rules: number; name: string },
): Promise<Record<string, number>> {
  await fillStore(folder, versions, rules);
  const openCpu = cpuMicros();
  const store = await openTestStore(folder, { label: 'bench' });
  const opened = cpuMicros();
  await store.historyChecked();
  const checked = cpuMicros();
  const { cpus, walls } = await applies(store);
  await store.close();
  const key = `store.${name}`;
  return {
    [`${key}.open_cpu_ms`]: rounded((opened - openCpu) / 1_000),
    [`${key}.history_check_cpu_ms`]: rounded((checked - opened) / 1_000),
    [`${key}.apply_cpu_ms`]: rounded(median(cpus)),
    [`${key}.apply_p50_ms`]: rounded(median(walls)),
    [`${key}.apply_p99_ms`]: rounded(percentile(walls, 0.99)),
  };
}

/** The longest uninterrupted computation of the window while the store works in its process. */
export async function measureWindow(folder: string): Promise<Record<string, number>> {
  await fillStore(folder, 10_000, 1_000);
  const programPath = await bundleStore();
  const turns = new Turns();
  const figures: Record<string, number> = {};
  const watch = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    figures[`store.window.${name}_block_ms`] = rounded(await turns.longestDuring(work));
  };
  let store: OpenStore | undefined;
  await watch('open', async () => {
    store = await openStoreProcess({
      programPath,
      folder,
      wasmPath: resolve(WASM),
      label: 'bench',
    });
  });
  if (store === undefined) throw new Error('The store did not open.');
  const opened = store;
  const { policies } = opened;
  await watch('history_check', () => opened.historyChecked());
  await watch('policy_in_force', () => opened.policyInForce());
  await watch('list_rules', () => policies.listRules());
  await watch('list_suggestions', () => policies.listSuggestions());
  await watch('list_versions', () => policies.listVersions());
  await watch('list_audit', () => policies.listAudit());
  await watch('apply', () => applies(opened));
  const [, second] = (await policies.listVersions()).slice(-2);
  await watch('return', () => goBack(policies, 'restore', second?.version ?? ''));
  await watch('close', () => opened.close());
  turns.stop();
  rmSync(programPath);
  return figures;
}

async function applies({ policies }: OpenStore): Promise<{ cpus: number[]; walls: number[] }> {
  const [cpus, walls]: [number[], number[]] = [[], []];
  let newest = await newestVersion(policies);
  for (let index = 0; index < APPLIES; index += 1) {
    const add = [{ pattern: `later ${index}`, effect: 'deny' as const }];
    const { id, diffHash: hash } = await propose(policies, { add });
    const [cpu, wall] = [cpuMicros(), performance.now()];
    ({ version: newest } = await policies.apply(approvalOf(id, hash, newest), randomUUID()));
    cpus.push((cpuMicros() - cpu) / 1_000);
    walls.push(performance.now() - wall);
  }
  return { cpus, walls };
}
