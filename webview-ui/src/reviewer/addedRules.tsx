import { isSuggested, type RuleToAdd } from '../../../src/protocol/reviewer';
import { formatCount } from '../common/format';
import { counted, t } from '../common/texts';
import type { Choice } from './choice';
import { wholeChoice } from './choice';
import { ModeButtons } from './ruleChoices';
import { AddedItem, type ChangesProps } from './ruleCard';
import { RuleGroups, type PlacedRule } from './ruleGroups';
import { TakeAll } from './takeAll';

interface AddedProps extends ChangesProps {
  readonly chooses: boolean;
  readonly isPending: boolean;
  /** The indexes of the rules to show. */
  readonly places: ReadonlySet<number>;
}

type Placed = PlacedRule<RuleToAdd>;

/** The rules to add. Those of a category can be accepted or omitted together. */
export function AddedRules(props: AddedProps) {
  const { review, places, chooses, choice } = props;
  return (
    <RuleGroups
      all={review.add}
      places={places}
      item={({ rule, at }) => <AddedItem key={at} {...props} rule={rule} at={at} />}
      head={(name, rules) => ({
        hint: stateText(rules, choice),
        ...(!isSuggested(review) && { sign: { icon: 'add', text: t('putBack') } as const }),
        ...(chooses && categoryChoice(props, name, rules)),
      })}
    />
  );
}

/** The controls that decide about all shown rules of a category. */
function categoryChoice(
  { review, choice, onChoice }: AddedProps,
  name: string,
  rules: readonly Placed[],
) {
  const places = new Set(rules.map(({ at }) => at));
  const setModes = (modeAt: (at: number) => Choice['add'][number] | undefined): void => {
    const add = choice.add.map((mode, at) => (places.has(at) ? (modeAt(at) ?? mode) : mode));
    onChoice({ ...choice, add });
  };
  const taken = rules.filter(({ at }) => choice.add[at] !== 'leave').length;
  return {
    tick: (
      <TakeAll
        name={name}
        taken={taken}
        of={rules.length}
        onTake={(takes) => {
          const whole = wholeChoice(review);
          setModes((at) => (takes ? whole.add[at] : 'leave'));
        }}
      />
    ),
    choice: taken > 0 && (
      <ModeButtons
        name={name}
        onMode={(mode) => {
          setModes((at) => (choice.add[at] === 'leave' ? undefined : mode));
        }}
      />
    ),
  };
}

/** The texts of a category in which one mode applies to all rules. */
const ALL = {
  countEnforced: 'allEnforced',
  countShadow: 'allShadow',
  countLeftOut: 'allLeftOut',
} as const;

/** `12 rules enforced · 34 hits`, `12 rules · 10 enforced · 1 in shadow · 1 left out · 34 hits`. */
function stateText(rules: readonly Placed[], choice: Choice): string {
  const of = (wanted: Choice['add'][number]): number =>
    rules.filter(({ at }) => choice.add[at] === wanted).length;
  const hits = rules.reduce((sum, { rule: { evidence } }) => {
    if (evidence === undefined) return sum;
    return sum + evidence.unsafeHits + evidence.safeHits + evidence.unknownHits;
  }, 0);
  const counts = [
    ['countEnforced', of('enforce')],
    ['countShadow', of('shadow')],
    ['countLeftOut', of('leave')],
  ] as const;
  const isUniform = counts.some(([, count]) => count === rules.length);
  return [
    ...(isUniform ? [] : [counted('rules', rules.length)]),
    ...counts.flatMap(([text, count]) => {
      if (count === 0) return [];
      return [isUniform ? counted(ALL[text], count) : t(text, formatCount(count))];
    }),
    ...(hits === 0 ? [] : [counted('hitsOfRules', hits)]),
  ].join(' · ');
}
