import type { ComponentChildren } from 'preact';
import type { ExplainedAction } from '../../../src/protocol/explain';
import { Badge } from '../common/badge';
import { Exact, Words } from '../common/exactText';
import { Filled } from '../common/filledText';
import { counted, t } from '../common/texts';
import type { Shown } from './state';

type Word = ExplainedAction['operands'][number];

/** The programs that a command runs, and the views that rules are matched against. */
export function ActionsPart({ shown }: { readonly shown: Shown }) {
  const { actions, moreActions, views, moreViews } = shown.explained;
  return (
    <section class="block" aria-labelledby="actions">
      <h2 id="actions">{t('actionsHeading')}</h2>
      {actions.length === 0 && <p>{t('noActions')}</p>}
      <ol class="actions-list">
        {actions.map((action, index) => (
          <li key={index} class="action">
            <Action action={action} number={index + 1} />
          </li>
        ))}
      </ol>
      {moreActions > 0 && <p class="hint">{counted('moreActions', moreActions)}</p>}
      {views.length > 0 && (
        <details>
          <summary>{t('viewsHeading')}</summary>
          <p class="hint">{t('viewsAbout')}</p>
          <ul class="views">
            {views.map(({ kind, text, inert }, index) => (
              <li key={index}>
                <span class="view-kind">{kind}</span> <Exact text={text} />
                {inert && <span class="hint"> ({t('viewInert')})</span>}
              </li>
            ))}
          </ul>
          {moreViews > 0 && <p class="hint">{counted('moreViews', moreViews)}</p>}
        </details>
      )}
    </section>
  );
}

function Action({ action, number }: { readonly action: ExplainedAction; readonly number: number }) {
  const { name, options, operands, redirects, folder, sudo, certain, inert } = action;
  return (
    <>
      <p class="action-name">
        <span class="action-mark" aria-hidden="true">
          {String(number)}
        </span>{' '}
        <Exact text={name} />{' '}
        {certain ? (
          <Badge tone="plain" icon="applied">
            {t('isCertain')}
          </Badge>
        ) : (
          <Badge tone="plain" icon="unknown" title={t('mayRunTitle')}>
            {t('mayRun')}
          </Badge>
        )}
        {sudo && (
          <Badge tone="warn" icon="unsafe" title={t('asRootTitle')}>
            {t('asRoot')}
          </Badge>
        )}
        {inert !== undefined && (
          <Badge tone="good" icon="safe">
            <Filled text="isInert" parts={[<Exact text={inert} />]} />
          </Badge>
        )}
      </p>
      <dl class="facts">
        {options.length > 0 && (
          <Fact name={t('optionsOf')}>
            {options.map(({ name: option, value }, index) => (
              <li key={index}>
                <Exact text={option} />
                {value !== undefined && (
                  <>
                    {' '}
                    <WordText word={value} />
                  </>
                )}
              </li>
            ))}
          </Fact>
        )}
        {operands.length > 0 && (
          <Fact name={t('targetsOf')}>
            {operands.map((word, index) => (
              <li key={index}>
                <WordText word={word} />
              </li>
            ))}
          </Fact>
        )}
        {redirects.length > 0 && (
          <Fact name={t('redirectsOf')}>
            {redirects.map(({ op, target }, index) => (
              <li key={index}>
                <Exact text={op} /> <WordText word={target} />
              </li>
            ))}
          </Fact>
        )}
        {folder !== undefined && (
          <Fact name={t('runsIn')}>
            <li>
              <Exact text={folder} />
            </li>
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact(props: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <ul>{props.children}</ul>
      </dd>
    </div>
  );
}

/** Replaces text in derived views that the program only prints, stores or searches for. */
const HIDDEN_DATA = '_';

/** A word as written, and each target that it names: the resolved path and its class. */
function WordText({ word: { shown, targets } }: { readonly word: Word }) {
  if (shown === HIDDEN_DATA && targets.length === 0)
    return <span class="hint">{t('dataWord')}</span>;
  return (
    <>
      <Exact text={shown} />
      {targets.map(({ path, class: of }, index) => (
        <span key={index} class="target">
          {path !== shown && (
            <>
              {' '}
              → <Exact text={path} />
            </>
          )}{' '}
          <span class="target-class">
            <Words text={of} />
          </span>
        </span>
      ))}
    </>
  );
}
