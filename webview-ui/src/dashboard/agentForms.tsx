import { useState } from 'preact/hooks';
import { AgentStatus } from '../../../src/core/agent';
import { Icon } from '../common/icon';
import { t } from '../common/texts';
import type { AgentView } from './agentView';
import type { Send } from './section';

interface AgentFormProps {
  readonly agent: AgentView;
  readonly send: Send;
  readonly onDone: () => void;
}

/** Sets an agent's current action and risk, and its status to running. */
export function UpdateForm({ agent, send, onDone }: AgentFormProps) {
  const [action, setAction] = useState(agent.lastAction ?? '');
  const [risk, setRisk] = useState(String(100 - (agent.lastScore ?? 100)));
  const [fault, setFault] = useState<string>();
  return (
    <form
      class="agent-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const number = Number(risk);
        if (action.trim() === '') setFault(t('enterAction'));
        else if (risk.trim() === '' || !(number >= 0 && number <= 100)) {
          setFault(t('riskInvalid'));
        } else {
          send({ type: 'updateAgent', id: agent.id, action: action.trim(), score: 100 - number });
          onDone();
        }
      }}
    >
      <TextField
        id={`action-${agent.id}`}
        label={t('currentAction')}
        value={action}
        onChange={setAction}
      />
      <label htmlFor={`risk-${agent.id}`}>{t('riskLabel')}</label>
      <input
        id={`risk-${agent.id}`}
        type="number"
        min={0}
        max={100}
        step="any"
        value={risk}
        onInput={(event) => {
          setRisk(event.currentTarget.value);
        }}
      />
      <Fault text={fault} />
      <button type="submit" class="primary">
        {t('saveAndRun')}
      </button>
    </form>
  );
}

/** Sets an agent's status, with an optional reason for a block. */
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
      <label htmlFor={`status-${agent.id}`}>{t('status')}</label>
      <select
        id={`status-${agent.id}`}
        value={status}
        onChange={(event) => {
          setStatus(AgentStatus.catch(status).parse(event.currentTarget.value));
        }}
      >
        {AgentStatus.options.map((option) => (
          <option key={option} value={option}>
            {t(option)}
          </option>
        ))}
      </select>
      {status === 'blocked' && (
        <TextField
          id={`reason-${agent.id}`}
          label={t('blockReason')}
          value={reason}
          onChange={setReason}
        />
      )}
      <button type="submit" class="primary">
        {t('setStatus')}
      </button>
    </form>
  );
}

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function TextField({ id, label, value, onChange }: TextFieldProps) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        maxLength={500}
        value={value}
        onInput={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    </>
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
