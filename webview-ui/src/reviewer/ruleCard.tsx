import type { ComponentProps } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  isSuggested,
  type Review,
  type RuleToAdd,
  type TestedRule,
} from '../../../src/protocol/reviewer';
import { Exact } from '../common/exactText';
import { Filled } from '../common/filledText';
import { Notice } from '../common/notice';
import { t } from '../common/texts';
import { cutText } from '../common/visibleText';
import { AddedCard } from './cards';
import { AddChoice, AddTick, leftOutClass } from './ruleChoices';
import { canChoose, chosenRule, editedRule, type Choice, type Edit } from './choice';
import { EditRule } from './editRule';
import type { HitSends } from './hitList';
import { From } from './joinedSuggestions';
import { LiveTestView } from './liveTestView';
import { isWhole, testKey, toTest, unjudgedBy, type Excluded, type LiveTests } from './liveTests';
import type { ReviewState } from './reviewState';

/** The options for a rule that is not edited, with its hits collapsed. */
export const UNEDITED = { isEdited: false, isAlone: true, showsHits: false };

/** The content of a review's cards, and the messages that they send. */
export interface ChangesProps {
  readonly review: Review;
  readonly state: ReviewState;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly onOpenRule: (ruleId: string) => void;
  readonly tests: LiveTests;
  readonly onHits: (rule: TestedRule, from: number, limit: number) => void;
  readonly onLabel: HitSends['onLabel'];
  readonly onTestBypasses: (rule: TestedRule) => void;
  /** Continues reading the history, or stops it. */
  readonly onReading: (goesOn: boolean) => void;
  readonly onNarrow: (rule: TestedRule, command: string) => void;
  readonly now: number;
}

type LiveSends = HitSends & Pick<ComponentProps<typeof LiveTestView>, 'onTestBypasses'>;

/** The result of testing the rule at that index on the history. */
export function LiveOfRule(
  props: Pick<ChangesProps, 'tests' | 'onHits' | 'onLabel' | 'onTestBypasses'> &
    Omit<
      ComponentProps<typeof LiveTestView>,
      'result' | 'isWhole' | 'hits' | 'bypasses' | keyof LiveSends
    > &
    Pick<HitSends, 'onExclude'> & { readonly at: number },
) {
  const { at, tests, onHits, onTestBypasses, rule } = props;
  const test = toTest(rule, at);
  return (
    <LiveTestView
      {...props}
      result={tests.results[testKey(test)]}
      isWhole={isWhole(tests)}
      hits={tests.hits[testKey(test)]}
      bypasses={tests.bypasses[testKey(test)]}
      onMore={(from, limit) => {
        onHits(test, from, limit);
      }}
      onTestBypasses={() => {
        onTestBypasses(test);
      }}
    />
  );
}

/** Enters a narrower pattern, once for each response. */
function useNarrowedPattern(
  excluded: Excluded | undefined,
  onPattern: (pattern: string) => void,
): void {
  const last = useRef(excluded);
  useEffect(() => {
    if (excluded === undefined || last.current === excluded) return;
    last.current = excluded;
    if (excluded.result.state === 'narrowed') onPattern(excluded.result.pattern);
  }, [excluded]);
}

/** The card of a rule to add, as an item of a list. */
export function AddedItem(
  props: ChangesProps & {
    readonly rule: RuleToAdd;
    readonly at: number;
    /** Whether the rule can be edited and omitted. */
    readonly chooses: boolean;
    /** Whether it can be tested. */
    readonly isPending: boolean;
  },
) {
  const { rule: original, at, review, choice, chooses, isPending, tests } = props;
  // Once it was decided on this page, the card shows what was decided.
  const rule = canChoose(review) ? chosenRule(original, at, choice, tests) : original;
  return (
    <li class={`card card-add ${leftOutClass(choice.add[at])}`}>
      {chooses ? (
        <OpenCard {...props} original={original} at={at} />
      ) : (
        <AddedCard
          rule={rule}
          back={!isSuggested(review)}
          from={<From joined={review.joined} from={rule.from} />}
          unjudged={unjudgedBy(tests, [toTest(rule, at)])}
          live={isPending ? <LiveOfRule {...props} {...UNEDITED} rule={rule} at={at} /> : undefined}
        />
      )}
    </li>
  );
}

/** A rule that can be accepted, edited and omitted. */
function OpenCard(props: ChangesProps & { readonly original: RuleToAdd; readonly at: number }) {
  const { original, at, review, choice, onChoice, tests, onNarrow } = props;
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const rule = editedRule(original, at, choice);
  const isEdited = rule !== original;
  const isAlone = rule.evidence === undefined;
  const test = toTest(rule, at);
  const excluded = tests.excluded[testKey(test)];
  const result = tests.results[testKey(test)];
  const fault = result?.state === 'invalid' ? result : undefined;
  const onEdit = (edit: Edit): void => {
    onChoice({ ...choice, edits: { ...choice.edits, [at]: edit } });
  };
  useNarrowedPattern(excluded, (pattern) => {
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
      {/* The fault of a pattern is shown at its field. */}
      {!(isEditing && fault !== undefined) && (
        <LiveOfRule
          {...props}
          {...{ rule, at, isEdited, isAlone }}
          showsHits={isAlone}
          onExclude={(command) => {
            onNarrow(test, command);
          }}
        />
      )}
    </>
  );
  return (
    <AddedCard
      rule={rule}
      back={false}
      from={<From joined={review.joined} from={original.from} />}
      unjudged={unjudgedBy(tests, [test])}
      live={live}
      tick={<AddTick rule={original} at={at} choice={choice} onChoice={onChoice} />}
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
          fault={fault}
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
