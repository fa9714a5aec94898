import type { FromExplain, MatchingRule, StarterRow } from '../../../src/protocol/explain';
import { Badge, EffectBadge } from '../common/badge';
import { Exact, Sentence, Words } from '../common/exactText';
import { Filled } from '../common/filledText';
import { Notice } from '../common/notice';
import { t } from '../common/texts';
import { visibleText } from '../common/visibleText';
import { StarterButton } from './starterButton';
import type { Shown } from './state';

const ROLE_TEXTS = {
  decides: 'roleDecides',
  weaker: 'roleWeaker',
  partial: 'rolePartial',
  shadow: 'roleShadow',
} as const;

/** All matching rules, and their effect on the verdict. */
export function RulesPart({
  shown,
  send,
}: {
  readonly shown: Shown;
  readonly send: (message: FromExplain) => void;
}) {
  const { explained, starter, categories } = shown;
  const { rules, builtIn } = explained;
  return (
    <section class="block" aria-labelledby="rules">
      <h2 id="rules">{t('rulesHeading')}</h2>
      {rules.length === 0 && builtIn === undefined ? (
        <p>{t('noRuleMatches')}</p>
      ) : (
        <p class="hint">{t('precedence')}</p>
      )}
      <ul class="rows">
        {builtIn !== undefined && (
          <li class="row">
            <EffectBadge effect={builtIn.decision} />
            <span class="row-name">{t('selfProtection')}</span>
            <Badge tone="plain" icon="info">
              {t('roleBuiltIn')}
            </Badge>
            <span class="row-reason">
              <Filled text="itChanges" parts={[<Words text={builtIn.is} />]} />
            </span>
          </li>
        )}
        {rules.map((rule) => (
          <Rule key={rule.id} rule={rule} category={categories.get(rule.id)} send={send} />
        ))}
        {(starter ?? []).map((rule, index) => (
          <Starter key={index} rule={rule} />
        ))}
      </ul>
      {starter === undefined && <Notice tone="busy" message={t('lookingForStarter')} />}
      {starter?.length === 0 && <p class="hint">{t('noStarter')}</p>}
      {starter !== undefined && starter.length > 0 && explained.enforced > 0 && (
        <div class="actions">
          <StarterButton send={send} />
        </div>
      )}
    </section>
  );
}

function Rule(props: {
  readonly rule: MatchingRule;
  readonly category: string | undefined;
  readonly send: (message: FromExplain) => void;
}) {
  const { id, effect, role, title, reason, instead, pattern, view } = props.rule;
  const name = title === '' ? pattern : title;
  return (
    <li class="row">
      <EffectBadge effect={effect} />
      <span class="row-name">
        {title === '' ? <Exact text={pattern} /> : <Sentence text={title} />}
      </span>
      {props.category !== undefined && (
        <span class="hint">
          <Words text={props.category} />
        </span>
      )}
      <Badge
        tone={role === 'decides' ? 'warn' : 'plain'}
        icon={role === 'decides' ? 'applied' : role === 'shadow' ? 'shadow' : 'same'}
      >
        {t(ROLE_TEXTS[role])}
      </Badge>
      <button
        type="button"
        class="link"
        aria-label={t('openRuleOf', visibleText(name.slice(0, 120)))}
        onClick={() => {
          props.send({ type: 'openRule', ruleId: id });
        }}
      >
        {t('openRule')}
      </button>
      {reason !== '' && (
        <span class="row-reason">
          <Sentence text={reason} />
        </span>
      )}
      {instead !== '' && (
        <span class="row-reason">
          <Filled text="insteadOf" parts={[<Sentence text={instead} />]} />
        </span>
      )}
      <span class="row-reason">
        <Filled text="matchesIn" parts={[<Exact text={view.kind} />, <Marked view={view} />]} />
      </span>
      {title !== '' && (
        <details class="row-reason">
          <summary>{t('rulePattern')}</summary>
          <Exact text={pattern} />
        </details>
      )}
    </li>
  );
}

function Marked({ view: { text, start, end } }: { readonly view: MatchingRule['view'] }) {
  return (
    <span class="marked">
      <Exact text={text.slice(0, start)} />
      <mark>
        <Exact text={text.slice(start, end)} />
      </mark>
      <Exact text={text.slice(end)} />
    </span>
  );
}

function Starter({ rule }: { readonly rule: StarterRow }) {
  const { effect, title, category, reason, part } = rule;
  return (
    <li class="row">
      <EffectBadge effect={effect} />
      <span class="row-name">
        <Sentence text={title} />
      </span>
      <span class="hint">
        <Words text={category} />
      </span>
      <Badge tone="plain" icon="none">
        {t('roleStarter')}
      </Badge>
      <span class="row-reason">
        <Sentence text={reason} />
      </span>
      <span class="row-reason">
        <Filled text="matchesPart" parts={[<Exact text={part} />]} />
      </span>
    </li>
  );
}
