import type { JoinedSuggestion, Review } from '../../../src/protocol/reviewer';
import { Exact, Sentence, Words } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatAgo, formatCount, formatTime } from '../common/format';
import { Icon } from '../common/icon';
import { useShowMore } from '../common/list';
import { counted, t } from '../common/texts';
import { wholeChoice, type Choice } from './choice';
import { TakeAll } from './takeAll';

/** Number of suggestions listed at a time. */
const STEP = 20;

interface JoinedProps {
  readonly review: Review;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  /** Whether suggestions can be omitted. */
  readonly chooses: boolean;
  readonly now: number;
}

/** The suggestions of a joint review, each with its origin and a checkbox to accept it. */
export function JoinedSuggestions(props: JoinedProps & { readonly joined: Review['joined'] }) {
  const { joined = [], ...row } = props;
  const { shown, more } = useShowMore(joined, STEP);
  if (joined.length === 0) return null;
  return (
    <section aria-labelledby="joined">
      <h3 id="joined">{t('joinedTitle')}</h3>
      <ul class="joined">
        {shown.map((suggestion, place) => (
          <li key={place}>
            <Joined {...row} {...{ suggestion, place }} />
          </li>
        ))}
        {more !== undefined && <li>{more}</li>}
      </ul>
    </section>
  );
}

/** A suggestion, its accepted changes, and its changes that are not part of the review. */
function Joined(
  props: JoinedProps & { readonly suggestion: JoinedSuggestion; readonly place: number },
) {
  const { review, suggestion, place, choice, onChoice, chooses, now } = props;
  const { title, by, at, leftOut } = suggestion;
  const own = changesOf(review, place);
  const taken =
    own.add.filter((rule) => choice.add[rule] !== 'leave').length +
    own.remove.filter((id) => !choice.keep.includes(id)).length;
  const count = own.add.length + own.remove.length;
  return (
    <>
      {chooses && count > 0 && (
        <TakeAll
          name={title}
          taken={taken}
          of={count}
          onTake={(takes) => {
            onChoice(withChanges(choice, review, own, takes));
          }}
        />
      )}
      <div>
        <div>
          <Sentence text={title} />
        </div>
        <div class="hint">
          {[counted('changesOf', count), ...leftText(count - taken)].join(' · ')}
          {' · '}
          <Filled
            text="suggestedBy"
            parts={[
              <Words text={by} />,
              <time dateTime={at} title={formatTime(at)}>
                {formatAgo(at, now)}
              </time>,
            ]}
          />
        </div>
        {leftOut.length > 0 && <LeftOutChanges leftOut={leftOut} />}
      </div>
    </>
  );
}

/** Changes that are not part of the review. */
function LeftOutChanges({ leftOut }: Pick<JoinedSuggestion, 'leftOut'>) {
  return (
    <ul class="lacking">
      {leftOut.map(({ pattern, reason }, at) => (
        <li key={at}>
          <Icon name="stale" />{' '}
          {pattern === '' ? (
            t('removalStaysPending')
          ) : (
            <Filled text="staysPending" parts={[<Exact text={pattern} />]} />
          )}{' '}
          <Sentence text={reason} />
        </li>
      ))}
    </ul>
  );
}

/** The suggestions that a change of a joint review comes from. */
export function From(props: {
  readonly joined: Review['joined'];
  readonly from: readonly number[] | undefined;
}) {
  const { joined, from = [] } = props;
  const titles = from.flatMap((place) => joined?.[place]?.title ?? []);
  if (titles.length === 0) return null;
  const text = titles.length === 1 ? 'fromSuggestion' : 'fromSuggestions';
  return (
    <p class="hint from">
      <Filled text={text} parts={[<Sentence text={titles.join(' · ')} />]} />
    </p>
  );
}

/** The changes that come from a suggestion: indexes of rules to add, and ids of rules to remove. */
interface Changes {
  readonly add: readonly number[];
  readonly remove: readonly string[];
}

function changesOf({ add, remove }: Review, place: number): Changes {
  return {
    add: [...add.keys()].filter((at) => add[at]?.from?.includes(place) === true),
    remove: remove.filter(({ from }) => from?.includes(place) === true).map(({ id }) => id),
  };
}

function withChanges(choice: Choice, review: Review, own: Changes, takes: boolean): Choice {
  const whole = wholeChoice(review);
  const places = new Set(own.add);
  const others = choice.keep.filter((id) => !own.remove.includes(id));
  return {
    ...choice,
    add: choice.add.map((mode, at) => {
      if (!places.has(at)) return mode;
      return takes ? (whole.add[at] ?? mode) : 'leave';
    }),
    keep: takes ? others : [...others, ...own.remove],
  };
}

function leftText(count: number): readonly string[] {
  return count === 0 ? [] : [t('countLeftOut', formatCount(count))];
}
