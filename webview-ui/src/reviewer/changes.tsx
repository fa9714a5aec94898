import type { Review, RuleToAdd, RuleToRemove } from '../../../src/protocol/reviewer';
import { Bar } from '../common/bar';
import { EffectBadge } from '../common/badge';
import { Command } from '../common/command';
import { Exact, Sentence, Words } from '../common/exact';
import { formatShare, formatTime, plural } from '../common/format';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { useMore } from '../common/list';
import { EvidenceView, NewlyBlockedView } from './evidence';
import { doubled, reviewFacts, stoppedWord, sureness } from './facts';
import { WORDS, type Standing } from './standing';

interface ChangesProps {
  readonly review: Review;
  readonly standing: Standing;
  readonly onOpenRule: (ruleId: string) => void;
}

/** Each rule that comes or goes, with its reason and its evidence. */
export function Changes({ review, standing, onOpenRule }: ChangesProps) {
  const added = useMore(review.add, 20);
  const removed = useMore(review.remove, 20);
  // What applying would run into is of no interest once that is decided.
  const decidable = standing === 'open' || standing === 'overtaken';
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{WORDS[standing].changes}</h2>
      {decidable && <Obstacles review={review} />}
      {review.newlyBlocked !== undefined && (
        <NewlyBlockedView blocked={review.newlyBlocked} word={stoppedWord(reviewFacts(review))} />
      )}
      <ul class="cards">
        {added.shown.map((rule, index) => (
          <li key={`+${index}`} class="card card-add">
            <AddedCard rule={rule} back={review.kind !== 'suggestion'} />
          </li>
        ))}
        {added.more !== undefined && <li>{added.more}</li>}
        {removed.shown.map((rule) => (
          <li key={rule.id} class="card card-remove">
            <RemovedCard rule={rule} onOpen={onOpenRule} />
          </li>
        ))}
        {removed.more !== undefined && <li>{removed.more}</li>}
      </ul>
    </section>
  );
}

/** What applying would run into. */
function Obstacles({ review }: { readonly review: Review }) {
  const { missing } = review;
  const twice = review.kind === 'suggestion' ? doubled(review) : [];
  const isNew = review.remove.length > 0 || twice.length < review.add.length;
  return (
    <>
      {missing.length > 0 && (
        <Notice
          tone="warn"
          message={`${plural(missing.length, 'rule')} that this change removes ${missing.length === 1 ? 'is' : 'are'} no longer in force.`}
          hint={missing.join(', ')}
        />
      )}
      {twice.length > 0 && (
        <Notice
          tone="warn"
          message={`${plural(twice.length, 'rule')} that this change adds ${twice.length === 1 ? 'is' : 'are'} in force already.`}
          hint={
            isNew
              ? 'Applying puts what is there in a second time, which decides nothing new. Reject this suggestion and ask for it again to get only what is missing.'
              : 'Applying decides nothing new. Reject this suggestion.'
          }
        />
      )}
    </>
  );
}

function AddedCard({ rule, back }: { readonly rule: RuleToAdd; readonly back: boolean }) {
  return (
    <>
      <h3>
        <span class="sign">
          <Icon name="add" /> {back ? 'Put back' : 'Add'}
        </span>{' '}
        <EffectBadge effect={rule.effect} mode={rule.mode} /> <Exact text={rule.pattern} />
      </h3>
      <Purpose rule={rule} />
      {rule.score !== undefined && (
        <p class="confidence">
          Confidence {formatShare(rule.score)} – {sureness(rule.score).toLowerCase()}{' '}
          <Bar share={rule.score} />
        </p>
      )}
      {!(back && rule.evidence === undefined) && <EvidenceView rule={rule} />}
      <CheckedExamples match={rule.match ?? []} notMatch={rule.not_match ?? []} />
    </>
  );
}

/** What the rule is about: its title, why, and what to do instead; what it does not say is left out. */
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
          Instead: <Sentence text={instead} />
        </p>
      )}
    </>
  );
}

/** Examples that were tried against the pattern when it was proposed. */
function CheckedExamples(props: {
  readonly match: readonly string[];
  readonly notMatch: readonly string[];
}) {
  const count = props.match.length + props.notMatch.length;
  if (count === 0) return null;
  return (
    <details>
      <summary>{plural(count, 'example')} checked when it was proposed</summary>
      <ul>
        {props.match.map((text) => (
          <li key={text}>
            Matches <Command text={text} />
          </li>
        ))}
        {props.notMatch.map((text) => (
          <li key={text}>
            Does not match <Command text={text} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function RemovedCard(props: {
  readonly rule: RuleToRemove;
  readonly onOpen: (ruleId: string) => void;
}) {
  const { rule, onOpen } = props;
  return (
    <>
      <h3>
        <span class="sign">
          <Icon name="remove" /> Remove
        </span>{' '}
        <EffectBadge effect={rule.effect} mode={rule.mode} /> <Exact text={rule.pattern} />
      </h3>
      <Purpose rule={rule} />
      <p class="hint">
        Added by <Words text={rule.addedBy} /> on {formatTime(rule.ts)}
        {rule.confidence === null ? '' : ` with confidence ${formatShare(rule.confidence)}`}.{' '}
        {hitsText(rule)}{' '}
        <button
          type="button"
          class="link"
          onClick={() => {
            onOpen(rule.id);
          }}
        >
          Show in Rules view
        </button>
      </p>
    </>
  );
}

function hitsText(rule: RuleToRemove): string {
  if (rule.hits === undefined) return '';
  if (rule.hits.count === 0) return 'It never decided a command.';
  return `It decided ${plural(rule.hits.count, 'command')}, last on ${formatTime(rule.hits.lastTs)}.`;
}
