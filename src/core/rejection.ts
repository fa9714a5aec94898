import * as l10n from '@vscode/l10n';
import { evidenceCount, evidenceOfDiff } from './evidence';
import type { PolicyDiff } from './diff';
import { formatCount } from './formatCount';
import type { Rule } from './rule';
import type { Suggestion } from './suggestion';

/**
 * A rejection by a person: its time (ISO 8601, UTC), and the number of distinct commands that supported the proposal.
 */
export interface Rejection {
  readonly at: string;
  readonly commands: number;
}

/** A rejected rule. */
export interface RejectedRule extends Rejection, Pick<Rule, 'pattern' | 'effect'> {}

/** A rejected change of a rule in force: to remove, narrow or enforce it. */
export interface RejectedRemoval extends Rejection {
  readonly ruleId: string;
}

/** What people rejected, newest first. */
export interface Rejections {
  readonly rules: readonly RejectedRule[];
  readonly removals: readonly RejectedRemoval[];
}

export const NO_REJECTIONS: Rejections = { rules: [], removals: [] };

/** The entry of `meta` with the number of distinct commands that support changing a rule in force. */
export const DISTINCT_COMMANDS = 'distinct_commands';

/** People's rejections, read from rejected suggestions. Rejections by code are ignored. */
export function rejectionsIn(suggestions: readonly Suggestion[]): Rejections {
  const found = suggestions
    .filter(({ status, reviewedBy = '' }) => status === 'rejected' && !isAuthorOfCode(reviewedBy))
    .map(({ diff, reviewedAt: at = '' }) => ({ diff, at }))
    .sort((a, b) => (a.at > b.at ? -1 : 1));
  return {
    rules: found.flatMap(({ diff, at }) => {
      const commands = evidenceCounts(diff);
      return diff.add.map(({ pattern, effect }, place) => {
        return { pattern, effect, at, commands: commands[place] ?? 0 };
      });
    }),
    removals: found.flatMap(({ diff, at }) => {
      const against = diff.meta[DISTINCT_COMMANDS];
      const commands = typeof against === 'number' ? against : Math.max(0, ...evidenceCounts(diff));
      return diff.remove.map((ruleId) => ({ ruleId, at, commands }));
    }),
  };
}

/** Whether the evidence has doubled since the rejection, so that the change may be proposed again. */
export function hasDoubled({ commands }: Rejection, now: number): boolean {
  return now >= neededAfter(commands);
}

/** The number of distinct commands required to propose a change again that was supported by `commands`. */
export function neededAfter(commands: number): number {
  return 2 * Math.max(1, commands);
}

/** `You rejected this on 2026-01-31 with 12 commands; now 25.` */
export function rejectionText({ at, commands }: Rejection, now: number): string {
  const day = at.slice(0, 10);
  return commands === 1
    ? l10n.t('You rejected this on {0} with 1 command; now {1}.', day, formatCount(now))
    : l10n.t(
        'You rejected this on {0} with {1} commands; now {2}.',
        day,
        formatCount(commands),
        formatCount(now),
      );
}

/** `evidenceCount` of each added rule; 0 without evidence. */
function evidenceCounts(diff: PolicyDiff): readonly number[] {
  const evidence = evidenceOfDiff(diff);
  return diff.add.map(({ effect }, at) => {
    const own = evidence[at] ?? null;
    return own === null ? 0 : evidenceCount(effect, own);
  });
}

const CODE = 'Another extension';

/**
 * The author name for actions of other code, including the name that it claims. Stored independently of the display
 * language, so that the audit trail does not depend on it.
 */
export function authorOfCode(claimedName: string | undefined): string {
  return claimedName === undefined || claimedName.trim() === ''
    ? CODE
    : `${CODE} (says: ${claimedName.trim().slice(0, 100)})`;
}

function isAuthorOfCode(author: string): boolean {
  return author === CODE || author.startsWith(`${CODE} (says: `);
}
