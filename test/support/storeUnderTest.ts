import { randomUUID } from 'node:crypto';
import { approve } from '../../src/core/approval';
import type { Approval } from '../../src/core/approval';
import type { AddedRule } from '../../src/core/diff';
import type { PolicyStore } from '../../src/core/ports';
import type { Suggestion } from '../../src/core/suggestion';
import type { PolicyVersion } from '../../src/core/version';
import { createNodeFiles } from '../../src/files/nodeFiles';
import type { OpenStore, StoreOptions } from '../../src/store/openStore';
import { openPolicyStore } from '../../src/store/openStore';

export const WASM = 'node_modules/sql.js/dist/sql-wasm.wasm';

/** Opens a store on the real disk; specify only what matters to the test. */
export function openTestStore(
  folder: string,
  options: Partial<StoreOptions> = {},
): Promise<OpenStore> {
  return openPolicyStore({
    files: createNodeFiles(),
    folder,
    wasmPath: WASM,
    clock: { now: () => Date.UTC(2026, 0, 1) },
    ids: { next: randomUUID },
    label: 'window of the test',
    ...options,
  });
}

/** A rule for a diff; specify only what matters to the test. */
export function anAdd(rule: Partial<AddedRule> = {}): AddedRule {
  return { pattern: 'rm -rf', effect: 'deny', score: 0.9, reason: 'it deletes', ...rule };
}

/** Proposes a diff as the trainer does. */
export function propose(
  policies: PolicyStore,
  diff: { add?: readonly AddedRule[]; remove?: readonly string[]; meta?: object },
): Promise<Suggestion> {
  return policies.propose({
    proposedBy: 'trainer',
    diff: { add: diff.add ?? [], remove: diff.remove ?? [], meta: diff.meta ?? {} },
  });
}

/** The approval of a person who types APPLY for the change shown, by default before the first version. */
export function approvalOf(subjectId: string, diffHash: string, policyVersion = ''): Approval {
  const words = { author: 'Ada', comment: 'looked at it' };
  return approve({ subjectId, diffHash, policyVersion, ...words }, 'APPLY');
}

/** The id of the newest version; empty before the first. */
export async function newestVersion(policies: PolicyStore): Promise<string> {
  const [newest] = await policies.listVersions();
  return newest?.version ?? '';
}

/** Proposes and applies one diff. */
export async function change(
  policies: PolicyStore,
  diff: { add?: readonly AddedRule[]; remove?: readonly string[] },
): Promise<PolicyVersion> {
  const { id, diffHash } = await propose(policies, diff);
  const shown = await newestVersion(policies);
  return policies.apply(approvalOf(id, diffHash, shown), randomUUID());
}

/** Previews and performs a rollback or restore as a person does. */
export async function goBack(
  policies: PolicyStore,
  kind: 'rollback' | 'restore',
  version: string,
): Promise<PolicyVersion> {
  const preview = await policies.previewReturn(kind, version);
  const shown = await newestVersion(policies);
  return policies.returnTo(kind, approvalOf(version, preview.diffHash, shown), randomUUID());
}
