import { isSuggested, type Review, type RuleToRemove } from '../../../src/protocol/reviewer';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { counted, t, type TextKey } from '../common/texts';
import { AddedRules } from './addedRules';
import { RemovedCard } from './cards';
import { AllRules, RemoveChoice, RemoveTick } from './ruleChoices';
import { canChoose, editedRule } from './choice';
import { ChangesFilter, filterOf, isLong, type FilteredRule } from './changesFilter';
import { NewlyBlockedView } from './ruleEvidence';
import { duplicates, reviewFacts, stopKind } from './reviewFacts';
import { From, JoinedSuggestions } from './joinedSuggestions';
import { placeOfRemoved, type Tested } from './liveTests';
import { ReadingView } from './reading';
import { STATE_TEXTS } from './reviewState';
import { LiveOfRule, UNEDITED, type ChangesProps } from './ruleCard';
import { RuleGroups } from './ruleGroups';

/** Each rule that is added or removed, with its reason and its evidence. */
export function Changes(
  props: ChangesProps & {
    /** The text in the search field. */
    readonly filter: string;
    readonly onFilter: (typed: string) => void;
  },
) {
  const { review, state, choice, onChoice, filter: typed, onFilter } = props;
  const filter = filterOf(typed, review);
  const matching = { add: placesOf(review.add, filter), remove: placesOf(review.remove, filter) };
  const decidable = state === 'open' || state === 'stale';
  const chooses = decidable && canChoose(review);
  const isPending = decidable && review.status === 'pending';
  // The value was computed for the rules as suggested.
  const isEdited = review.add.some((rule, at) => editedRule(rule, at, choice) !== rule);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{t(STATE_TEXTS[state].changes)}</h2>
      <JoinedSuggestions
        {...{ review, choice, onChoice, chooses }}
        joined={review.joined}
        now={props.now}
      />
      {decidable && <Obstacles review={review} />}
      {isPending && (
        <ReadingView
          tests={props.tests}
          onStop={() => {
            props.onReading(false);
          }}
          onContinue={() => {
            props.onReading(true);
          }}
        />
      )}
      {review.newlyBlocked !== undefined && !isEdited && (
        <NewlyBlockedView
          blocked={review.newlyBlocked}
          kind={stopKind(reviewFacts(review))}
          isPending={isPending}
        />
      )}
      {isLong(review) && (
        <ChangesFilter
          typed={typed}
          onType={onFilter}
          shown={filter && matching.add.size + matching.remove.size}
          of={review.add.length + review.remove.length}
        />
      )}
      {chooses && review.add.length > 1 && matching.add.size > 0 && (
        <AllRules
          name={t(filter === undefined ? 'allRules' : 'shownRules')}
          places={matching.add}
          choice={choice}
          onChoice={onChoice}
        />
      )}
      <AddedRules {...props} {...{ chooses, isPending }} places={matching.add} />
      <RemovedRules {...props} {...{ chooses, isPending }} places={matching.remove} />
    </section>
  );
}

interface RemovedProps extends ChangesProps {
  readonly chooses: boolean;
  readonly isPending: boolean;
  /** The indexes of the rules to show. */
  readonly places: ReadonlySet<number>;
}

function RemovedRules(props: RemovedProps) {
  const { review, places } = props;
  return (
    <RuleGroups
      all={review.remove}
      places={places}
      item={({ rule, at }) => <RemovedItem key={rule.id} {...props} rule={rule} at={at} />}
      head={(_, rules) => ({
        sign: { icon: 'remove', text: t('remove') },
        hint: counted('rules', rules.length),
      })}
    />
  );
}

/** The card of a rule to remove, as an item of a list. */
function RemovedItem(props: RemovedProps & { readonly rule: RuleToRemove; readonly at: number }) {
  const { rule, at, review, choice, onChoice, onOpenRule, chooses, isPending } = props;
  return (
    <li class={`card card-remove ${choice.keep.includes(rule.id) ? 'left-out' : ''}`}>
      <RemovedCard
        rule={rule}
        tick={chooses && <RemoveTick rule={rule} choice={choice} onChoice={onChoice} />}
        onOpen={isPending ? onOpenRule : undefined}
        from={<From joined={review.joined} from={rule.from} />}
        live={
          isPending && (
            <LiveOfRule
              {...props}
              {...UNEDITED}
              rule={rule}
              at={placeOfRemoved(review, at)}
              summary={(tested) => removedText(rule, tested)}
            />
          )
        }
      >
        {chooses && <RemoveChoice rule={rule} choice={choice} onChoice={onChoice} />}
      </RemovedCard>
    </li>
  );
}

/** The indexes of the rules that match a filter; all without one. */
function placesOf(
  rules: readonly FilteredRule[],
  filter: ReturnType<typeof filterOf>,
): ReadonlySet<number> {
  return new Set(rules.flatMap((rule, at) => (filter === undefined || filter(rule) ? [at] : [])));
}

/** Warnings about rules that are missing or already in force. */
function Obstacles({ review }: { readonly review: Review }) {
  const { missing } = review;
  const doubled = isSuggested(review) ? duplicates(review) : [];
  const changesMore = review.remove.length > 0 || doubled.length < review.add.length;
  return (
    <>
      {missing > 0 && <Notice tone="warn" message={counted('missingRules', missing)} />}
      {doubled.length > 0 && (
        <Notice
          tone="warn"
          message={counted('duplicateRules', doubled.length)}
          hint={t(duplicateHint(review, changesMore))}
        />
      )}
    </>
  );
}

function duplicateHint({ kind }: Review, changesMore: boolean): TextKey {
  if (kind === 'joint') return 'duplicatesJoint';
  return changesMore ? 'duplicatesAmong' : 'duplicatesOnly';
}

/** The consequence for the commands that a rule matches once it is removed. */
function removedText({ effect, mode }: RuleToRemove, { commands, ofCommands }: Tested): string {
  const hits = counted('ofHistory', commands, formatCount(ofCommands));
  if (mode === 'shadow') return t('removedShadow', hits);
  return effect === 'allow' ? t('removedAllow', hits) : counted('removedStop', commands, hits);
}
