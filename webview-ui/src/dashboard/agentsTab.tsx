import type { AgentsState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { t } from '../common/texts';
import { AgentCard } from './agentCard';
import { withForm, type AgentsDraft } from './agentDraft';
import { AgentLanes } from './agentLanes';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

type Agents = Extract<AgentsState, { state: 'ready' }>['agents'];

interface AgentsTabProps {
  readonly agents: Expected<AgentsState>;
  readonly draft: AgentsDraft;
  readonly onDraft: (draft: AgentsDraft) => void;
  readonly send: Send;
  readonly now: number;
}

/**
 * The registered agents with their status, the reason why they are blocked, and whether they are
 * stale.
 */
export function AgentsTab({ agents, draft, onDraft, send, now }: AgentsTabProps) {
  return (
    <>
      <TabHeader
        title={t('agents')}
        about={agents.state === 'ready' ? summary(agents.agents) : t('agentsAbout')}
      >
        <RefreshButton send={send} tab="agents" />
      </TabHeader>
      {agents.state === 'loading' && <Notice tone="busy" message={t('loadingAgents')} />}
      {agents.state === 'failed' && (
        <FailedState message={agents.message} hint={agents.hint} send={send} tab="agents" />
      )}
      {agents.state === 'ready' && (
        <>
          <AgentLanes {...{ lanes: agents.lanes, agents: agents.agents, send, now }} />
          {agents.agents.length === 0 ? (
            <Notice tone="info" message={t('noAgents')} hint={t('noAgentsHint')}>
              <SendButton send={send} message={{ type: 'setUp' }} kind="primary">
                {t('setUp')}
              </SendButton>
            </Notice>
          ) : (
            <ul class="agents" aria-label={t('agents')}>
              {agents.agents.toSorted(byUrgency).map((agent) => (
                <AgentCard
                  key={agent.id}
                  {...{ agent, send, now }}
                  form={draft.forms[agent.id]}
                  onForm={(form) => {
                    onDraft(withForm(draft, agent.id, form));
                  }}
                />
              ))}
            </ul>
          )}
          <Register
            send={send}
            name={draft.name}
            onName={(name) => {
              onDraft({ ...draft, name });
            }}
          />
        </>
      )}
    </>
  );
}

const URGENCY = { blocked: 0, running: 1, idle: 2 } as const;

/** Blocked agents first and stale ones last; otherwise in the order of the extension. */
function byUrgency(a: Agents[number], b: Agents[number]): number {
  return Number(a.stale) - Number(b.stale) || URGENCY[a.status] - URGENCY[b.status];
}

function summary(agents: Agents): string {
  if (agents.length === 0) return t('agentsAbout');
  const of = (status: Agents[number]['status']): string =>
    formatCount(agents.filter((agent) => agent.status === status && !agent.stale).length);
  const stale = agents.filter((agent) => agent.stale).length;
  const parts = [
    t('runningAgents', of('running')),
    t('blockedAgents', of('blocked')),
    t('idleAgents', of('idle')),
  ];
  return [...parts, ...(stale > 0 ? [t('staleAgents', formatCount(stale))] : [])].join(' · ');
}

function Register(props: {
  readonly send: Send;
  readonly name: string;
  readonly onName: (name: string) => void;
}) {
  const { send, name, onName } = props;
  return (
    <form
      class="register"
      onSubmit={(event) => {
        event.preventDefault();
        const given = name.trim();
        send({ type: 'registerAgent', ...(given === '' ? {} : { name: given }) });
        onName('');
      }}
    >
      <div class="field grow">
        <label htmlFor="agent-name">{t('newAgent')}</label>
        <input
          id="agent-name"
          type="text"
          autocomplete="off"
          maxLength={100}
          placeholder={t('agentNamePlaceholder')}
          value={name}
          onInput={(event) => {
            onName(event.currentTarget.value);
          }}
        />
      </div>
      <button type="submit" class="secondary">
        {t('register')}
      </button>
    </form>
  );
}
