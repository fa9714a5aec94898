import { hasSession, ownerName } from '../../../src/core/agent';
import { Badge, RiskBadge } from '../common/badge';
import { Exact, Sentence, Words } from '../common/exactText';
import { formatAgo, formatTime } from '../common/format';
import { Filled } from '../common/filledText';
import { Icon } from '../common/icon';
import { t } from '../common/texts';
import { visibleText } from '../common/visibleText';
import { newForm, type AgentForm } from './agentDraft';
import { StatusForm, UpdateForm } from './agentForms';
import type { AgentView } from './agentView';
import type { Send } from './section';

/** The tone of each status. */
export const STATUS_TONES = { idle: 'plain', running: 'good', blocked: 'bad' } as const;

interface AgentCardProps {
  readonly agent: AgentView;
  /** The open form. */
  readonly form: AgentForm | undefined;
  readonly onForm: (form: AgentForm | undefined) => void;
  readonly send: Send;
  readonly now: number;
}

/** The card of an agent: its status, and buttons that open forms, of which at most one is open. */
export function AgentCard({ agent, form, onForm, send, now }: AgentCardProps) {
  const explained = agent.lastBlocked?.eventId ?? (isBlocked(agent) ? agent.id : undefined);
  const close = (): void => {
    onForm(undefined);
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
        <Badge tone={STATUS_TONES[agent.status]} icon={agent.status}>
          {t(agent.status)}
        </Badge>
        {agent.stale && (
          <Badge tone="warn" icon="stale" title={t('staleTitle')}>
            {t('stale')}
          </Badge>
        )}
      </p>
      {agent.status === 'blocked' && (
        <p>
          <strong>{t('blockedBecause')}</strong>{' '}
          {agent.blockedReason === null ? t('noReason') : <Sentence text={agent.blockedReason} />}
        </p>
      )}
      <Facts agent={agent} now={now} />
      <div class="actions" role="group" aria-labelledby={`agent-${agent.id}`}>
        {hasSession(agent) && (
          <button
            type="button"
            class="secondary"
            aria-label={t('showCommandsOf', visibleText(agent.name))}
            onClick={() => {
              send({ type: 'showSession', agentId: agent.id });
            }}
          >
            {t('showCommands')}
          </button>
        )}
        {explained !== undefined && (
          <button
            type="button"
            class="secondary"
            aria-label={t(
              agent.lastBlocked === undefined ? 'whyBlockedOf' : 'whyLastBlockedOf',
              visibleText(agent.name),
            )}
            onClick={() => {
              send({ type: 'explain', subjectId: explained });
            }}
          >
            {agent.lastBlocked === undefined ? t('whyBlocked') : t('whyLastBlocked')}
          </button>
        )}
        <Opener text={t('update')} what="update" {...{ agent, form, onForm }} />
        <Opener text={t('setStatus')} what="status" {...{ agent, form, onForm }} />
        <Opener text={t('removeAgent')} what="remove" {...{ agent, form, onForm }} />
      </div>
      <OpenForm {...{ agent, form, onForm, send }} onDone={close} />
    </li>
  );
}

/** The form of a card that is open, if any. */
function OpenForm(props: Omit<AgentCardProps, 'now'> & { readonly onDone: () => void }) {
  const { agent, form, onForm, send, onDone } = props;
  switch (form?.form) {
    case undefined:
      return null;
    case 'update':
      return <UpdateForm {...{ agent, form, onForm, send, onDone }} />;
    case 'status':
      return <StatusForm {...{ agent, form, onForm, send, onDone }} />;
    case 'remove':
      return (
        <div class="actions confirm" role="group" aria-label={t('confirmRemoveOf', agent.name)}>
          <span>{t('confirmRemove')}</span>
          <button
            type="button"
            class="primary"
            onClick={() => {
              send({ type: 'removeAgent', id: agent.id });
              onDone();
            }}
          >
            {t('yesRemove')}
          </button>
          <button type="button" class="secondary" onClick={onDone}>
            {t('keepAgent')}
          </button>
        </div>
      );
  }
}

/** Whether the command at which the agent was stopped can be explained. */
function isBlocked(agent: AgentView): boolean {
  return hasSession(agent) && agent.status === 'blocked';
}

function Facts({ agent, now }: { readonly agent: AgentView; readonly now: number }) {
  return (
    <dl class="agent-facts">
      <div>
        <dt>{t('currentAction')}</dt>
        <dd>{agent.lastAction === null ? t('noAction') : <Exact text={agent.lastAction} />}</dd>
      </div>
      {agent.lastScore !== null && !hasSession(agent) && (
        <div>
          <dt>{t('riskColumn')}</dt>
          <dd>
            <RiskBadge risk={(100 - agent.lastScore) / 100} />
          </dd>
        </div>
      )}
      {agent.lastBlocked !== undefined && (
        <div>
          <dt>{t('lastBlocked')}</dt>
          <dd>
            {agent.lastBlocked.title !== undefined && (
              <>
                <Sentence text={agent.lastBlocked.title} />,{' '}
              </>
            )}
            <time dateTime={agent.lastBlocked.ts} title={formatTime(agent.lastBlocked.ts)}>
              {formatAgo(agent.lastBlocked.ts, now)}
            </time>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('lastActivity')}</dt>
        <dd>
          <time dateTime={agent.lastSeen} title={formatTime(agent.lastSeen)}>
            {formatAgo(agent.lastSeen, now)}
          </time>
        </dd>
      </div>
      <div>
        <dt>{t('registered')}</dt>
        <dd>
          <Filled
            text="registeredBy"
            parts={[
              <time dateTime={agent.registeredAt} title={formatTime(agent.registeredAt)}>
                {formatAgo(agent.registeredAt, now)}
              </time>,
              <Words text={ownerName(agent)} />,
            ]}
          />
        </dd>
      </div>
    </dl>
  );
}

function Opener(props: {
  readonly text: string;
  readonly what: AgentForm['form'];
  readonly agent: AgentView;
  readonly form: AgentForm | undefined;
  readonly onForm: (form: AgentForm | undefined) => void;
}) {
  const isOpen = props.form?.form === props.what;
  return (
    <button
      type="button"
      class="secondary"
      aria-expanded={isOpen}
      onClick={() => {
        props.onForm(isOpen ? undefined : newForm(props.what, props.agent));
      }}
    >
      {props.what === 'remove' && <Icon name="remove" />} {props.text}
    </button>
  );
}
