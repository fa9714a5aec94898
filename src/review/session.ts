import { approve } from '../core/approval';
import { type PolicyDiff } from '../core/diff';
import { RulewrightError } from '../core/errors';
import type { Ids, PolicyStore } from '../core/ports';
import type { Rule } from '../core/rule';
import type { Suggestion, SuggestionStatus } from '../core/suggestion';
import type { PolicyVersion } from '../core/version';

/** What a person can be asked to decide. */
export const SubjectKind = ['suggestion', 'rollback', 'restore'] as const;
export type SubjectKind = (typeof SubjectKind)[number];

/** What stands on the screen while a person decides. */
export interface Review {
  readonly kind: SubjectKind;
  /** A suggestion's id, or the version that a rollback or restore aims at. */
  readonly subjectId: string;
  readonly status: SuggestionStatus;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
  /** Rules in force now. */
  readonly current: readonly Rule[];
  /** Full rows that come back, for a rollback or restore; a suggestion's new rules have no row yet. */
  readonly addedRules: readonly Rule[];
  /** Full rows that would go. */
  readonly removedRules: readonly Rule[];
  /** The newest version, or empty before the first. */
  readonly policyVersion: string;
  /** For suggestions. */
  readonly suggestion?: Suggestion;
  /** The version aimed at, for rollback and restore. */
  readonly target?: PolicyVersion;
}

/** What the reviewer sends back. Nothing in it is believed: each part is compared with what was shown. */
export interface Decision {
  readonly subjectId: string;
  readonly diffHash: string;
  readonly author: string;
  readonly comment: string;
}

/** One opened review: what was shown, and the only way from it to a changed policy. */
export interface ReviewSession {
  readonly shown: Review;
  /** Throws `stale-diff`, `wrong-token`, `not-pending` …; the policy is then as before. */
  apply(decision: Decision & { readonly typed: string }): Promise<PolicyVersion>;
  /** For suggestions only. */
  reject(decision: Decision): Promise<Suggestion>;
}

/** What reviews need of the world. */
export interface ReviewPorts {
  readonly policies: PolicyStore;
  readonly ids: Ids;
}

/** Opens a review of a pending suggestion, or of a way back to an earlier version. Throws `not-found`. */
export async function openReview(
  ports: ReviewPorts,
  kind: SubjectKind,
  subjectId: string,
): Promise<ReviewSession> {
  const shown = await look(ports.policies, kind, subjectId);
  // One id for all tries on this screen: a double click applies once.
  const requestId = ports.ids.next();
  return Object.freeze({
    shown,
    async apply(decision) {
      checkShown(shown, decision);
      const approval = approve(decision, decision.typed);
      return kind === 'suggestion'
        ? ports.policies.apply(approval, requestId)
        : ports.policies.returnTo(kind, approval, requestId);
    },
    async reject(decision) {
      checkShown(shown, decision);
      if (kind !== 'suggestion') {
        throw new RulewrightError('invalid-input', 'Only a suggestion can be rejected.', {
          hint: 'Close the review to leave the policy as it is.',
        });
      }
      const { author, comment } = decision;
      return ports.policies.reject({ suggestionId: subjectId, author, comment });
    },
  } satisfies ReviewSession);
}

function checkShown(shown: Review, decision: Decision): void {
  if (decision.subjectId === shown.subjectId && decision.diffHash === shown.diffHash) return;
  throw new RulewrightError('stale-diff', 'This is not the change that was on the screen.', {
    hint: 'Open the review again and read it before you type APPLY.',
  });
}

async function look(policies: PolicyStore, kind: SubjectKind, subjectId: string): Promise<Review> {
  const [current, versions] = await Promise.all([policies.listRules(), policies.listVersions()]);
  const policyVersion = versions[0]?.version ?? '';
  if (kind === 'suggestion') {
    const suggestion = await findSuggestion(policies, subjectId);
    const { diff, diffHash, status } = suggestion;
    const gone = new Set(diff.remove);
    return {
      kind,
      subjectId,
      status,
      diff,
      diffHash,
      current,
      addedRules: [],
      removedRules: current.filter((rule) => gone.has(rule.id)),
      policyVersion,
      suggestion,
    };
  }
  const preview = await policies.previewReturn(kind, subjectId);
  const target = versions.find((version) => version.version === preview.target);
  return {
    kind,
    subjectId,
    status: 'pending',
    diff: preview.diff,
    diffHash: preview.diffHash,
    current,
    addedRules: preview.addedRules,
    removedRules: preview.removedRules,
    policyVersion,
    ...(target === undefined ? {} : { target }),
  };
}

async function findSuggestion(policies: PolicyStore, id: string): Promise<Suggestion> {
  const found = (await policies.listSuggestions()).find((suggestion) => suggestion.id === id);
  if (found !== undefined) return found;
  throw new RulewrightError('not-found', `There is no suggestion "${id}".`, {
    hint: 'Choose one in the Suggestions view.',
  });
}
