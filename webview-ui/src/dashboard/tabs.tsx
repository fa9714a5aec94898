import { Tab } from '../../../src/protocol/dashboard';

const TITLES: Readonly<Record<Tab, string>> = {
  history: 'History',
  queue: 'Label Queue',
  model: 'Model',
  agents: 'Agents',
  check: 'Check a Command',
};

/** The id of a tab's panel. */
export function panelId(tab: Tab): string {
  return `panel-${tab}`;
}

/** The id of a tab. */
export function tabId(tab: Tab): string {
  return `tab-${tab}`;
}

interface TabsProps {
  readonly current: Tab;
  /** A count beside a tab's name, with the word that says what it counts. */
  readonly counts: Partial<Record<Tab, { readonly count: number; readonly word: string }>>;
  readonly onPick: (tab: Tab) => void;
}

/** The tab row: one stop for Tab, arrows within. */
export function Tabs({ current, counts, onPick }: TabsProps) {
  const move = (event: KeyboardEvent): void => {
    const to = target(event.key, current);
    if (to === undefined) return;
    event.preventDefault();
    onPick(to);
    document.getElementById(tabId(to))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Dashboard" onKeyDown={move}>
      {Tab.options.map((tab) => {
        const count = counts[tab];
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            id={tabId(tab)}
            aria-selected={tab === current}
            aria-controls={panelId(tab)}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => {
              onPick(tab);
            }}
          >
            {TITLES[tab]}
            {count !== undefined && count.count > 0 && (
              <>
                {' '}
                <span class="tab-count">
                  {count.count}
                  <span class="sr-only"> {count.word}</span>
                </span>
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}

function target(key: string, current: Tab): Tab | undefined {
  const tabs = Tab.options;
  const at = tabs.indexOf(current);
  switch (key) {
    case 'ArrowRight':
      return tabs[(at + 1) % tabs.length];
    case 'ArrowLeft':
      return tabs[(at + tabs.length - 1) % tabs.length];
    case 'Home':
      return tabs[0];
    case 'End':
      return tabs.at(-1);
    default:
      return undefined;
  }
}
