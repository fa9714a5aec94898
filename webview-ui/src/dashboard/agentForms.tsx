import { useState } from 'preact/hooks';
import { AgentStatus } from '../../../src/core/agent';
import { Icon } from '../common/icon';
import { t } from '../common/texts';
import type { AgentForm } from './agentDraft';
import type { AgentView } from './agentView';
import type { Send } from './section';

type FormOf<Name extends AgentForm['form']> = Extract<AgentForm, { form: Name }>;

interface AgentFormProps<Name extends AgentForm['form']> {
  readonly agent: AgentView;
  readonly form: FormOf<Name>;
  readonly onForm: (form: FormOf<Name>) => void;
  readonly send: Send;
  readonly onDone: () => void;
}

/** Sets an agent's current action and risk, and its status to running. */
export function UpdateForm({ agent, form, onForm, send, onDone }: AgentFormProps<'update'>) {
  const { action, risk } = form;
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
        onChange={(text) => {
          onForm({ ...form, action: text });
        }}
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
          onForm({ ...form, risk: event.currentTarget.value });
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
export function StatusForm({ agent, form, onForm, send, onDone }: AgentFormProps<'status'>) {
  const { status, reason } = form;
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
          const chosen = AgentStatus.catch(status).parse(event.currentTarget.value);
          onForm({ ...form, status: chosen });
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
          onChange={(text) => {
            onForm({ ...form, reason: text });
          }}
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
