import type { Agent } from '../core/agent';
import { isObject } from '../core/isObject';
import { mapTexts } from '../core/mapTexts';
import type { DiffPart } from '../core/diffPart';
import type { AgentStore, PolicyStore } from '../core/ports';
import { refuseSecrets } from '../history/redact/patternSecret';
import { redact } from '../history/redact/redact';
import type { OpenStore } from '../store/openStore';

/**
 * The store with secrets removed from everything that is written: comments, names, and the texts of proposed rules.
 * Another pattern would be another rule, so a new pattern that contains a secret is refused: throws `invalid-diff`.
 */
export function redactedStore(store: OpenStore): OpenStore {
  const { policies, agents } = store;
  return { ...store, policies: redactedPolicies(policies), agents: redactedAgents(agents) };
}

function redactedPolicies(policies: PolicyStore): PolicyStore {
  return {
    ...policies,
    propose: async (input) => {
      const { proposedBy, diff } = input;
      refuseSecrets(patternsOf(diff));
      return policies.propose({
        ...input,
        proposedBy: redact(proposedBy),
        diff: redactedDiff(diff),
      });
    },
    apply: async (approval, requestId, part) => {
      refuseSecrets(editedPatterns(part));
      return policies.apply(signed(approval), requestId, part);
    },
    applyJoint: async (approval, requestId, shown, part) => {
      refuseSecrets(editedPatterns(part));
      return policies.applyJoint(signed(approval), requestId, shown, part);
    },
    reject: (given) => policies.reject(signed(given)),
    rejectAll: (given) => policies.rejectAll(signed(given)),
    reopen: (given) => policies.reopen({ ...given, author: redact(given.author) }),
    reopenAll: (given) => policies.reopenAll({ ...given, author: redact(given.author) }),
    note: (entry) => policies.note(signed(entry)),
    returnTo: (kind, approval, requestId) => policies.returnTo(kind, signed(approval), requestId),
  };
}

function signed<T extends { readonly author: string; readonly comment: string }>(given: T): T {
  return { ...given, author: redact(given.author), comment: redact(given.comment) };
}

/** The patterns of a diff that is not valid yet. */
function patternsOf(diff: unknown): { at: number; pattern: string }[] {
  if (!isObject(diff)) return [];
  const { add } = diff;
  if (!Array.isArray(add)) return [];
  return add.flatMap((rule: unknown, at: number) => {
    const { pattern } = isObject(rule) ? rule : {};
    return typeof pattern === 'string' ? [{ at, pattern }] : [];
  });
}

/** The patterns that a person changed in a review. */
function editedPatterns(part: DiffPart | undefined): { at: number; pattern: string }[] {
  return (part?.add ?? []).flatMap(({ at, pattern }) =>
    pattern === undefined ? [] : [{ at, pattern }],
  );
}

/** A diff that is not valid yet: parts of unknown form are kept, and the store rejects them. */
function redactedDiff(diff: unknown): unknown {
  if (!isObject(diff)) return diff;
  const { add, meta } = diff;
  return {
    ...diff,
    ...(Array.isArray(add) ? { add: mapTexts(add, redact, (pattern) => pattern) } : {}),
    ...(isObject(meta) ? { meta: mapTexts(meta, redact) } : {}),
  };
}

function redactedAgents(agents: AgentStore): AgentStore {
  return {
    list: () => agents.list(),
    insert: (agent) => agents.insert(redactedAgent(agent)),
    change: (id, change) => agents.change(id, (agent) => redactedAgent(change(agent))),
    remove: (id) => agents.remove(id),
  };
}

function redactedAgent(agent: Agent): Agent {
  const { name, lastAction, blockedReason } = agent;
  return {
    ...agent,
    name: redact(name),
    lastAction: lastAction === null ? null : redact(lastAction),
    blockedReason: blockedReason === null ? null : redact(blockedReason),
  };
}
