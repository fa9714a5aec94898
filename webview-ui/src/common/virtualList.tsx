import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { RowHeights } from './rowHeights';

/** Number of extra rows rendered on each side, so that scrolling a little needs no new rows. */
const OVERSCAN = 12;
/** In pixels. */
const FIRST_HEIGHT = 32;
const LEAST_VIEW = 320;

interface ListProps {
  readonly count: number;
  readonly label: string;
  /**
   * The content of a row. `isCurrent`: the row has the keyboard focus; the controls of other rows are not tab stops.
   */
  readonly row: (at: number, isCurrent: boolean) => ComponentChildren;
  /** Called with the range of visible rows; `end` is exclusive. */
  readonly onShown: (first: number, end: number) => void;
}

interface Shown {
  readonly first: number;
  readonly end: number;
}

/**
 * A scrolling list of any length that renders only the visible rows and some around them. Arrow keys, Page Up, Page
 * Down, Home and End move between rows.
 */
export function VirtualList({ count, label, row, onShown }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const spaces = { above: useRef<HTMLDivElement>(null), below: useRef<HTMLDivElement>(null) };
  const [heights] = useState(() => new RowHeights(count, FIRST_HEIGHT));
  const view = useRef(LEAST_VIEW);
  heights.resize(count);
  const [topRow, setTopRow] = useState(0);
  const [current, setCurrent] = useState(0);
  /**
   * The row that the keyboard moved to. It gets the focus once it is rendered, and is kept visible while the heights of
   * rows change.
   */
  const target = useRef<{ readonly at: number; hasFocus: boolean } | undefined>(undefined);
  const leave = (): void => {
    target.current = undefined;
  };
  const shown = rowsInView(heights, topRow, view.current);
  useEffect(() => {
    onShown(shown.first, shown.end);
  });
  useLayoutEffect(() => {
    view.current = Math.max(box.current?.clientHeight ?? 0, LEAST_VIEW);
    const rows = Array.from(list.current?.children ?? []);
    heights.measure(
      shown.first,
      rows.map((one) => one.getBoundingClientRect().height),
    );
    // Without rendering again, because the space below may grow but the visible rows stay the same.
    setHeight(spaces.below, heights.top(count) - heights.top(shown.end));
    const wanted = target.current;
    const element = wanted === undefined ? undefined : rows[wanted.at - shown.first];
    if (wanted === undefined || !(element instanceof HTMLElement)) return;
    if (wanted.hasFocus) keepVisible(box, element);
    else {
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'nearest' });
      wanted.hasFocus = true;
    }
  });
  const move = (to: number): void => {
    const at = Math.max(0, Math.min(count - 1, to));
    target.current = { at, hasFocus: false };
    setCurrent(at);
    setTopRow(at);
    const isRendered = at >= shown.first && at < shown.end;
    if (box.current !== null && !isRendered) box.current.scrollTop = heights.top(at);
  };
  return (
    <div
      ref={box}
      class="virtual-list"
      role="group"
      aria-label={label}
      tabIndex={0}
      onWheel={leave}
      onPointerDown={leave}
      onScroll={() => {
        const top = heights.at(box.current?.scrollTop ?? 0);
        if (Math.abs(top - topRow) < OVERSCAN / 2) return;
        keepFocus(box, list, rowsInView(heights, top, view.current));
        setTopRow(top);
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const isRendered = current >= shown.first && current < shown.end;
        const from = isRendered ? current : heights.at(box.current?.scrollTop ?? 0);
        const to = rowAfter(event.key, from, heights, view.current);
        if (to === undefined) return;
        event.preventDefault();
        move(to);
      }}
    >
      <div ref={spaces.above} style={{ height: `${heights.top(shown.first)}px` }} />
      <ul ref={list}>
        {Array.from({ length: shown.end - shown.first }, (_, index) => {
          const at = shown.first + index;
          return (
            <li
              key={at}
              tabIndex={-1}
              aria-setsize={count}
              aria-posinset={at + 1}
              onFocusIn={() => {
                setCurrent(at);
              }}
            >
              {row(at, at === current)}
            </li>
          );
        })}
      </ul>
      <div ref={spaces.below} />
    </div>
  );
}

/** The rows to show if the top row is `topRow`. */
function rowsInView(heights: RowHeights, topRow: number, viewPx: number): Shown {
  const bottom = heights.top(topRow) + viewPx;
  return {
    first: Math.max(0, Math.min(topRow, heights.count - 1) - OVERSCAN),
    end: Math.min(heights.count, heights.at(bottom) + 1 + OVERSCAN),
  };
}

/** The row that a key moves to; undefined for other keys. */
function rowAfter(
  key: string,
  from: number,
  heights: RowHeights,
  viewPx: number,
): number | undefined {
  const top = heights.top(from);
  switch (key) {
    case 'ArrowDown':
      return from + 1;
    case 'ArrowUp':
      return from - 1;
    case 'PageDown':
      return Math.max(from + 1, heights.at(top + viewPx));
    case 'PageUp':
      return Math.min(from - 1, heights.at(top - viewPx));
    case 'Home':
      return 0;
    case 'End':
      return heights.count - 1;
    default:
      return undefined;
  }
}

/**
 * Moves the focus to the list before the row with the focus is removed; otherwise the focus would move to the start of
 * the page.
 */
function keepFocus(
  box: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  { first, end }: Shown,
): void {
  const rows = Array.from(list.current?.children ?? []);
  const focused = rows.find((row) => row.contains(document.activeElement));
  const at = Number(focused?.getAttribute('aria-posinset')) - 1;
  if (focused !== undefined && (at < first || at >= end))
    box.current?.focus({ preventScroll: true });
}

/** Scrolls the list, but none of its ancestors. */
function keepVisible(box: RefObject<HTMLElement | null>, row: Element): void {
  const view = box.current;
  if (view === null) return;
  const [rowRect, viewRect] = [row.getBoundingClientRect(), view.getBoundingClientRect()];
  view.scrollTop +=
    Math.max(0, rowRect.bottom - viewRect.bottom) - Math.max(0, viewRect.top - rowRect.top);
}

function setHeight(element: RefObject<HTMLElement | null>, px: number): void {
  if (element.current !== null) element.current.style.height = `${px}px`;
}
