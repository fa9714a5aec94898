import type { AgentStore } from '../core/ports';
import { deleteAgent, getAgent, insertAgent, readAgents, updateAgent } from './agentLog';
import type { PolicyFile } from './policyFile';

/** `AgentStore` over the SQLite file: all windows share the agents. */
export function createAgentStore(file: PolicyFile): AgentStore {
  return Object.freeze<AgentStore>({
    list: () => file.read(readAgents),
    insert: (agent) =>
      file.write((database) => {
        insertAgent(database, agent);
      }),
    change: (id, change) =>
      file.write((database) => {
        const changed = change(getAgent(database, id));
        updateAgent(database, { ...changed, id });
        return { ...changed, id };
      }),
    remove: (id) =>
      file.write((database) => {
        deleteAgent(database, id);
      }),
  });
}
