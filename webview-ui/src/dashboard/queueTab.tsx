import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabelChoice } from '../../../src/core/label';
import type { ModelState, QueueItem, QueueState } from '../../../src/protocol/dashboard';
import type { DashboardState, Expected } from './state';
import { Bar } from '../common/bar';
import { Command } from '../common/command';
import { formatShare } from '../common/format';
import { Icon } from '../common/icon';
import { useKeys } from '../common/keys';
import { useShowMore } from '../common/list';
import { Notice } from '../common/notice';
import { counted, t, type TextKey } from '../common/texts';
import { shortText } from '../common/visibleText';
import { KeyHelp, LABEL_KEYS } from './labelKeys';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';
import { Training } from './training';

interface QueueTabProps {
  readonly queue: Expected<QueueState>;
  readonly model: Expected<ModelState>;
  readonly failure: DashboardState['failure'];
  readonly send: Send;
}

type Item = Pick<QueueItem, 'eventId' | 'command'>;

/** The commands whose labels would improve the model most, one of each shape. */
export function QueueTab({ queue, model, failure, send }: QueueTabProps) {
  const root = useRef<HTMLDivElement>(null);
  const undoButton = useRef<HTMLButtonElement>(null);
  const labels = useLabels(send, failure);
  const items = (queue.state === 'ready' ? queue.items : []).filter(
    ({ eventId }) => !labels.hidden.has(eventId),
  );
  const focusNext = useFocusOn(root, items, undoButton);
  const label = (index: number, choice: LabelChoice): void => {
    const item = items[index];
    if (item === undefined) return;
    focusNext({ index });
    labels.give(item, choice);
  };
  const undo = (): void => {
    const item = labels.undo();
    if (item !== undefined) focusNext({ eventId: item.eventId });
  };
  useKeys(root, (key) => {
    const row = currentRow(root.current);
    const choice = LABEL_KEYS.get(key);
    if (choice !== undefined) label(row ?? 0, choice);
    else if (key === 'z') undo();
    else if (key === 'arrowdown') focusRow(root.current, row === undefined ? 0 : row + 1);
    else if (key === 'arrowup') focusRow(root.current, row === undefined ? 0 : row - 1);
    else return false;
    return items.length > 0 || key === 'z';
  });
  return (
    <div ref={root}>
      <TabHeader title={t('labelQueue')} about={t('queueAbout')}>
        <button
          type="button"
          class="secondary"
          ref={undoButton}
          disabled={!labels.canUndo}
          onClick={undo}
        >
          {t('undoLabel')}
        </button>
        <RefreshButton send={send} tab="queue" />
      </TabHeader>
      <p class="hint" role="status">
        {labels.announcement}
      </p>
      {queue.state === 'loading' &&
        (model.state === 'training' ? (
          <Training model={model} send={send} />
        ) : (
          <Notice tone="busy" message={t('loadingQueue')} />
        ))}
      {queue.state === 'failed' && (
        <FailedState message={queue.message} hint={queue.hint} send={send} tab="queue" />
      )}
      {queue.state === 'ready' && items.length === 0 && (
        <Notice tone="info" message={t('nothingToLabel')} hint={queue.note}>
          {queue.noHistory && (
            <SendButton send={send} message={{ type: 'setUp' }} kind="primary">
              {t('setUp')}
            </SendButton>
          )}
        </Notice>
      )}
      {items.length > 0 && <Queue items={items} send={send} onLabel={label} />}
    </div>
  );
}

/**
 * The labels given on this page, of which the last one can be undone. A labelled command is hidden
 * immediately.
 */
function useLabels(send: Send, failure: DashboardState['failure']) {
  const [given, setGiven] = useState<readonly Item[]>([]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    // The last label may not have been stored.
    if (failure !== undefined) setHidden(new Set());
  }, [failure]);
  return {
    hidden,
    announcement,
    canUndo: given.length > 0,
    give: (item: Item, label: LabelChoice): void => {
      setGiven([...given, item]);
      setHidden(new Set([...hidden, item.eventId]));
      setAnnouncement(t('labelledAs', nameOf(item), t(label)));
      send({ type: 'label', eventId: item.eventId, label });
    },
    undo: (): Item | undefined => {
      const last = given.at(-1);
      if (last === undefined) return undefined;
      setGiven(given.slice(0, -1));
      setHidden(new Set([...hidden].filter((id) => id !== last.eventId)));
      setAnnouncement(t('labelUndone', nameOf(last)));
      send({ type: 'label', eventId: last.eventId, label: 'none' });
      return last;
    },
  };
}

/** The new position of the focus: the row at an index, or the row of a command once it exists. */
type FocusTarget = { readonly index: number } | { readonly eventId: string };

/**
 * Moves the focus after the rows have changed, because the pressed button is removed with its row.
 */
function useFocusOn(
  root: { readonly current: HTMLElement | null },
  items: readonly QueueItem[],
  otherwise: { readonly current: HTMLElement | null },
): (target: FocusTarget) => void {
  const target = useRef<FocusTarget | undefined>(undefined);
  const ids = items.map(({ eventId }) => eventId).join('\n');
  useEffect(() => {
    const wanted = target.current;
    if (wanted === undefined) return;
    const index =
      'index' in wanted
        ? Math.min(wanted.index, items.length - 1)
        : items.findIndex(({ eventId }) => eventId === wanted.eventId);
    if (index < 0 && 'eventId' in wanted) return;
    target.current = undefined;
    if (index < 0) otherwise.current?.focus();
    else focusRow(root.current, index);
  }, [ids]);
  return (next) => {
    target.current = next;
  };
}

function rowsOf(root: HTMLElement | null): readonly Element[] {
  return Array.from(root?.querySelectorAll('.queue > li') ?? []);
}

/** The index of the row that has the focus. */
function currentRow(root: HTMLElement | null): number | undefined {
  const at = rowsOf(root).findIndex((row) => row.contains(document.activeElement));
  return at < 0 ? undefined : at;
}

function focusRow(root: HTMLElement | null, index: number): void {
  rowsOf(root)[index]?.querySelector<HTMLElement>('.choices > button')?.focus();
}

function nameOf({ command }: Item): string {
  return shortText(command);
}

function Queue(props: {
  readonly items: readonly QueueItem[];
  readonly send: Send;
  readonly onLabel: (index: number, label: LabelChoice) => void;
}) {
  const { items, send, onLabel } = props;
  const { shown, more } = useShowMore(items, 25);
  return (
    <>
      <KeyHelp />
      <ol class="queue" aria-label={t('commandsToLabel')}>
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
                <Bar share={item.risk} />{' '}
                <span class="queue-risk">{t('risk', formatShare(item.risk))}</span> ·{' '}
                {reasonToAsk(item)}
              </p>
            </div>
            <Choices
              item={item}
              onLabel={(label) => {
                onLabel(index, label);
              }}
            />
          </li>
        ))}
      </ol>
      {more}
    </>
  );
}

/** Why a label of the command is useful. */
function reasonToAsk({ risk, seen }: QueueItem): string {
  return `${t(judgement(risk))}; ${counted('seenTimes', seen)}`;
}

/** The model's estimate in words that are consistent with the percentage shown. */
function judgement(risk: number): TextKey {
  if (risk >= 0.95) return 'surelyUnsafe';
  if (risk >= 0.65) return 'probablyUnsafe';
  if (risk > 0.35) return 'modelUndecided';
  return risk > 0.05 ? 'probablySafe' : 'surelySafe';
}

const CHOICES = ['safe', 'unsafe', 'unknown'] as const;

function Choices(props: {
  readonly item: QueueItem;
  readonly onLabel: (label: LabelChoice) => void;
}) {
  return (
    <div class="choices" role="group" aria-label={t('labelOf', nameOf(props.item))}>
      {CHOICES.map((label) => (
        <button
          key={label}
          type="button"
          class="secondary"
          onClick={() => {
            props.onLabel(label);
          }}
        >
          <Icon name={label} /> {t(label)}
        </button>
      ))}
    </div>
  );
}
