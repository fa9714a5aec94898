import { Tab } from '../../../src/protocol/dashboard';
import { formatCount } from '../common/format';
import { t, type TextKey } from '../common/texts';

const TITLES: Readonly<Record<Tab, TextKey>> = {
  overview: 'tabOverview',
  history: 'tabHistory',
  queue: 'tabQueue',
  model: 'tabModel',
  agents: 'tabAgents',
  check: 'tabCheck',
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
  /** A count next to the title of a tab, with a description for screen readers. */
  readonly counts: Partial<Record<Tab, { readonly count: number; readonly text: TextKey }>>;
  readonly onPick: (tab: Tab) => void;
}

/** The list of tabs: a single tab stop, with arrow keys to move within it. */
export function Tabs({ current, counts, onPick }: TabsProps) {
  const move = (event: KeyboardEvent): void => {
    const to = target(event.key, current);
    if (to === undefined) return;
    event.preventDefault();
    onPick(to);
    document.getElementById(tabId(to))?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t('dashboard')} onKeyDown={move}>
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
            {t(TITLES[tab])}
            {count !== undefined && count.count > 0 && (
              <>
                {' '}
                <span class="tab-count">
                  {formatCount(count.count)}
                  <span class="sr-only"> {t(count.text)}</span>
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
