import { useState } from 'preact/hooks';
import type { RuleToAdd } from '../../../src/protocol/reviewer';
import { Words } from '../common/exactText';
import { formatCount } from '../common/format';
import { useMore } from '../common/list';
import { counted, t } from '../common/texts';
import type { Choice } from './choice';
import { wholeChoice } from './choice';
import { ModeButtons } from './ruleChoices';
import { AddedItem, type ChangesProps } from './ruleCard';
import { TakeAll } from './takeAll';

interface AddedProps extends ChangesProps {
  readonly chooses: boolean;
  readonly isPending: boolean;
  /** The indexes of the rules to show. */
  readonly places: ReadonlySet<number>;
}

/** A rule to add, with its index in the change. */
interface PlacedRule {
  readonly rule: RuleToAdd;
  readonly at: number;
}

/** Number of cards shown at a time. */
const STEP = 20;

/**
 * The rules to add, grouped by category if there are several categories. Groups are collapsed if
 * many rules are shown.
 */
export function AddedRules(props: AddedProps) {
  const { review, places } = props;
  const shown = review.add.flatMap((rule, at) => (places.has(at) ? [{ rule, at }] : []));
  const groups = new Map<string, PlacedRule[]>();
  for (const one of shown) {
    const { category = '' } = one.rule;
    const own = groups.get(category);
    if (own === undefined) groups.set(category, [one]);
    else own.push(one);
  }
  if (new Set(review.add.map(({ category }) => category)).size < 2)
    return <Cards {...props} rules={shown} />;
  const isFew = shown.length <= STEP;
  return (
    <>
      {Array.from(groups, ([category, own]) => (
        <Category
          key={`${category} ${isFew}`}
          {...props}
          name={category || t('otherRules')}
          rules={own}
          startsOpen={isFew}
        />
      ))}
    </>
  );
}

function Cards(props: AddedProps & { readonly rules: readonly PlacedRule[] }) {
  const { shown, more } = useMore(props.rules, STEP);
  return (
    <ul class="cards">
      {shown.map(({ rule, at }) => (
        <AddedItem key={at} {...props} rule={rule} at={at} />
      ))}
      {more !== undefined && <li>{more}</li>}
    </ul>
  );
}

/** The shown rules of one category under a heading, which can be accepted or omitted together. */
function Category(
  props: AddedProps & {
    readonly name: string;
    readonly rules: readonly PlacedRule[];
    readonly startsOpen: boolean;
  },
) {
  const { review, name, rules, startsOpen, chooses, choice, onChoice } = props;
  const [isOpen, setOpen] = useState(startsOpen);
  const places = new Set(rules.map(({ at }) => at));
  const setModes = (modeAt: (at: number) => Choice['add'][number] | undefined): void => {
    const add = choice.add.map((mode, at) => (places.has(at) ? (modeAt(at) ?? mode) : mode));
    onChoice({ ...choice, add });
  };
  const taken = rules.filter(({ at }) => choice.add[at] !== 'leave').length;
  return (
    <section class="category" aria-label={name}>
      <div class="category-head">
        {chooses && (
          <TakeAll
            name={name}
            taken={taken}
            of={rules.length}
            onTake={(takes) => {
              const whole = wholeChoice(review);
              setModes((at) => (takes ? whole.add[at] : 'leave'));
            }}
          />
        )}
        <h3>
          <button
            type="button"
            class="link"
            aria-expanded={isOpen}
            onClick={() => {
              setOpen(!isOpen);
            }}
          >
            <Words text={name} />
          </button>
        </h3>
        <span class="hint">{stateText(rules, choice)}</span>
        {chooses && taken > 0 && (
          <ModeButtons
            name={name}
            onMode={(mode) => {
              setModes((at) => (choice.add[at] === 'leave' ? undefined : mode));
            }}
          />
        )}
      </div>
      {isOpen && <Cards {...props} />}
    </section>
  );
}

/** The texts of a category in which one mode applies to all rules. */
const ALL = {
  countEnforced: 'allEnforced',
  countShadow: 'allShadow',
  countLeftOut: 'allLeftOut',
} as const;

/** `12 rules enforced · 34 hits`, `12 rules · 10 enforced · 1 in shadow · 1 left out · 34 hits`. */
function stateText(rules: readonly PlacedRule[], choice: Choice): string {
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
