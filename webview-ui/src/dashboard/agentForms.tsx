import { useState } from 'preact/hooks';
import { AgentStatus } from '../../../src/core/agent';
import { Icon } from '../common/icon';
import type { AgentView } from './agentView';
import type { Send } from './section';

interface AgentFormProps {
  readonly agent: AgentView;
  readonly send: Send;
  readonly onDone: () => void;
}

/** Says what an agent does now and how safe it looks. Sets it running. */
export function UpdateForm({ agent, send, onDone }: AgentFormProps) {
  const [action, setAction] = useState(agent.lastAction ?? '');
  const [score, setScore] = useState(String(agent.lastScore ?? 100));
  const [fault, setFault] = useState<string>();
  return (
    <form
      class="agent-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const number = Number(score);
        if (action.trim() === '') setFault('Say what the agent does.');
        else if (score.trim() === '' || !(number >= 0 && number <= 100)) {
          setFault('The score is a number from 0 (dangerous) to 100 (harmless).');
        } else {
          send({ type: 'updateAgent', id: agent.id, action: action.trim(), score: number });
          onDone();
        }
      }}
    >
      <label htmlFor={`action-${agent.id}`}>Doing</label>
      <input
        id={`action-${agent.id}`}
        type="text"
        autocomplete="off"
        maxLength={500}
        value={action}
        onInput={(event) => {
          setAction(event.currentTarget.value);
        }}
      />
      <label htmlFor={`score-${agent.id}`}>Score (0 dangerous – 100 harmless)</label>
      <input
        id={`score-${agent.id}`}
        type="number"
        min={0}
        max={100}
        step="any"
        value={score}
        onInput={(event) => {
          setScore(event.currentTarget.value);
        }}
      />
      <Fault text={fault} />
      <button type="submit" class="primary">
        Save and set running
      </button>
    </form>
  );
}

const STATUS_WORDS = { idle: 'Idle', running: 'Running', blocked: 'Blocked' } as const;

/** Sets an agent's status; a block may say why. */
export function StatusForm({ agent, send, onDone }: AgentFormProps) {
  const [status, setStatus] = useState<AgentStatus>(agent.status);
  const [reason, setReason] = useState(agent.blockedReason ?? '');
  return (
    <form
      class="agent-form"
      onSubmit={(event) => {
        event.preventDefault();
        const why = reason.trim();
        send({
          type: 'setAgentStatus',
          id: agent.id,
          status,
          ...(status === 'blocked' && why !== '' ? { reason: why } : {}),
        });
        onDone();
      }}
    >
      <label htmlFor={`status-${agent.id}`}>Status</label>
      <select
        id={`status-${agent.id}`}
        value={status}
        onChange={(event) => {
          setStatus(AgentStatus.catch(status).parse(event.currentTarget.value));
        }}
      >
        {AgentStatus.options.map((option) => (
          <option key={option} value={option}>
            {STATUS_WORDS[option]}
          </option>
        ))}
      </select>
      {status === 'blocked' && (
        <>
          <label htmlFor={`reason-${agent.id}`}>Blocked by</label>
          <input
            id={`reason-${agent.id}`}
            type="text"
            autocomplete="off"
            maxLength={500}
            value={reason}
            onInput={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        </>
      )}
      <button type="submit" class="primary">
        Set status
      </button>
    </form>
  );
}

function Fault({ text }: { readonly text: string | undefined }) {
  return (
    <p class="field-failure" role="alert">
      {text !== undefined && (
        <>
          <Icon name="failed" /> {text}
        </>
      )}
    </p>
  );
}
