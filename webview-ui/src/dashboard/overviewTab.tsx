import type { AgentsState, OverviewState, QueueState, Tab } from '../../../src/protocol/dashboard';
import { EffectBadge } from '../common/badge';
import { Sentence, Words } from '../common/exactText';
import { formatAgo, formatCount, formatTime } from '../common/format';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { DayChart } from './dayChart';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';
import type { Expected } from './state';

type ReadyOverview = Extract<OverviewState, { state: 'ready' }>;

interface OverviewTabProps {
  readonly overview: Expected<OverviewState>;
  readonly queue: Expected<QueueState>;
  readonly agents: Expected<AgentsState>;
  readonly send: Send;
  readonly onTab: (tab: Tab) => void;
  readonly now: number;
}

/** Pending work, the activity of the last two weeks, and which rules matched. */
export function OverviewTab(props: OverviewTabProps) {
  return (
    <>
      <TabHeader title={t('overview')} about={t('overviewAbout')}>
        <RefreshButton send={props.send} tab="overview" />
      </TabHeader>
      <Body {...props} />
    </>
  );
}

function Body(props: OverviewTabProps) {
  const { overview, send } = props;
  switch (overview.state) {
    case 'loading':
      return <Notice tone="busy" message={t('loadingOverview')} />;
    case 'failed':
      return (
        <FailedState message={overview.message} hint={overview.hint} send={send} tab="overview" />
      );
    case 'ready':
      return (
        <>
          <Waiting {...props} overview={overview} />
          <div class="report">
            <section class="block">
              <h3>{t('lastDays')}</h3>
              <DayChart days={overview.days} />
            </section>
            <section class="block">
              <h3>{t('rulesThatMatched')}</h3>
              <Rules overview={overview} send={send} now={props.now} />
            </section>
            {overview.enforced + overview.shadow > 0 && (
              <section class="block coverage">
                <h3>{t('coverage')}</h3>
                <Coverage overview={overview} send={send} />
              </section>
            )}
          </div>
        </>
      );
  }
}

/** Decisions and problems that need the user, each with a button to open it. */
function Waiting({
  overview,
  queue,
  agents,
  send,
  onTab,
}: OverviewTabProps & { readonly overview: ReadyOverview }) {
  const { pending, lost, enforced, shadow } = overview;
  const toLabel = queue.state === 'ready' ? queue.items.length : 0;
  const listed = agents.state === 'ready' ? agents.agents : [];
  const blocked = listed.filter(({ status }) => status === 'blocked').length;
  const isEmpty = pending + lost.length + toLabel + blocked === 0;
  return (
    <>
      {enforced + shadow === 0 && (
        <Notice tone="warn" message={t('noRuleInForce')} hint={t('noRuleInForceHint')}>
          <SendButton send={send} message={{ type: 'setUp' }} kind="primary">
            {t('setUp')}
          </SendButton>
        </Notice>
      )}
      {lost.map((problem) => (
        <Notice key={problem} tone="failed" message={problem} />
      ))}
      <section class="block" aria-labelledby="waiting">
        <h3 id="waiting">{t('waitingForYou')}</h3>
        {isEmpty && <p class="hint">{t('nothingWaits')}</p>}
        <ul class="waiting">
          {pending > 0 && (
            <li>
              <SendButton send={send} message={{ type: 'showSuggestions' }} kind="link">
                {counted('suggestionsToReview', pending)}
              </SendButton>
            </li>
          )}
          {blocked > 0 && (
            <li>
              <TabLink tab="agents" onTab={onTab} text={counted('agentsBlocked', blocked)} />
            </li>
          )}
          {toLabel > 0 && (
            <li>
              <TabLink tab="queue" onTab={onTab} text={counted('commandsToLabel', toLabel)} />
            </li>
          )}
        </ul>
      </section>
    </>
  );
}

function TabLink(props: {
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly text: string;
}) {
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        props.onTab(props.tab);
      }}
    >
      {props.text}
    </button>
  );
}

/** The rules with the most hits, and the number of rules without hits. */
function Rules({
  overview: { rules, enforced, shadow, unused },
  send,
  now,
}: {
  readonly overview: ReadyOverview;
  readonly send: Send;
  readonly now: number;
}) {
  return (
    <>
      <p class="hint">
        {t('rulesInForce', formatCount(enforced), formatCount(shadow))}{' '}
        {unused > 0 && counted('rulesWithoutHits', unused)}
      </p>
      {rules.length > 0 && (
        <table class="grid matched">
          <thead>
            <tr>
              <th scope="col">{t('ruleColumn')}</th>
              <th scope="col" class="number">
                {t('hits')}
              </th>
              <th scope="col">{t('lastHit')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ id, title, effect, mode, hits, lastTs }) => (
              <tr key={id}>
                <td>
                  <EffectBadge effect={effect} mode={mode} />{' '}
                  <SendButton send={send} message={{ type: 'openRule', ruleId: id }} kind="link">
                    <Sentence text={title} />
                  </SendButton>
                </td>
                <td class="number">{formatCount(hits)}</td>
                <td>
                  <time dateTime={lastTs} title={formatTime(lastTs)}>
                    <Words text={formatAgo(lastTs, now)} />
                  </time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** For each category of starter rules, the number of rules in force, and the categories without any. */
function Coverage({
  overview: { categories },
  send,
}: {
  readonly overview: ReadyOverview;
  readonly send: Send;
}) {
  const covered = categories.filter(({ enforced, shadow }) => enforced + shadow > 0);
  const open = categories.filter(({ enforced, shadow }) => enforced + shadow === 0);
  return (
    <>
      {covered.length > 0 && (
        <table class="grid matched">
          <thead>
            <tr>
              <th scope="col">{t('categoryColumn')}</th>
              <th scope="col" class="number">
                {t('enforcedColumn')}
              </th>
              <th scope="col" class="number">
                {t('shadowColumn')}
              </th>
              <th scope="col" class="number">
                {t('hits')}
              </th>
            </tr>
          </thead>
          <tbody>
            {covered.map(({ title, enforced, shadow, hits }) => (
              <tr key={title}>
                <td>
                  <Words text={title} />
                </td>
                <td class="number">{formatCount(enforced)}</td>
                <td class="number">{formatCount(shadow)}</td>
                <td class="number">{formatCount(hits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open.length > 0 && (
        <>
          <p class="hint">
            {covered.length === 0 ? (
              t('noStarterInForce')
            ) : (
              <>
                {counted('openCategories', open.length)}{' '}
                <Words text={open.map(({ title }) => title).join(' · ')} />
              </>
            )}
          </p>
          <SendButton send={send} message={{ type: 'setUp' }} kind="link">
            {t('setUp')}
          </SendButton>
        </>
      )}
    </>
  );
}
