import type { FromSetup, RulesStep } from '../../../src/protocol/setup';
import { Command } from '../common/command';
import { Sentence, Words } from '../common/exactText';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';

type Category = RulesStep['categories'][number];

/** The categories of starter rules with their hits. The selected ones are reviewed together. */
export function RulesPart({
  step,
  isNext,
  leftOut,
  onLeaveOut,
  send,
}: {
  readonly step: RulesStep | undefined;
  /** Whether this is the first step that is not done. */
  readonly isNext: boolean;
  /**
   * The deselected categories. Everything is selected until the user deselects it, including categories that arrive
   * later.
   */
  readonly leftOut: ReadonlySet<string>;
  readonly onLeaveOut: (leftOut: ReadonlySet<string>) => void;
  readonly send: (message: FromSetup) => void;
}) {
  if (step === undefined) return <Notice tone="busy" message={t('testingRules')} />;
  const { enforced, shadow, events } = step;
  const offered = step.categories.filter(({ rules }) => rules > 0);
  const chosen = offered.filter(({ id }) => !leftOut.has(id));
  const rules = chosen.reduce((sum, category) => sum + category.rules, 0);
  const hasRules = enforced + shadow > 0;
  const isAll = chosen.length === offered.length;
  const toggle = (id: string): void => {
    const next = new Set(leftOut);
    if (!next.delete(id)) next.add(id);
    onLeaveOut(next);
  };
  return (
    <>
      {hasRules && (
        <p>
          {counted('enforced', enforced)}
          {shadow > 0 && ` · ${t('rulesInShadow', formatCount(shadow))}`}
        </p>
      )}
      {offered.length === 0 && <p>{t('allRulesInForce')}</p>}
      {offered.length > 0 && events === 0 && <p>{t('noHistoryToTest')}</p>}
      <ul class="rows" aria-label={t('stepRules')}>
        {offered.map((category) => (
          <CategoryRow
            key={category.id}
            category={category}
            events={events}
            isChosen={!leftOut.has(category.id)}
            onToggle={() => {
              toggle(category.id);
            }}
          />
        ))}
      </ul>
      {offered.some(({ unjudged = 0 }) => unjudged > 0) && <p class="hint">{t('unjudgedAbout')}</p>}
      {offered.length > 0 && (
        <div class="actions">
          <button
            type="button"
            class={isNext ? 'primary' : 'secondary'}
            disabled={chosen.length === 0}
            onClick={() => {
              send({ type: 'review', categories: chosen.map(({ id }) => id) });
            }}
          >
            {counted('reviewRules', rules)}
          </button>
          <button
            type="button"
            class="link"
            onClick={() => {
              onLeaveOut(new Set(isAll ? offered.map(({ id }) => id) : []));
            }}
          >
            {isAll ? t('selectNone') : t('selectAll')}
          </button>
        </div>
      )}
    </>
  );
}

function CategoryRow(props: {
  readonly category: Category;
  readonly events: number;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}) {
  const { id, title, rules, titles, inShadow, hits, unjudged = 0, examples } = props.category;
  const input = `category-${id}`;
  return (
    <li class="row row-choice">
      <input id={input} type="checkbox" checked={props.isChosen} onChange={props.onToggle} />
      <div class="row-body">
        <label htmlFor={input} class="row-name">
          <Words text={title} />
        </label>
        <span class="hint">
          {counted('rules', rules)}
          {props.events > 0 &&
            ` · ${hits === 0 ? t('wouldStopNone') : counted('wouldStop', hits, formatCount(props.events))}`}
          {unjudged > 0 && ` · ${counted('unjudgedByRules', unjudged)}`}
        </span>
        {inShadow > 0 && <p class="hint row-note">{counted('startInShadow', inShadow)}</p>}
        <details>
          <summary aria-label={t('rulesOf', title)}>{t('showRules')}</summary>
          <ul>
            {titles.map((rule) => (
              <li key={rule}>
                <Sentence text={rule} />
              </li>
            ))}
          </ul>
        </details>
        {examples.length > 0 && (
          <details>
            <summary aria-label={t('commandsOf', title)}>{t('showCommands')}</summary>
            <ul>
              {examples.map((command) => (
                <li key={command}>
                  <Command text={command} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}
