import { isRulewrightError } from '../core/errors';
import type { AgentStore, PolicyStore } from '../core/ports';
import { noAgent } from './agentLog';
import type { OpenStore } from './openStore';
import { allPages } from './pages';
import type { StoreThreadOptions } from './storeThread';
import { StoreThread } from './storeThread';

/**
 * Opens the store in a worker thread, so that it never blocks the extension host. Throws what `openPolicyStore` throws.
 */
export async function openStoreThread(options: StoreThreadOptions): Promise<OpenStore> {
  const thread = new StoreThread(options);
  try {
    await thread.ask('open');
  } catch (error) {
    await thread.close();
    throw error;
  }
  return storeOver(thread);
}

function storeOver(thread: StoreThread): OpenStore {
  const pages: OpenStore['pages'] = {
    suggestions: (status, before) => thread.ask('suggestions', status, before),
    versions: (before) => thread.ask('versions', before),
    audit: (before) => thread.ask('audit', before),
  };
  const end = async (): Promise<void> => {
    try {
      await thread.ask('close');
    } finally {
      await thread.close();
    }
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= end());
  return {
    pages,
    policies: policiesOver(thread, pages),
    agents: agentsOver(thread),
    policyInForce: () => thread.ask('policyInForce'),
    recoveryOffer: () => thread.ask('recoveryOffer'),
    acceptRecovery: (approval) => thread.ask('acceptRecovery', approval),
    historyOffer: () => thread.ask('historyOffer'),
    approveHistory: (approval) => thread.ask('approveHistory', approval),
    trustNone: () => thread.ask('trustNone'),
    historyChecked: () => thread.ask('historyChecked'),
    close,
    // There is no caller left to report a failure to.
    dispose: () => void close().catch(() => undefined),
  };
}

function policiesOver(thread: StoreThread, pages: OpenStore['pages']): PolicyStore {
  return Object.freeze<PolicyStore>({
    listRules: () => thread.ask('listRules'),
    listSuggestions: (status) => allPages((before) => pages.suggestions(status, before)),
    listVersions: () => allPages((before) => pages.versions(before)),
    listAudit: () => allPages((before) => pages.audit(before)),
    listSignatures: () => thread.ask('listSignatures'),
    propose: (input) => thread.ask('propose', input),
    apply: (approval, requestId, part) => thread.ask('apply', approval, requestId, part),
    reject: (input) => thread.ask('reject', input),
    reopen: (input) => thread.ask('reopen', input),
    note: (entry) => thread.ask('note', entry),
    rulesAfter: (seq) => thread.ask('rulesAfter', seq),
    previewReturn: (kind, version) => thread.ask('previewReturn', kind, version),
    returnTo: (kind, approval, requestId) => thread.ask('returnTo', kind, approval, requestId),
    health: () => thread.ask('health'),
    onDidChange: (listener) => thread.listen(listener),
  });
}

function agentsOver(thread: StoreThread): AgentStore {
  return Object.freeze<AgentStore>({
    list: () => thread.ask('listAgents'),
    insert: (agent) => thread.ask('insertAgent', agent),
    change: async (id, change) => {
      for (;;) {
        const was = (await thread.ask('listAgents')).find((agent) => agent.id === id);
        if (was === undefined) throw noAgent(id);
        const now = { ...change(was), id };
        try {
          await thread.ask('replaceAgent', was, now);
          return now;
        } catch (error) {
          // Another window changed the agent first: retry with its state.
          if (!isRulewrightError(error, 'stale-diff')) throw error;
        }
      }
    },
    remove: (id) => thread.ask('removeAgent', id),
  });
}
