import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Words } from '../common/exactText';
import { Icon, type IconName } from '../common/icon';
import { useShowMore } from '../common/list';
import { t } from '../common/texts';

/** A rule with its index in the change. */
export interface PlacedRule<T> {
  readonly rule: T;
  readonly at: number;
}

/** Number of cards shown at a time. */
const STEP = 20;

interface ListProps<T> {
  readonly rules: readonly PlacedRule<T>[];
  /** Renders the card of a rule, as an item of a list. */
  readonly item: (placed: PlacedRule<T>) => ComponentChildren;
}

interface GroupsProps<T> extends Omit<ListProps<T>, 'rules'> {
  /** All rules of this kind in the change. */
  readonly all: readonly T[];
  /** The indexes of the rules to show. */
  readonly places: ReadonlySet<number>;
  /** Shown in the heading of each group. */
  readonly head: (name: string, rules: readonly PlacedRule<T>[]) => GroupHead;
}

/** The parts of the heading of a group, except for its name. */
interface GroupHead {
  /** Accepts or omits all of its rules. */
  readonly tick?: ComponentChildren;
  /** What happens to its rules, where the change adds some and removes others. */
  readonly sign?: { readonly icon: IconName; readonly text: string } | undefined;
  /** A description of its rules. */
  readonly hint: string;
  /** Further choices for all of its rules. */
  readonly choice?: ComponentChildren;
}

/**
 * Rules, grouped by category if there are several categories. Groups are collapsed if many rules are shown.
 */
export function RuleGroups<T extends { readonly category?: string | undefined }>(
  props: GroupsProps<T>,
) {
  const { all, places, item, head } = props;
  const shown = all.flatMap((rule, at) => (places.has(at) ? [{ rule, at }] : []));
  if (new Set(all.map(({ category }) => category)).size < 2)
    return <Cards rules={shown} item={item} />;
  const groups = new Map<string, PlacedRule<T>[]>();
  for (const one of shown) {
    const { category = '' } = one.rule;
    const own = groups.get(category);
    if (own === undefined) groups.set(category, [one]);
    else own.push(one);
  }
  const isFew = shown.length <= STEP;
  return (
    <>
      {Array.from(groups, ([category, rules]) => {
        const name = category || t('otherRules');
        return (
          <Group
            key={`${category} ${isFew}`}
            {...{ name, rules, item }}
            {...head(name, rules)}
            startsOpen={isFew}
          />
        );
      })}
    </>
  );
}

function Cards<T>({ rules, item }: ListProps<T>) {
  const { shown, more } = useShowMore(rules, STEP);
  return (
    <ul class="cards">
      {shown.map(item)}
      {more !== undefined && <li>{more}</li>}
    </ul>
  );
}

/** The shown rules of one category under a heading. */
function Group<T>(
  props: ListProps<T> & GroupHead & { readonly name: string; readonly startsOpen: boolean },
) {
  const { name, rules, item, tick, sign, hint, choice, startsOpen } = props;
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <section
      class="category"
      aria-label={sign === undefined ? name : t('textOfRule', sign.text, name)}
    >
      <div class="category-head">
        {tick}
        <h3>
          {sign !== undefined && (
            <span class="sign">
              <Icon name={sign.icon} /> {sign.text}{' '}
            </span>
          )}
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
        <span class="hint">{hint}</span>
        {choice}
      </div>
      {isOpen && <Cards rules={rules} item={item} />}
    </section>
  );
}
