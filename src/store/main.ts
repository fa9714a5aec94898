import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import * as l10n from '@vscode/l10n';
import { staleDiff } from '../core/staleDiff';
import { connectThreads } from '../core/threadCalls';
import { createNodeFiles } from '../files/nodeFiles';
import { parentProcess } from '../files/ownProcess';
import type { AnchorStorage } from './anchor';
import { NO_ANCHOR } from './anchor';
import type { StoreFunctions, WindowFunctions } from './storeMessages';
import type { OpenStore } from './openStore';
import { openPolicyStore } from './openStore';

const port = parentProcess();
if (port === undefined) throw new Error('The store must run in a process of its own.');
// V8's optimizing compiler for WebAssembly takes longer than the few queries of a window, half of the processor time. A
// version of V8 without the flag ignores it.
setFlagsFromString('--liftoff-only');
const GOOD = { state: 'good' };
const hostAnchor: AnchorStorage = {
  get: () => caller.$call('readAnchor'),
  set: (anchor) => caller.$callEvent('rememberAnchor', anchor),
  key: () => caller.$call('readKey'),
  trusted: () => caller.$call('readTrusted'),
  setTrusted: (fingerprints) => caller.$call('storeTrusted', fingerprints),
};
let opened: OpenStore | undefined;

const store = (): OpenStore => {
  if (opened === undefined) throw new Error('The store is not open.');
  return opened;
};

const caller = connectThreads<WindowFunctions, StoreFunctions>(port, {
  open: async (options) => {
    l10n.config({ contents: options.texts });
    opened = await openPolicyStore({
      files: createNodeFiles(),
      folder: options.folder,
      wasmPath: options.wasmPath,
      clock: Date,
      ids: { next: randomUUID },
      label: options.label,
      anchor: options.hasAnchor ? hostAnchor : NO_ANCHOR,
    });
  },
  listRules: () => store().policies.listRules(),
  listSignatures: () => store().policies.listSignatures(),
  suggestions: (status, before) => store().pages.suggestions(status, before),
  versions: (before) => store().pages.versions(before),
  audit: (before) => store().pages.audit(before),
  propose: (input) => store().policies.propose(input),
  apply: (approval, requestId, part) => store().policies.apply(approval, requestId, part),
  applyJoint: (approval, requestId, shown, part) =>
    store().policies.applyJoint(approval, requestId, shown, part),
  reject: (input) => store().policies.reject(input),
  rejectAll: (input) => store().policies.rejectAll(input),
  reopen: (input) => store().policies.reopen(input),
  reopenAll: (input) => store().policies.reopenAll(input),
  note: (entry) => store().policies.note(entry),
  rulesAfter: (seq) => store().policies.rulesAfter(seq),
  previewReturn: (kind, version) => store().policies.previewReturn(kind, version),
  returnTo: (kind, approval, requestId) => store().policies.returnTo(kind, approval, requestId),
  health: () => store().policies.health(),
  policyInForce: () => store().policyInForce(),
  recoveryOffer: () => store().recoveryOffer(),
  acceptRecovery: (approval) => store().acceptRecovery(approval),
  historyOffer: () => store().historyOffer(),
  approveHistory: (approval) => store().approveHistory(approval),
  removeTrustedKeys: () => store().removeTrustedKeys(),
  historyChecked: () => store().historyChecked(),
  listAgents: () => store().agents.list(),
  insertAgent: (agent) => store().agents.insert(agent),
  replaceAgent: async (was, now) => {
    await store().agents.change(was.id, (stored) => {
      if (!isDeepStrictEqual(stored, was))
        throw staleDiff(l10n.t('The agent was changed by another window.'));
      return now;
    });
  },
  removeAgent: (id) => store().agents.remove(id),
  canEnd: async () => {
    await store().historyChecked();
    return isDeepStrictEqual(await store().policies.health(), GOOD);
  },
  close: async () => {
    await opened?.close();
  },
});
