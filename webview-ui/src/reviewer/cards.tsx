import type { ComponentChildren } from 'preact';
import type { RuleToAdd, RuleToRemove } from '../../../src/protocol/reviewer';
import { Bar } from '../common/bar';
import { EffectBadge } from '../common/badge';
import { Command } from '../common/command';
import { Exact, Sentence, Words } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatPercent, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { counted, t } from '../common/texts';
import { EvidenceView } from './ruleEvidence';
import { confidenceLevel } from './reviewFacts';
import { PatternView } from './pattern';

/** A rule that the change adds. */
export function AddedCard(props: {
  readonly rule: RuleToAdd;
  readonly back: boolean;
  /** The suggestions that it comes from, if there are several. */
  readonly from?: ComponentChildren;
  /** Shown before the heading. */
  readonly tick?: ComponentChildren;
  /** Shown next to the heading. */
  readonly choice?: ComponentChildren;
  /** Shown below the heading. */
  readonly children?: ComponentChildren;
  /** The result of testing the rule on the history. */
  readonly live?: ComponentChildren;
  /** Number of commands that cannot be judged. */
  readonly unjudged: number;
}) {
  const { rule, back, from, tick, choice, children, live, unjudged } = props;
  return (
    <>
      <div class="card-head">
        {tick}
        <h3>
          <span class="sign">
            <Icon name="add" /> {back ? t('putBack') : t('add')}
          </span>{' '}
          <EffectBadge effect={rule.effect} mode={rule.mode} /> <Heading rule={rule} />
        </h3>
        {choice}
      </div>
      {from}
      <Pattern rule={rule} />
      {children}
      <Purpose rule={rule} />
      {rule.score !== undefined && (
        <p class="confidence">
          {t('confidenceOf', formatPercent(rule.score), t(confidenceLevel(rule.score)))}{' '}
          <Bar share={rule.score} />
        </p>
      )}
      {rule.evidence !== undefined && (
        <EvidenceView evidence={rule.evidence} effect={rule.effect} unjudged={unjudged} />
      )}
      {live ?? (rule.evidence === undefined && !back && <p class="hint">{t('ruleNotTested')}</p>)}
      <CheckedExamples match={rule.match ?? []} notMatch={rule.not_match ?? []} />
    </>
  );
}

/** The display name of a rule: its title, otherwise its pattern. */
function Heading({ rule: { title, pattern } }: { readonly rule: Named }) {
  return title === undefined ? <Exact text={pattern} /> : <Sentence text={title} />;
}

/** The pattern of a rule whose heading is its title. */
function Pattern({ rule: { title, pattern } }: { readonly rule: Named }) {
  return title === undefined ? null : <PatternView pattern={pattern} />;
}

type Named = Pick<RuleToAdd, 'title' | 'pattern'>;

/** The reason and the alternative of a rule, if it has them. */
function Purpose({ rule }: { readonly rule: Pick<RuleToAdd, 'reason' | 'instead'> }) {
  const { reason = '', instead } = rule;
  return (
    <>
      {reason !== '' && (
        <p>
          <Sentence text={reason} />
        </p>
      )}
      {instead !== undefined && (
        <p>
          <Filled text="instead" parts={[<Sentence text={instead} />]} />
        </p>
      )}
    </>
  );
}

/** Examples that were checked against the pattern when it was proposed. */
function CheckedExamples(props: {
  readonly match: readonly string[];
  readonly notMatch: readonly string[];
}) {
  const count = props.match.length + props.notMatch.length;
  if (count === 0) return null;
  return (
    <details>
      <summary>{counted('examplesChecked', count)}</summary>
      <ul>
        {props.match.map((text) => (
          <li key={text}>
            <Filled text="matches" parts={[<Command text={text} />]} />
          </li>
        ))}
        {props.notMatch.map((text) => (
          <li key={text}>
            <Filled text="doesNotMatch" parts={[<Command text={text} />]} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** A rule that the change removes. */
export function RemovedCard(props: {
  readonly rule: RuleToRemove;
  /** Absent if the rule is no longer in force, so that no view shows it. */
  readonly onOpen?: ((ruleId: string) => void) | undefined;
  readonly from?: ComponentChildren;
  /** The result of testing the rule on the history. */
  readonly live: ComponentChildren;
  /** Shown before the heading. */
  readonly tick?: ComponentChildren;
  /** Shown next to the heading. */
  readonly children: ComponentChildren;
}) {
  const { rule, onOpen, from, live, tick, children } = props;
  return (
    <>
      <div class="card-head">
        {tick}
        <h3>
          <span class="sign">
            <Icon name="remove" /> {t('remove')}
          </span>{' '}
          <EffectBadge effect={rule.effect} mode={rule.mode} /> <Heading rule={rule} />
        </h3>
        {children}
      </div>
      {from}
      <Pattern rule={rule} />
      <Purpose rule={rule} />
      <p class="hint">
        <Filled
          text={rule.confidence === null ? 'addedBy' : 'addedByWith'}
          parts={[
            <Words text={rule.addedBy} />,
            formatTime(rule.ts),
            formatPercent(rule.confidence ?? 0),
          ]}
        />{' '}
        {hitsText(rule)}{' '}
        {onOpen !== undefined && (
          <button
            type="button"
            class="link"
            aria-label={t('showRuleInRules', rule.pattern)}
            onClick={() => {
              onOpen(rule.id);
            }}
          >
            {t('showInRules')}
          </button>
        )}
      </p>
      {live}
    </>
  );
}

function hitsText(rule: RuleToRemove): string {
  if (rule.hits === undefined) return '';
  if (rule.hits.count === 0) return t('neverDecided');
  return counted('decidedCommands', rule.hits.count, formatTime(rule.hits.lastTs));
}
