import { isRulewrightError } from '../core/errors';
import type { AgentStore, PolicyStore } from '../core/ports';
import { noAgent } from './agentLog';
import type { OpenStore } from './openStore';
import { allPages } from './listPages';
import type { StoreProcessOptions } from './storeProcess';
import { StoreProcess } from './storeProcess';

/**
 * Opens the store in a separate process, so that it never blocks the extension host, and frees its
 * memory when idle. Throws what `openPolicyStore` throws.
 */
export async function openStoreProcess(options: StoreProcessOptions): Promise<OpenStore> {
  const program = new StoreProcess(options);
  try {
    await program.open();
  } catch (error) {
    await program.close();
    throw error;
  }
  return storeOver(program);
}

function storeOver(program: StoreProcess): OpenStore {
  const pages: OpenStore['pages'] = {
    suggestions: (status, before) => program.ask('suggestions', status, before),
    versions: (before) => program.ask('versions', before),
    audit: (before) => program.ask('audit', before),
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= program.close());
  return {
    pages,
    policies: policiesOver(program, pages),
    agents: agentsOver(program),
    policyInForce: () => program.ask('policyInForce'),
    recoveryOffer: () => program.ask('recoveryOffer'),
    acceptRecovery: (approval) => program.ask('acceptRecovery', approval),
    historyOffer: () => program.ask('historyOffer'),
    approveHistory: (approval) => program.ask('approveHistory', approval),
    removeTrustedKeys: () => program.ask('removeTrustedKeys'),
    historyChecked: () => program.ask('historyChecked'),
    close,
    // There is no caller left to report a failure to.
    dispose: () => void close().catch(() => undefined),
  };
}

function policiesOver(program: StoreProcess, pages: OpenStore['pages']): PolicyStore {
  return Object.freeze<PolicyStore>({
    listRules: () => program.ask('listRules'),
    listSuggestions: (status) => allPages((before) => pages.suggestions(status, before)),
    listVersions: () => allPages((before) => pages.versions(before)),
    listAudit: () => allPages((before) => pages.audit(before)),
    listSignatures: () => program.ask('listSignatures'),
    propose: (input) => program.ask('propose', input),
    apply: (approval, requestId, part) => program.ask('apply', approval, requestId, part),
    applyJoint: (approval, requestId, shown, part) =>
      program.ask('applyJoint', approval, requestId, shown, part),
    reject: (input) => program.ask('reject', input),
    rejectAll: (input) => program.ask('rejectAll', input),
    reopen: (input) => program.ask('reopen', input),
    reopenAll: (input) => program.ask('reopenAll', input),
    note: (entry) => program.ask('note', entry),
    rulesAfter: (seq) => program.ask('rulesAfter', seq),
    previewReturn: (kind, version) => program.ask('previewReturn', kind, version),
    returnTo: (kind, approval, requestId) => program.ask('returnTo', kind, approval, requestId),
    health: () => program.ask('health'),
    onDidChange: (listener) => program.listen(listener),
  });
}

function agentsOver(program: StoreProcess): AgentStore {
  return Object.freeze<AgentStore>({
    list: () => program.ask('listAgents'),
    insert: (agent) => program.ask('insertAgent', agent),
    change: async (id, change) => {
      for (;;) {
        const was = (await program.ask('listAgents')).find((agent) => agent.id === id);
        if (was === undefined) throw noAgent(id);
        const now = { ...change(was), id };
        try {
          await program.ask('replaceAgent', was, now);
          return now;
        } catch (error) {
          // Another window changed the agent first: retry with its state.
          if (!isRulewrightError(error, 'stale-diff')) throw error;
        }
      }
    },
    remove: (id) => program.ask('removeAgent', id),
  });
}
