import * as l10n from '@vscode/l10n';
import type { ReviewSession } from '../app';
import type { LeftOutChange } from '../core/joinSuggestions';
import type { JoinedSuggestion, LeftOut } from '../protocol/reviewer';
import { proposerName } from './proposerName';
import { diffTitle } from './nodes/suggestionNodes';
import { effectName } from './nodes/terms';

/** The parts of a review message that only joint reviews have. */
interface JointParts {
  readonly joined: JoinedSuggestion[];
  /** For each rule to add, by index: the indexes in `joined` of the suggestions that it comes from. */
  readonly added: readonly (readonly number[])[];
  /** The same for each rule to remove, by its id. */
  readonly removed: ReadonlyMap<string, readonly number[]>;
}

/**
 * The suggestions of a joint review in the format of the page, and the origins of its rules; undefined for other
 * reviews.
 */
export function jointParts({
  joint,
  diff,
  current,
}: ReviewSession['shown']): JointParts | undefined {
  if (joint === undefined) return undefined;
  const titles = joint.suggestions.map((suggestion) => diffTitle(suggestion.diff, current));
  const joined = joint.suggestions.map(({ proposedBy, proposedAt }, at): JoinedSuggestion => {
    return { title: titles[at] ?? '', by: proposerName(proposedBy), at: proposedAt, leftOut: [] };
  });
  for (const change of joint.leftOut) joined[change.from]?.leftOut.push(leftOutOf(change, titles));
  return {
    joined,
    added: joint.added.map((origins) => origins.map(({ from }) => from)),
    removed: new Map(diff.remove.map((id, at) => [id, joint.removed[at] ?? []])),
  };
}

function leftOutOf(change: LeftOutChange, titles: readonly string[]): LeftOut {
  switch (change.why) {
    case 'otherEffect':
      return {
        pattern: change.pattern,
        reason: l10n.t(
          'Its effect is {0}; “{2}” has the same pattern with the effect {1}. Review this suggestion on its own.',
          effectName(change.effect),
          effectName(change.taken),
          titles[change.takenFrom] ?? '',
        ),
      };
    case 'gone':
      return { pattern: '', reason: l10n.t('It is no longer in force.') };
  }
}
