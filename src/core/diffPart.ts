import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import type { AddedRule, PolicyDiff } from './diff';
import { RulewrightError } from './errors';
import { RuleMode } from './rule';

/**
 * What a person takes of a diff: rules to add by their place, each with its mode, and rules to remove by their id. What is
 * not named is left out.
 */
export const DiffPart = z.strictObject({
  add: z.array(z.strictObject({ at: z.number().int().nonnegative(), mode: RuleMode })).max(10_000),
  remove: z.array(z.string().max(200)).max(10_000),
});
export type DiffPart = z.infer<typeof DiffPart>;

/** A diff in two: what is taken, and what is left of it; `rest` is absent if nothing is. */
export interface DividedDiff {
  readonly taken: PolicyDiff;
  readonly rest?: PolicyDiff;
}

/**
 * Divides a diff. Where all of it is taken as it is, `taken` is the diff itself. Throws `invalid-input` if nothing is
 * taken, or something that the diff does not have.
 */
export function divideDiff(diff: PolicyDiff, part: DiffPart): DividedDiff {
  const modes = new Map(part.add.map(({ at, mode }) => [at, mode]));
  const removed = new Set(part.remove);
  if (modes.size + removed.size === 0) {
    throw invalid(
      l10n.t('No rule is chosen.'),
      l10n.t('Choose at least one, or reject the suggestion.'),
    );
  }
  const isKnown =
    modes.size === part.add.length &&
    removed.size === part.remove.length &&
    [...modes.keys()].every((at) => at < diff.add.length) &&
    part.remove.every((id) => diff.remove.includes(id));
  if (!isKnown) {
    throw invalid(
      l10n.t('The choice does not fit the suggestion.'),
      l10n.t('Open the review again.'),
    );
  }
  const isWhole = modes.size === diff.add.length && removed.size === diff.remove.length;
  const taken: PolicyDiff = {
    add: diff.add.flatMap((rule, at) => {
      const mode = modes.get(at);
      return mode === undefined ? [] : [withMode(rule, mode)];
    }),
    remove: diff.remove.filter((id) => removed.has(id)),
    meta: isWhole ? diff.meta : metaOfPart(diff, (at) => modes.has(at)),
  };
  if (isWhole) return { taken };
  const rest: PolicyDiff = {
    add: diff.add.filter((_, at) => !modes.has(at)),
    remove: diff.remove.filter((id) => !removed.has(id)),
    meta: metaOfPart(diff, (at) => !modes.has(at)),
  };
  return { taken, rest };
}

function withMode(rule: AddedRule, mode: RuleMode): AddedRule {
  return mode === (rule.mode ?? 'enforce') ? rule : { ...rule, mode };
}

/** Figures of the whole diff say nothing of a part; lists with an entry for each added rule are divided like the rules. */
function metaOfPart({ add, meta }: PolicyDiff, isIn: (at: number) => boolean): PolicyDiff['meta'] {
  const { evidence, ...others } = meta;
  const kept = Object.entries(others).filter(([name]) => !OF_THE_WHOLE.has(name));
  const isPerRule = Array.isArray(evidence) && evidence.length === add.length;
  return {
    ...Object.fromEntries(kept),
    ...(isPerRule ? { evidence: evidence.filter((_, at) => isIn(at)) } : {}),
  };
}

const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'newly_blocked',
  'newly_blocked_examples',
  'suggestions_count',
]);

function invalid(message: string, hint: string): RulewrightError {
  return new RulewrightError('invalid-input', message, { hint });
}
