import { useState } from 'preact/hooks';
import { Badge, ScoreBadge } from '../common/badge';
import { Exact, Sentence } from '../common/exact';
import { formatAgo, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { StatusForm, UpdateForm } from './agentForms';
import type { AgentView } from './agentView';
import type { Send } from './section';

const STATUS = {
  idle: { tone: 'plain', word: 'Idle' },
  running: { tone: 'good', word: 'Running' },
  blocked: { tone: 'bad', word: 'Blocked' },
} as const;

type Open = 'update' | 'status' | 'remove' | undefined;

interface AgentCardProps {
  readonly agent: AgentView;
  readonly send: Send;
  readonly now: number;
}

/** An agent's card: state in words, and buttons that open one small form at a time. */
export function AgentCard({ agent, send, now }: AgentCardProps) {
  const [open, setOpen] = useState<Open>();
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <li
      class={`agent agent-${agent.status}${agent.stale ? ' agent-stale' : ''}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <h3 id={`agent-${agent.id}`}>
        <Exact text={agent.name} />
      </h3>
      <p class="agent-status">
        <Badge tone={STATUS[agent.status].tone} icon={agent.status}>
          {STATUS[agent.status].word}
        </Badge>
        {agent.stale && (
          <Badge tone="warn" icon="stale" title="Not heard of for a while: it may have ended">
            Stale
          </Badge>
        )}
      </p>
      {agent.status === 'blocked' && (
        <p>
          <strong>Blocked:</strong>{' '}
          {agent.blockedReason === null ? (
            'nobody said why'
          ) : (
            <Sentence text={agent.blockedReason} />
          )}
        </p>
      )}
      <Facts agent={agent} now={now} />
      <div class="actions" role="group" aria-labelledby={`agent-${agent.id}`}>
        <Opener text="Update" what="update" open={open} onOpen={setOpen} />
        <Opener text="Set status" what="status" open={open} onOpen={setOpen} />
        <Opener text="Remove" what="remove" open={open} onOpen={setOpen} />
      </div>
      {open === 'update' && <UpdateForm agent={agent} send={send} onDone={close} />}
      {open === 'status' && <StatusForm agent={agent} send={send} onDone={close} />}
      {open === 'remove' && (
        <div
          class="actions confirm"
          role="group"
          aria-label={`Remove ${agent.name} from the board?`}
        >
          <span>Remove it from the board?</span>
          <button
            type="button"
            class="primary"
            onClick={() => {
              send({ type: 'removeAgent', id: agent.id });
              close();
            }}
          >
            Yes, remove
          </button>
          <button type="button" class="secondary" onClick={close}>
            Keep
          </button>
        </div>
      )}
    </li>
  );
}

function Facts({ agent, now }: { readonly agent: AgentView; readonly now: number }) {
  return (
    <dl class="agent-facts">
      <div>
        <dt>Doing</dt>
        <dd>{agent.lastAction === null ? 'Nothing yet' : <Exact text={agent.lastAction} />}</dd>
      </div>
      <div>
        <dt>Score</dt>
        <dd>{agent.lastScore === null ? '–' : <ScoreBadge score={agent.lastScore} />}</dd>
      </div>
      <div>
        <dt>Last seen</dt>
        <dd>
          <time dateTime={agent.lastSeen} title={formatTime(agent.lastSeen)}>
            {formatAgo(agent.lastSeen, now)}
          </time>
        </dd>
      </div>
      <div>
        <dt>Registered</dt>
        <dd>
          <time dateTime={agent.registeredAt} title={formatTime(agent.registeredAt)}>
            {formatAgo(agent.registeredAt, now)}
          </time>{' '}
          by <Exact text={agent.owner} />
        </dd>
      </div>
    </dl>
  );
}

function Opener(props: {
  readonly text: string;
  readonly what: NonNullable<Open>;
  readonly open: Open;
  readonly onOpen: (open: Open) => void;
}) {
  const isOpen = props.open === props.what;
  return (
    <button
      type="button"
      class="secondary"
      aria-expanded={isOpen}
      onClick={() => {
        props.onOpen(isOpen ? undefined : props.what);
      }}
    >
      {props.what === 'remove' && <Icon name="remove" />} {props.text}
    </button>
  );
}
