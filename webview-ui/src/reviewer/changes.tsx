import type { ComponentProps } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Review, RuleToAdd, RuleToRemove, TestedRule } from '../../../src/protocol/reviewer';
import { Exact } from '../common/exact';
import { Filled } from '../common/filled';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { useMore } from '../common/list';
import { counted, t } from '../common/texts';
import { cutText } from '../common/visibleText';
import { AddedCard, RemovedCard } from './cards';
import { AddChoice, AllRules, leftOutClass, RemoveChoice } from './choose';
import { canChoose, editedRule, type Choice, type Edit } from './choice';
import { EditRule } from './editRule';
import { NewlyBlockedView } from './evidence';
import { duplicates, reviewFacts, stopKind } from './facts';
import type { HitSends } from './hitList';
import { LiveView, type Tested } from './live';
import { placeOfRemoved, testKey, toTest, type Excluded, type LiveTests } from './liveTests';
import { STATE_TEXTS, type ReviewState } from './reviewState';

/** A rule that stands as it is, with its hits folded. */
const UNEDITED = { isEdited: false, isAlone: true, showsHits: false };

interface ChangesProps {
  readonly review: Review;
  readonly state: ReviewState;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly onOpenRule: (ruleId: string) => void;
  readonly tests: LiveTests;
  readonly onHits: (rule: TestedRule, from: number, limit: number) => void;
  readonly onLabel: HitSends['onLabel'];
  readonly onWays: (rule: TestedRule) => void;
  readonly onNarrow: (rule: TestedRule, command: string) => void;
}

/** Each rule that is added or removed, with its reason and its evidence. */
export function Changes(props: ChangesProps) {
  const { review, state, choice, onChoice, onOpenRule } = props;
  const added = useMore(review.add, 20);
  const removed = useMore(review.remove, 20);
  const decidable = state === 'open' || state === 'stale';
  const chooses = decidable && canChoose(review);
  const isPending = decidable && review.status === 'pending';
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
              <AddedCard
                rule={rule}
                back={review.kind !== 'suggestion'}
                live={
                  isPending ? (
                    <LiveOfRule {...props} {...UNEDITED} rule={rule} at={index} />
                  ) : undefined
                }
              />
            )}
          </li>
        ))}
        {added.more !== undefined && <li>{added.more}</li>}
        {removed.shown.map((rule, index) => (
          <li
            key={rule.id}
            class={`card card-remove ${choice.keep.includes(rule.id) ? 'left-out' : ''}`}
          >
            <RemovedCard
              rule={rule}
              onOpen={onOpenRule}
              live={
                isPending && (
                  <LiveOfRule
                    {...props}
                    {...UNEDITED}
                    rule={rule}
                    at={placeOfRemoved(review, index)}
                    summary={(tested) => goneText(rule, tested)}
                  />
                )
              }
            >
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

type LiveSends = HitSends & Pick<ComponentProps<typeof LiveView>, 'onWays'>;

/** What the rule of that place does on the history now. */
function LiveOfRule(
  props: Pick<ChangesProps, 'tests' | 'onHits' | 'onLabel' | 'onWays'> &
    Omit<ComponentProps<typeof LiveView>, 'result' | 'hits' | 'ways' | keyof LiveSends> &
    Pick<HitSends, 'onExclude'> & { readonly at: number },
) {
  const { at, tests, onHits, onWays, rule } = props;
  const test = toTest(rule, at);
  return (
    <LiveView
      {...props}
      result={tests.results[testKey(test)]}
      hits={tests.hits[testKey(test)]}
      ways={tests.ways[testKey(test)]}
      onMore={(from, limit) => {
        onHits(test, from, limit);
      }}
      onWays={() => {
        onWays(test);
      }}
    />
  );
}

/** What becomes of the commands that a rule matches, once it is removed. */
function goneText({ effect, mode }: RuleToRemove, { commands, ofCommands }: Tested): string {
  const hits = counted('ofHistory', commands, formatCount(ofCommands));
  if (mode === 'shadow') return t('goneShadow', hits);
  return effect === 'allow' ? t('goneAllow', hits) : t('goneStop', hits);
}

/** Fills in a narrower pattern, once for each answer. */
function useNarrowed(excluded: Excluded | undefined, onPattern: (pattern: string) => void): void {
  const last = useRef(excluded);
  useEffect(() => {
    if (excluded === undefined || last.current === excluded) return;
    last.current = excluded;
    if (excluded.result.state === 'narrowed') onPattern(excluded.result.pattern);
  }, [excluded]);
}

/** A rule that can be taken, edited and left out. */
function OpenCard(props: ChangesProps & { readonly original: RuleToAdd; readonly at: number }) {
  const { original, at, choice, onChoice, tests, onNarrow } = props;
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const rule = editedRule(original, at, choice);
  const isEdited = rule !== original;
  const isAlone = rule.evidence === undefined;
  const test = toTest(rule, at);
  const excluded = tests.excluded[testKey(test)];
  const onEdit = (edit: Edit): void => {
    onChoice({ ...choice, edits: { ...choice.edits, [at]: edit } });
  };
  useNarrowed(excluded, (pattern) => {
    onEdit({ ...choice.edits[at], pattern, effect: rule.effect });
    setEditing(true);
  });
  const live = (
    <>
      {excluded?.result.state === 'none' && (
        <div role="alert">
          <Notice
            tone="warn"
            message={t('cannotExclude', cutText(excluded.command, 60).text)}
            hint={t(excluded.result.why === 'onlyHit' ? 'excludeOnlyHit' : 'excludeAlike')}
          />
        </div>
      )}
      <LiveOfRule
        {...props}
        {...{ rule, at, isEdited, isAlone }}
        showsHits={isAlone}
        onExclude={(command) => {
          onNarrow(test, command);
        }}
      />
    </>
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
          originalTitle={original.title}
          edit={choice.edits[at] ?? { pattern: rule.pattern, effect: rule.effect }}
          onEdit={onEdit}
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
