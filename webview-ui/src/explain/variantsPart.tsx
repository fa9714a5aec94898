import type { VariantRow } from '../../../src/protocol/explain';
import { Command } from '../common/command';
import { DecisionBadge } from '../common/decisionBadge';
import { Exact, Sentence, Words } from '../common/exactText';
import { Filled } from '../common/filledText';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { visibleText } from '../common/visibleText';
import type { Shown } from './state';

/** The evaluated changes of the command and the policy, those that change the verdict first. */
export function VariantsPart({
  shown,
  onTake,
}: {
  readonly shown: Shown;
  readonly onTake: (command: string) => void;
}) {
  const { variants, explained } = shown;
  if (variants?.length === 0) return null;
  const isChange = ({ decision }: VariantRow): boolean => decision !== explained.decision;
  const changes = (variants ?? []).filter(isChange);
  const same = (variants ?? []).filter((variant) => !isChange(variant));
  return (
    <section class="block" aria-labelledby="variants">
      <h2 id="variants">{t('variantsHeading')}</h2>
      <p class="hint">{t('variantsAbout')}</p>
      {variants === undefined && <Notice tone="busy" message={t('variantsBusy')} />}
      {variants !== undefined && changes.length === 0 && <p>{t('noChangeFound')}</p>}
      <List rows={changes} onTake={onTake} />
      {same.length > 0 && (
        <details>
          <summary>{counted('sameVerdict', same.length)}</summary>
          <List rows={same} onTake={onTake} />
        </details>
      )}
    </section>
  );
}

function List(props: {
  readonly rows: readonly VariantRow[];
  readonly onTake: (command: string) => void;
}) {
  if (props.rows.length === 0) return null;
  return (
    <ul class="rows">
      {props.rows.map((row, index) => (
        <li key={index} class="row">
          <span class="row-name">
            <VariantText row={row} />
          </span>
          <DecisionBadge decision={row.decision} />
          {'command' in row && (
            <span class="row-command">
              <Command text={row.command} limit={200} />{' '}
              <button
                type="button"
                class="link"
                aria-label={`${t('explainThis')}: ${visibleText(row.command.slice(0, 80))}`}
                onClick={() => {
                  props.onTake(row.command);
                }}
              >
                {t('explainThis')}
              </button>
            </span>
          )}
          <span class="hint row-reason">
            <Sentence text={row.reason} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function VariantText({ row }: { readonly row: VariantRow }) {
  switch (row.type) {
    case 'withoutRules': {
      const names = <Words text={row.names.map((name) => `“${name}”`).join(', ')} />;
      const text = row.names.length === 1 ? 'variantWithoutRule' : 'variantWithoutRules';
      return <Filled text={text} parts={[names]} />;
    }
    case 'enforced':
      return <Filled text="variantEnforced" parts={[<Words text={`“${row.name}”`} />]} />;
    case 'paused':
      return <>{t('variantPaused')}</>;
    case 'instead':
      return <>{t('variantInstead')}</>;
    case 'without':
      return <Filled text="variantWithout" parts={[<Exact text={row.part} />]} />;
    case 'replaced':
      return (
        <Filled
          text="variantReplaced"
          parts={[<Exact text={row.part} />, <Exact text={row.by} />]}
        />
      );
  }
}
