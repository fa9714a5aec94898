import * as l10n from '@vscode/l10n';
import { approve } from '../core/approval';
import { diffHash, type PolicyDiff } from '../core/diff';
import { divideDiff, type DiffPart } from '../core/diffPart';
import { RulewrightError } from '../core/errors';
import type { Ids, PolicyStore } from '../core/ports';
import type { Rule } from '../core/rule';
import type { Suggestion, SuggestionStatus } from '../core/suggestion';
import type { PolicyVersion } from '../core/version';

/** The kinds of changes that a person reviews. */
export const SubjectKind = ['suggestion', 'rollback', 'restore'] as const;
export type SubjectKind = (typeof SubjectKind)[number];

/** What the review shows. */
export interface Review {
  readonly kind: SubjectKind;
  /** The id of the suggestion, or of the target version of a rollback or restore. */
  readonly subjectId: string;
  readonly status: SuggestionStatus;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
  /** Rules in force now. */
  readonly current: readonly Rule[];
  /** The rules that a rollback or restore brings back. Empty for a suggestion, whose new rules have no ids yet. */
  readonly addedRules: readonly Rule[];
  /** The rules that would be removed. */
  readonly removedRules: readonly Rule[];
  /** Id of the newest version; empty before the first. */
  readonly policyVersion: string;
  /** For suggestions. */
  readonly suggestion?: Suggestion;
  /** The target version of a rollback or restore. */
  readonly target?: PolicyVersion;
}

/** The decision that the reviewer page sends. It is untrusted: each part is compared with what was shown. */
export interface Decision {
  readonly subjectId: string;
  readonly diffHash: string;
  readonly author: string;
  readonly comment: string;
}

/** An open review: what it shows, and the only way to apply it. */
export interface ReviewSession {
  readonly shown: Review;
  /**
   * Applies the change, or the part `part` of a suggestion; the approval is for exactly that.
   * Throws `stale-diff`, `wrong-token`, `not-pending` and others. The policy is then unchanged.
   */
  apply(
    decision: Decision & { readonly typed: string; readonly part?: DiffPart },
  ): Promise<PolicyVersion>;
  /** For suggestions only. */
  reject(decision: Decision): Promise<Suggestion>;
}

/** The dependencies of a review. */
export interface ReviewPorts {
  readonly policies: PolicyStore;
  readonly ids: Ids;
}

/** Opens the review of a suggestion, or of a rollback or restore. Throws `not-found`. */
export async function openReview(
  ports: ReviewPorts,
  kind: SubjectKind,
  subjectId: string,
): Promise<ReviewSession> {
  const shown = await readReview(ports.policies, kind, subjectId);
  // One id for all attempts of this review: a double click applies once.
  const requestId = ports.ids.next();
  return Object.freeze({
    shown,
    async apply(decision) {
      checkShown(shown, decision);
      const { typed, part, ...subject } = decision;
      if (kind !== 'suggestion') {
        return ports.policies.returnTo(kind, approve(subject, typed), requestId);
      }
      if (part === undefined) return ports.policies.apply(approve(subject, typed), requestId);
      const { taken } = divideDiff(shown.diff, part);
      const approval = approve({ ...subject, diffHash: diffHash(taken) }, typed);
      return ports.policies.apply(approval, requestId, part);
    },
    async reject(decision) {
      checkShown(shown, decision);
      if (kind !== 'suggestion') {
        throw new RulewrightError('invalid-input', l10n.t('Only a suggestion can be rejected.'), {
          hint: l10n.t('Close the review to leave the policy unchanged.'),
        });
      }
      const { author, comment } = decision;
      return ports.policies.reject({ suggestionId: subjectId, author, comment });
    },
  } satisfies ReviewSession);
}

function checkShown(shown: Review, decision: Decision): void {
  if (decision.subjectId === shown.subjectId && decision.diffHash === shown.diffHash) return;
  throw new RulewrightError('stale-diff', l10n.t('This is not the change that was shown.'), {
    hint: l10n.t('Open the review again and read it before you type APPLY.'),
  });
}

async function readReview(
  policies: PolicyStore,
  kind: SubjectKind,
  subjectId: string,
): Promise<Review> {
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
  throw new RulewrightError('not-found', l10n.t('There is no suggestion "{0}".', id), {
    hint: l10n.t('Choose one in the Suggestions view.'),
  });
}
