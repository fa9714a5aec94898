import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { carryError } from '../core/carriedError';
import type { Disposable } from '../core/ports';
import { createNodeFiles } from '../files/nodeFiles';
import type { Anchor, AnchorKeeper } from './anchor';
import { NO_ANCHOR } from './anchor';
import { staleDiff } from './change';
import type { FromThread, Question, StoreDesk, ThreadOptions, ToThread } from './messages';
import type { OpenStore } from './openStore';
import { openPolicyStore } from './openStore';

const port = parentPort;
if (port === null) throw new Error('The store runs as a worker thread only.');
const say = (message: FromThread): void => {
  port.postMessage(message);
};
const options = workerData as ThreadOptions;
const anchorsAwaited: ((anchor: Anchor | undefined) => void)[] = [];
const windowAnchor: AnchorKeeper = {
  get: () =>
    new Promise((resolve) => {
      anchorsAwaited.push(resolve);
      say({ type: 'anchor?' });
    }),
  set: (anchor) => {
    say({ type: 'remember', anchor });
    return Promise.resolve();
  },
};
let opened: OpenStore | undefined;
let watching: Disposable | undefined;

const store = (): OpenStore => {
  if (opened === undefined) throw new Error('The store is not open.');
  return opened;
};

const desk: StoreDesk = {
  open: async () => {
    opened = await openPolicyStore({
      files: createNodeFiles(),
      folder: options.folder,
      wasmPath: options.wasmPath,
      clock: Date,
      ids: { next: randomUUID },
      label: options.label,
      anchor: options.hasAnchor ? windowAnchor : NO_ANCHOR,
    });
  },
  listRules: () => store().policies.listRules(),
  suggestions: (status, before) => store().pages.suggestions(status, before),
  versions: (before) => store().pages.versions(before),
  audit: (before) => store().pages.audit(before),
  propose: (input) => store().policies.propose(input),
  apply: (approval, requestId) => store().policies.apply(approval, requestId),
  reject: (input) => store().policies.reject(input),
  previewReturn: (kind, version) => store().policies.previewReturn(kind, version),
  returnTo: (kind, approval, requestId) => store().policies.returnTo(kind, approval, requestId),
  health: () => store().policies.health(),
  policyInForce: () => store().policyInForce(),
  recoveryOffer: () => store().recoveryOffer(),
  acceptRecovery: (approval) => store().acceptRecovery(approval),
  historyChecked: () => store().historyChecked(),
  listAgents: () => store().agents.list(),
  insertAgent: (agent) => store().agents.insert(agent),
  replaceAgent: async (was, now) => {
    await store().agents.change(was.id, (stored) => {
      if (!isDeepStrictEqual(stored, was)) throw staleDiff('The agent changed meanwhile.');
      return now;
    });
  },
  removeAgent: (id) => store().agents.remove(id),
  close: async () => {
    await opened?.close();
  },
};

// The client pairs each question with its own arguments.
const answers = desk as unknown as Record<Question, (...args: readonly unknown[]) => unknown>;

port.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'ask':
      void answer(message);
      return;
    case 'anchor':
      anchorsAwaited.shift()?.(message.anchor);
      return;
    case 'watch':
      watching?.dispose();
      watching = message.on ? store().policies.onDidChange(tellChanged) : undefined;
  }
});

async function answer({ id, question, args }: Extract<ToThread, { type: 'ask' }>): Promise<void> {
  try {
    say({ type: 'answer', id, result: await answers[question](...args) });
  } catch (error) {
    say({ type: 'failed', id, error: carryError(error) });
  }
}

function tellChanged(): void {
  say({ type: 'changed' });
}
