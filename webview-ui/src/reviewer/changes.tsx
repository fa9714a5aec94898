import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Review, RuleToAdd, RuleToRemove, TestedRule } from '../../../src/protocol/reviewer';
import { Bar } from '../common/bar';
import { EffectBadge } from '../common/badge';
import { Command } from '../common/command';
import { Exact, Sentence, Words } from '../common/exact';
import { Filled } from '../common/filled';
import { formatShare, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { useMore } from '../common/list';
import { counted, t } from '../common/texts';
import { AddChoice, AllRules, leftOutClass, RemoveChoice } from './choose';
import { canChoose, editedRule, type Choice } from './choice';
import { EditRule } from './editRule';
import { EvidenceView, NewlyBlockedView } from './evidence';
import { confidenceLevel, duplicates, reviewFacts, stopKind } from './facts';
import type { HitSends } from './hitList';
import { LiveView } from './live';
import { testKey, toTest, type LiveTests } from './liveTests';
import { STATE_TEXTS, type ReviewState } from './reviewState';

interface ChangesProps {
  readonly review: Review;
  readonly state: ReviewState;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly onOpenRule: (ruleId: string) => void;
  readonly tests: LiveTests;
  readonly onHits: (rule: TestedRule, from: number, limit: number) => void;
  readonly onLabel: HitSends['onLabel'];
}

/** Each rule that is added or removed, with its reason and its evidence. */
export function Changes(props: ChangesProps) {
  const { review, state, choice, onChoice, onOpenRule } = props;
  const added = useMore(review.add, 20);
  const removed = useMore(review.remove, 20);
  const decidable = state === 'open' || state === 'stale';
  const chooses = decidable && canChoose(review);
  // It was computed for the rules as they were suggested.
  const isEdited = review.add.some((rule, at) => editedRule(rule, at, choice) !== rule);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{t(STATE_TEXTS[state].changes)}</h2>
      {decidable && <Obstacles review={review} />}
      {review.newlyBlocked !== undefined && !isEdited && (
        <NewlyBlockedView blocked={review.newlyBlocked} kind={stopKind(reviewFacts(review))} />
      )}
      {chooses && review.add.length > 1 && <AllRules choice={choice} onChoice={onChoice} />}
      <ul class="cards">
        {added.shown.map((rule, index) => (
          <li key={`+${index}`} class={`card card-add ${leftOutClass(choice.add[index])}`}>
            {chooses ? (
              <OpenCard {...props} original={rule} at={index} />
            ) : (
              <AddedCard rule={rule} back={review.kind !== 'suggestion'} />
            )}
          </li>
        ))}
        {added.more !== undefined && <li>{added.more}</li>}
        {removed.shown.map((rule) => (
          <li
            key={rule.id}
            class={`card card-remove ${choice.keep.includes(rule.id) ? 'left-out' : ''}`}
          >
            <RemovedCard rule={rule} onOpen={onOpenRule}>
              {chooses && <RemoveChoice rule={rule} choice={choice} onChoice={onChoice} />}
            </RemovedCard>
          </li>
        ))}
        {removed.more !== undefined && <li>{removed.more}</li>}
      </ul>
    </section>
  );
}

/** Warnings about rules that are missing or already in force. */
function Obstacles({ review }: { readonly review: Review }) {
  const { missing } = review;
  const doubled = review.kind === 'suggestion' ? duplicates(review) : [];
  const changesMore = review.remove.length > 0 || doubled.length < review.add.length;
  return (
    <>
      {missing.length > 0 && (
        <Notice
          tone="warn"
          message={counted('missingRules', missing.length)}
          hint={missing.join(', ')}
        />
      )}
      {doubled.length > 0 && (
        <Notice
          tone="warn"
          message={counted('duplicateRules', doubled.length)}
          hint={changesMore ? t('duplicatesAmong') : t('duplicatesOnly')}
        />
      )}
    </>
  );
}

/** A rule that can be taken, edited and left out. */
function OpenCard(props: ChangesProps & { readonly original: RuleToAdd; readonly at: number }) {
  const { original, at, choice, onChoice, tests, onHits, onLabel } = props;
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const rule = editedRule(original, at, choice);
  const test = toTest(rule, at);
  const isEdited = rule !== original;
  const result = tests.results[testKey(test)];
  const live = (
    <LiveView
      rule={rule}
      result={result}
      hits={tests.hits[testKey(test)]}
      isEdited={isEdited}
      showsHits={rule.evidence === undefined}
      onMore={(from, limit) => {
        onHits(test, from, limit);
      }}
      onLabel={onLabel}
    />
  );
  return (
    <AddedCard
      rule={rule}
      back={false}
      live={live}
      choice={
        <div class="card-choice">
          <AddChoice rule={original} at={at} choice={choice} onChoice={onChoice} />
          <button
            ref={button}
            type="button"
            class="secondary"
            aria-expanded={isEditing}
            aria-label={t('editRule', original.pattern)}
            onClick={() => {
              setEditing(!isEditing);
            }}
          >
            {t('edit')}
          </button>
        </div>
      }
    >
      {isEditing && (
        <EditRule
          at={at}
          original={{ pattern: original.pattern, effect: original.effect }}
          edit={{ pattern: rule.pattern, effect: rule.effect }}
          onEdit={(edit) => {
            onChoice({ ...choice, edits: { ...choice.edits, [at]: edit } });
          }}
          onClose={() => {
            setEditing(false);
            button.current?.focus();
          }}
        />
      )}
      {isEdited && (
        <p class="hint">
          <Filled
            text="editedFrom"
            parts={[t(original.effect), <Exact text={original.pattern} />]}
          />
        </p>
      )}
    </AddedCard>
  );
}

function AddedCard(props: {
  readonly rule: RuleToAdd;
  readonly back: boolean;
  /** Stands beside the heading. */
  readonly choice?: ComponentChildren;
  /** Stands below the heading. */
  readonly children?: ComponentChildren;
  /** What the rule does on the history now. */
  readonly live?: ComponentChildren;
}) {
  const { rule, back, choice, children, live } = props;
  return (
    <>
      <div class="card-head">
        <h3>
          <span class="sign">
            <Icon name="add" /> {back ? t('putBack') : t('add')}
          </span>{' '}
          <EffectBadge effect={rule.effect} mode={rule.mode} /> <Exact text={rule.pattern} />
        </h3>
        {choice}
      </div>
      {children}
      <Purpose rule={rule} />
      {rule.score !== undefined && (
        <p class="confidence">
          {t('confidenceOf', formatShare(rule.score), t(confidenceLevel(rule.score)))}{' '}
          <Bar share={rule.score} />
        </p>
      )}
      {rule.evidence !== undefined && (
        <EvidenceView evidence={rule.evidence} effect={rule.effect} />
      )}
      {live ?? (rule.evidence === undefined && !back && <p class="hint">{t('ruleNotTested')}</p>)}
      <CheckedExamples match={rule.match ?? []} notMatch={rule.not_match ?? []} />
    </>
  );
}

/** The title, reason and alternative of a rule, as far as it has them. */
function Purpose({ rule }: { readonly rule: Pick<RuleToAdd, 'title' | 'reason' | 'instead'> }) {
  const { title, reason = '', instead } = rule;
  return (
    <>
      {title !== undefined && (
        <p class="purpose">
          <Words text={title} />
        </p>
      )}
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

function RemovedCard(props: {
  readonly rule: RuleToRemove;
  readonly onOpen: (ruleId: string) => void;
  /** Stands beside the heading. */
  readonly children: ComponentChildren;
}) {
  const { rule, onOpen, children } = props;
  return (
    <>
      <div class="card-head">
        <h3>
          <span class="sign">
            <Icon name="remove" /> {t('remove')}
          </span>{' '}
          <EffectBadge effect={rule.effect} mode={rule.mode} /> <Exact text={rule.pattern} />
        </h3>
        {children}
      </div>
      <Purpose rule={rule} />
      <p class="hint">
        <Filled
          text={rule.confidence === null ? 'addedBy' : 'addedByWith'}
          parts={[
            <Words text={rule.addedBy} />,
            formatTime(rule.ts),
            formatShare(rule.confidence ?? 0),
          ]}
        />{' '}
        {hitsText(rule)}{' '}
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
      </p>
    </>
  );
}

function hitsText(rule: RuleToRemove): string {
  if (rule.hits === undefined) return '';
  if (rule.hits.count === 0) return t('neverDecided');
  return counted('decidedCommands', rule.hits.count, formatTime(rule.hits.lastTs));
}
