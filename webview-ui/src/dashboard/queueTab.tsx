import { useEffect, useRef } from 'preact/hooks';
import type { QueueItem, QueueState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { Bar } from '../common/bar';
import { Command } from '../common/command';
import { formatShare } from '../common/format';
import { Icon } from '../common/icon';
import { useMore } from '../common/list';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { cutText, visibleText } from '../common/visibleText';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

/** The commands whose labels improve the model most, one of each shape. */
export function QueueTab({
  queue,
  send,
}: {
  readonly queue: Expected<QueueState>;
  readonly send: Send;
}) {
  return (
    <>
      <TabHeader title={t('labelQueue')} about={t('queueAbout')}>
        <RefreshButton send={send} tab="queue" />
      </TabHeader>
      {queue.state === 'loading' && <Notice tone="busy" message={t('loadingQueue')} />}
      {queue.state === 'failed' && (
        <FailedState message={queue.message} hint={queue.hint} send={send} tab="queue" />
      )}
      {queue.state === 'ready' && queue.items.length === 0 && (
        <Notice tone="info" message={t('nothingToLabel')} hint={queue.note} />
      )}
      {queue.state === 'ready' && queue.items.length > 0 && (
        <Queue items={queue.items} send={send} />
      )}
    </>
  );
}

function Queue({ items, send }: { readonly items: readonly QueueItem[]; readonly send: Send }) {
  const { shown, more } = useMore(items, 25);
  const list = useRef<HTMLOListElement>(null);
  const labelledAt = useRef<number | undefined>(undefined);
  useEffect(() => {
    const at = labelledAt.current;
    if (at === undefined) return;
    labelledAt.current = undefined;
    // The pressed button was removed with its command: move the focus to the command that took its place.
    const next = list.current?.children[Math.min(at, items.length - 1)];
    next?.querySelector<HTMLButtonElement>('.choices > button')?.focus();
  }, [items]);
  return (
    <>
      <ol class="queue" ref={list} aria-label={t('commandsToLabel')}>
        {shown.map((item, index) => (
          <li key={item.eventId}>
            <div class="queue-text">
              <Command
                text={item.command}
                omitted={item.omitted}
                onOpen={() => {
                  send({ type: 'openCommand', eventId: item.eventId });
                }}
              />
              <p class="hint">
                {t('risk', formatShare(item.risk))} <Bar share={item.risk} /> ·{' '}
                {counted('eventsOfShape', item.seen)}
              </p>
            </div>
            <Choices
              item={item}
              send={(message) => {
                labelledAt.current = index;
                send(message);
              }}
            />
          </li>
        ))}
      </ol>
      {more}
    </>
  );
}

const CHOICES = ['safe', 'unsafe', 'unknown'] as const;

function Choices({ item, send }: { readonly item: QueueItem; readonly send: Send }) {
  const name = visibleText(cutText(item.command, 60).text);
  return (
    <div class="choices" role="group" aria-label={t('labelOf', name)}>
      {CHOICES.map((label) => (
        <SendButton
          key={label}
          send={send}
          message={{ type: 'label', eventId: item.eventId, label }}
        >
          <Icon name={label} /> {t(label)}
        </SendButton>
      ))}
    </div>
  );
}
