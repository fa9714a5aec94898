import * as l10n from '@vscode/l10n';
import { Agent } from '../core/agent';
import { RulewrightError } from '../core/errors';
import type { Database, SqlRow } from './database';

const COLUMNS =
  'id, name, status, last_action, last_score, blocked_reason, owner, registered_at, last_seen';

/** All agents in the order they registered. */
export function readAgents(database: Database): readonly Agent[] {
  return database.all(`SELECT ${COLUMNS} FROM agents ORDER BY rowid`).map(agentOfRow);
}

/** The agent with this id. Throws `not-found`. */
export function getAgent(database: Database, id: string): Agent {
  const row = database.one(`SELECT ${COLUMNS} FROM agents WHERE id = ?`, [id]);
  if (row === undefined) throw noAgent(id);
  return agentOfRow(row);
}

/** Inserts an agent. Throws `invalid-input` if the id is taken. */
export function insertAgent(database: Database, agent: Agent): void {
  if (database.one('SELECT 1 FROM agents WHERE id = ?', [agent.id]) !== undefined) {
    throw new RulewrightError(
      'invalid-input',
      l10n.t('An agent with the id "{0}" already exists.', agent.id),
      {
        hint: l10n.t('Register it without an id to generate one.'),
      },
    );
  }
  database.run(`INSERT INTO agents (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, values(agent));
}

/** Replaces every field of an agent except its id. */
export function updateAgent(database: Database, agent: Agent): void {
  const [id, ...rest] = values(agent);
  database.run(
    `UPDATE agents SET name = ?, status = ?, last_action = ?, last_score = ?, blocked_reason = ?,
     owner = ?, registered_at = ?, last_seen = ? WHERE id = ?`,
    [...rest, id],
  );
}

/** Deletes an agent. Throws `not-found`. */
export function deleteAgent(database: Database, id: string): void {
  getAgent(database, id);
  database.run('DELETE FROM agents WHERE id = ?', [id]);
}

type AgentValues = [string, ...(string | number | null)[]];

function values(agent: Agent): AgentValues {
  return [
    agent.id,
    agent.name,
    agent.status,
    agent.lastAction,
    agent.lastScore,
    agent.blockedReason,
    agent.owner,
    agent.registeredAt,
    agent.lastSeen,
  ];
}

function agentOfRow(row: SqlRow): Agent {
  return Agent.parse({
    id: row['id'],
    name: row['name'],
    status: row['status'],
    lastAction: row['last_action'],
    lastScore: row['last_score'],
    blockedReason: row['blocked_reason'],
    owner: row['owner'],
    registeredAt: row['registered_at'],
    lastSeen: row['last_seen'],
  });
}

/** The error for an unknown agent id. */
export function noAgent(id: string): RulewrightError {
  return new RulewrightError('not-found', l10n.t('There is no agent "{0}".', id), {
    hint: l10n.t('Refresh the list of agents.'),
  });
}
