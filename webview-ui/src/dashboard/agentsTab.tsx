import { useState } from 'preact/hooks';
import type { AgentsState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { Notice } from '../common/notice';
import { AgentCard } from './agentCard';
import { FailedState, RefreshButton, TabHeader, type Send } from './section';

type Agents = Extract<AgentsState, { state: 'ready' }>['agents'];

interface AgentsTabProps {
  readonly agents: Expected<AgentsState>;
  readonly send: Send;
  readonly now: number;
}

/** The board: who is at work, who is blocked and by what, who has gone quiet. */
export function AgentsTab({ agents, send, now }: AgentsTabProps) {
  return (
    <>
      <TabHeader
        title="Agents"
        about={
          agents.state === 'ready' ? summary(agents.agents) : 'Who is at work on this machine.'
        }
      >
        <RefreshButton send={send} tab="agents" />
      </TabHeader>
      {agents.state === 'loading' && <Notice tone="busy" message="Looking for agents…" />}
      {agents.state === 'failed' && (
        <FailedState message={agents.message} hint={agents.hint} send={send} tab="agents" />
      )}
      {agents.state === 'ready' && (
        <>
          <Register send={send} />
          {agents.agents.length === 0 ? (
            <Notice
              tone="info"
              message="No agents yet."
              hint="Register one here, or connect an agent: it registers itself."
            />
          ) : (
            <ul class="agents" aria-label="Agents">
              {agents.agents.map((agent) => (
                <AgentCard key={agent.id} agent={agent} send={send} now={now} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}

function summary(agents: Agents): string {
  if (agents.length === 0) return 'Who is at work on this machine.';
  const of = (status: Agents[number]['status']): number =>
    agents.filter((agent) => agent.status === status).length;
  const stale = agents.filter((agent) => agent.stale).length;
  const parts = [`${of('running')} running`, `${of('blocked')} blocked`, `${of('idle')} idle`];
  return [...parts, ...(stale > 0 ? [`${stale} not heard of lately`] : [])].join(' · ');
}

function Register({ send }: { readonly send: Send }) {
  const [name, setName] = useState('');
  return (
    <form
      class="register"
      onSubmit={(event) => {
        event.preventDefault();
        const given = name.trim();
        send({ type: 'registerAgent', ...(given === '' ? {} : { name: given }) });
        setName('');
      }}
    >
      <div class="field grow">
        <label htmlFor="agent-name">New agent</label>
        <input
          id="agent-name"
          type="text"
          autocomplete="off"
          maxLength={100}
          placeholder="Name (may be left empty)"
          value={name}
          onInput={(event) => {
            setName(event.currentTarget.value);
          }}
        />
      </div>
      <button type="submit" class="secondary">
        Register
      </button>
    </form>
  );
}
