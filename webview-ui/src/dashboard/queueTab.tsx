import { useEffect, useRef } from 'preact/hooks';
import type { QueueItem, QueueState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { Bar } from '../common/bar';
import { Command } from '../common/command';
import { formatShare, plural } from '../common/format';
import { Icon } from '../common/icon';
import { useMore } from '../common/list';
import { Notice } from '../common/notice';
import { cutText, visibleText } from '../common/visibleText';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

/** Commands whose label would teach the model most, one of each shape. */
export function QueueTab({
  queue,
  send,
}: {
  readonly queue: Expected<QueueState>;
  readonly send: Send;
}) {
  return (
    <>
      <TabHeader
        title="Label queue"
        about="Most useful first: commands the model is least sure of and sees most often. A label counts for every command of the same shape."
      >
        <RefreshButton send={send} tab="queue" />
      </TabHeader>
      {queue.state === 'loading' && (
        <Notice tone="busy" message="Looking for commands worth a label…" />
      )}
      {queue.state === 'failed' && (
        <FailedState message={queue.message} hint={queue.hint} send={send} tab="queue" />
      )}
      {queue.state === 'ready' && queue.items.length === 0 && (
        <Notice tone="info" message="Nothing to label." hint={queue.note} />
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
    // The buttons just pressed are gone with their command: go on at the one that took its place.
    const next = list.current?.children[Math.min(at, items.length - 1)];
    next?.querySelector<HTMLButtonElement>('.choices button')?.focus();
  }, [items]);
  return (
    <>
      <ol class="queue" ref={list} aria-label="Commands to label">
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
                Risk {formatShare(item.risk)} <Bar share={item.risk} /> ·{' '}
                {plural(item.seen, 'event')} of this shape
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

const CHOICES = [
  { label: 'safe', text: 'Safe' },
  { label: 'unsafe', text: 'Unsafe' },
  { label: 'unknown', text: 'Cannot say' },
] as const;

function Choices({ item, send }: { readonly item: QueueItem; readonly send: Send }) {
  const name = visibleText(cutText(item.command, 60).text);
  return (
    <div class="choices" role="group" aria-label={`Label of ${name}`}>
      {CHOICES.map(({ label, text }) => (
        <SendButton
          key={label}
          send={send}
          message={{ type: 'label', eventId: item.eventId, label }}
        >
          <Icon name={label} /> {text}
        </SendButton>
      ))}
    </div>
  );
}
