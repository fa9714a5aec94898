import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabelChoice } from '../../../src/core/label';
import type { EventRow } from '../../../src/protocol/dashboard';
import { t } from '../common/texts';
import { shortText } from '../common/visibleText';
import { LABEL_KEYS } from './labelKeys';
import type { Send } from './section';

/** A label given by a key, and the label that it replaced. */
interface Given {
  readonly row: EventRow;
  readonly before: LabelChoice;
}

/**
 * Keys of the table: s, u and x label the row with the focus, z undoes the last label, the arrow
 * keys move. One row is in the tab order. `announcement`: the announcement for screen readers.
 */
export function useRowKeys(rows: readonly EventRow[], send: Send) {
  const table = useRef<HTMLTableSectionElement>(null);
  const [given, setGiven] = useState<readonly Given[]>([]);
  const [announcement, setAnnouncement] = useState('');
  const [current, setCurrent] = useState<string>();
  const wanted = useRef<number | undefined>(undefined);
  const ids = rows.map(({ id }) => id).join('\n');
  useEffect(() => {
    const index = wanted.current;
    wanted.current = undefined;
    // A filter may have hidden the row with the focus.
    if (index !== undefined && document.activeElement === document.body) {
      focusRow(table.current, Math.min(index, rows.length - 1));
    }
  }, [ids]);
  const label = (row: EventRow, choice: LabelChoice): void => {
    send({ type: 'label', eventId: row.id, label: choice });
    setAnnouncement(
      choice === 'none' ? t('labelUndone', nameOf(row)) : t('labelledAs', nameOf(row), t(choice)),
    );
  };
  const undo = (): void => {
    const last = given.at(-1);
    if (last === undefined) return;
    setGiven(given.slice(0, -1));
    label(last.row, last.before);
    const index = rows.findIndex(({ id }) => id === last.row.id);
    if (index >= 0) focusRow(table.current, index);
  };
  const onKey = (key: string, index: number, isSelect: boolean): boolean => {
    const row = rows[index];
    const choice = LABEL_KEYS.get(key);
    if (row !== undefined && choice !== undefined) {
      wanted.current = index;
      setGiven([...given, { row, before: row.label ?? 'none' }]);
      label(row, choice);
    } else if (key === 'z') undo();
    else if (isSelect) return false;
    else if (key === 'arrowdown') focusRow(table.current, index + 1);
    else if (key === 'arrowup') focusRow(table.current, index - 1);
    else return false;
    return true;
  };
  return {
    table,
    announcement,
    /** Whether this row is in the tab order. */
    isCurrent: (row: EventRow, index: number): boolean =>
      rows.some(({ id }) => id === current) ? row.id === current : index === 0,
    onFocus: (row: EventRow): void => {
      setCurrent(row.id);
    },
    onKeyDown: (event: KeyboardEvent): void => {
      const index = rowAt(table.current, event.target);
      if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const isSelect = event.target instanceof Element && event.target.matches('select');
      if (onKey(event.key.toLowerCase(), index, isSelect)) event.preventDefault();
    },
  };
}

function rowAt(table: Element | null, target: EventTarget | null): number {
  return Array.from(table?.children ?? []).findIndex(
    (row) => target instanceof Node && row.contains(target),
  );
}

function focusRow(table: Element | null, index: number): void {
  const row = table?.children[index];
  if (row instanceof HTMLElement) row.focus();
}

function nameOf({ command }: EventRow): string {
  return shortText(command);
}
