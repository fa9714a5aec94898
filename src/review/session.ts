import * as l10n from '@vscode/l10n';
import { approve } from '../core/approval';
import { diffHash, type PolicyDiff } from '../core/diff';
import { divideDiff, type DiffPart } from '../core/diffPart';
import { RulewrightError } from '../core/errors';
import { joinSuggestions, type JointDiff } from '../core/joinSuggestions';
import type { Ids, PolicyStore, ShownSuggestion } from '../core/ports';
import type { Rule } from '../core/rule';
import { policyChanged, staleDiff } from '../core/staleDiff';
import { inReadingOrder, ruleCategories } from '../core/ruleCategories';
import { highestConfidenceFirst, type Suggestion, type SuggestionStatus } from '../core/suggestion';
import type { PolicyVersion } from '../core/version';

/** The kinds of changes that a person reviews. `joint`: all pending suggestions together. */
export const SubjectKind = ['suggestion', 'joint', 'rollback', 'restore'] as const;
export type SubjectKind = (typeof SubjectKind)[number];

/** The subject of a joint review. */
export const ALL_PENDING = 'pending';

/** The suggestions of a joint review, in the order in which they were joined. */
export interface Joint extends JointDiff {
  readonly suggestions: readonly Suggestion[];
}

/** The content of a review. */
export interface Review {
  readonly kind: SubjectKind;
  /** The id of the suggestion, or of the target version of a rollback or restore; `ALL_PENDING` for a joint review. */
  readonly subjectId: string;
  readonly status: SuggestionStatus;
  readonly diff: PolicyDiff;
  readonly diffHash: string;
  /** Rules in force now, in reading order. */
  readonly current: readonly Rule[];
  /** The rules that a rollback or restore adds again. Empty for suggestions, whose new rules have no ids yet. */
  readonly addedRules: readonly Rule[];
  /** The rules that would be removed. Like those that are added again, in reading order: see `inReadingOrder`. */
  readonly removedRules: readonly Rule[];
  /** See `ruleCategories`. */
  readonly categories: ReadonlyMap<string, string>;
  /** Id of the newest version; empty before the first. */
  readonly policyVersion: string;
  /** Present for a suggestion. */
  readonly suggestion?: Suggestion;
  /** Present for a joint review. */
  readonly joint?: Joint;
  /** The target version of a rollback or restore. */
  readonly target?: PolicyVersion;
}

/** The decision sent by the reviewer page. It is untrusted: each part is compared with what was shown. */
export interface Decision {
  readonly subjectId: string;
  readonly diffHash: string;
  readonly author: string;
  readonly comment: string;
}

/** The decision to apply a change. */
export interface Application extends Decision {
  readonly typed: string;
  /** Id of the newest version when the page was shown; empty before the first. */
  readonly policyVersion: string;
  readonly part?: DiffPart;
}

/** An open review: its content, and the only way to apply it. */
export interface ReviewSession {
  readonly shown: Review;
  /** Throws `stale-diff` if the change would not be shown identically now, or `not-found`. */
  checkCurrent(): Promise<void>;
  /**
   * Applies the change, or only `part` of the suggestions; the approval is for exactly that, and for the policy that
   * was shown. Throws `stale-diff`, `wrong-token`, `not-pending` and others, and then leaves the policy unchanged.
   */
  apply(decision: Application): Promise<PolicyVersion>;
  /** For suggestions only. A joint review rejects all of them. */
  reject(decision: Decision): Promise<void>;
}

/** The dependencies of a review. */
export interface ReviewPorts {
  readonly policies: PolicyStore;
  readonly ids: Ids;
}

/** Opens the review of a suggestion, of all pending suggestions, or of a rollback or restore. Throws `not-found`. */
export async function openReview(
  ports: ReviewPorts,
  kind: SubjectKind,
  subjectId: string,
): Promise<ReviewSession> {
  const { policies } = ports;
  const shown = await readReview(policies, kind, subjectId);
  // One id for all attempts of this review, so that a double click applies once.
  const requestId = ports.ids.next();
  const jointId = shown.joint === undefined ? '' : ports.ids.next();
  const apply = applierOf(policies, shown, { requestId, jointId });
  return Object.freeze({
    shown,
    async checkCurrent() {
      const now = await readReview(policies, kind, subjectId, shown.joint?.suggestions);
      // The rules in force do not matter to a suggestion that was decided; its rejection may be undone.
      if (shown.status === 'pending' && now.policyVersion !== shown.policyVersion) {
        const [newest] = await policies.listVersions();
        throw policyChanged(newest);
      }
      if (now.status !== shown.status || now.diffHash !== shown.diffHash) {
        throw staleDiff(l10n.t('A suggestion changed during the review.'));
      }
    },
    async apply(decision) {
      checkShown(shown, decision);
      return apply(decision);
    },
    async reject(decision) {
      checkShown(shown, decision);
      const { author, comment } = decision;
      if (shown.joint !== undefined) {
        return policies.rejectAll({ shown: asShown(shown.joint), author, comment });
      }
      if (kind !== 'suggestion') {
        throw new RulewrightError('invalid-input', l10n.t('Only a suggestion can be rejected.'), {
          hint: l10n.t('Close the review to leave the policy unchanged.'),
        });
      }
      await policies.reject({ suggestionId: subjectId, author, comment });
    },
  } satisfies ReviewSession);
}

/** Applies what was shown. `jointId`: the id for the suggestion that a joint review creates. */
function applierOf(
  policies: PolicyStore,
  shown: Review,
  { requestId, jointId }: { readonly requestId: string; readonly jointId: string },
): ReviewSession['apply'] {
  const { kind, diff, joint } = shown;
  return async ({ typed, part, ...subject }) => {
    if (kind === 'rollback' || kind === 'restore') {
      return policies.returnTo(kind, approve(subject, typed), requestId);
    }
    const hash = part === undefined ? shown.diffHash : diffHash(divideDiff(diff, part).taken);
    if (joint === undefined) {
      return policies.apply(approve({ ...subject, diffHash: hash }, typed), requestId, part);
    }
    const approval = approve({ ...subject, subjectId: jointId, diffHash: hash }, typed);
    return policies.applyJoint(approval, requestId, asShown(joint), part);
  };
}

function asShown({ suggestions }: Joint): readonly ShownSuggestion[] {
  return suggestions.map(({ id, diffHash: hash }) => ({ id, diffHash: hash }));
}

function checkShown(shown: Review, decision: Decision): void {
  if (decision.subjectId === shown.subjectId && decision.diffHash === shown.diffHash) return;
  throw new RulewrightError('stale-diff', l10n.t('This is not the change that was shown.'), {
    hint: l10n.t('Open the review again and read it before you type APPLY.'),
  });
}

/** `joined`: the suggestions of an open joint review. Without them, all pending suggestions are joined. */
async function readReview(
  policies: PolicyStore,
  kind: SubjectKind,
  subjectId: string,
  joined?: readonly Suggestion[],
): Promise<Review> {
  // First, so that a change during the reading makes the review stale, whichever rules it shows.
  const versions = await policies.listVersions();
  const rules = await policies.listRules();
  const policyVersion = versions[0]?.version ?? '';
  const categories = ruleCategories(versions);
  const current = inReadingOrder(rules, categories);
  const common = { kind, subjectId, current, policyVersion, categories };
  if (kind === 'suggestion') {
    const suggestion = await findSuggestion(policies, subjectId);
    return { ...common, ...suggestedChange(current, suggestion), suggestion };
  }
  if (kind === 'joint') return { ...common, ...(await jointChange(policies, current, joined)) };
  const preview = await policies.previewReturn(kind, subjectId);
  const target = versions.find((version) => version.version === preview.target);
  return {
    ...common,
    status: 'pending',
    diff: preview.diff,
    diffHash: preview.diffHash,
    addedRules: inReadingOrder(preview.addedRules, categories),
    removedRules: inReadingOrder(preview.removedRules, categories),
    ...(target === undefined ? {} : { target }),
  };
}

function suggestedChange(
  current: readonly Rule[],
  { diff, diffHash: hash, status }: Pick<Suggestion, 'diff' | 'diffHash' | 'status'>,
) {
  const removedIds = new Set(diff.remove);
  const removedRules = current.filter((rule) => removedIds.has(rule.id));
  return { status, diff, diffHash: hash, addedRules: [], removedRules };
}

async function jointChange(
  policies: PolicyStore,
  current: readonly Rule[],
  joined: readonly Suggestion[] | undefined,
) {
  const pending = highestConfidenceFirst(await policies.listSuggestions('pending'));
  const ids = joined && new Set(joined.map(({ id }) => id));
  const suggestions = ids === undefined ? pending : pending.filter(({ id }) => ids.has(id));
  if (suggestions.length === 0) throw nothingPending();
  const joint = joinSuggestions(suggestions, new Set(current.map(({ id }) => id)));
  const { diff } = joint;
  const change = suggestedChange(current, { diff, diffHash: diffHash(diff), status: 'pending' });
  return { ...change, joint: { ...joint, suggestions } };
}

function nothingPending(): RulewrightError {
  return new RulewrightError('not-found', l10n.t('No suggestions are waiting for review.'), {
    hint: l10n.t('Generate suggestions, or propose a change.'),
  });
}

async function findSuggestion(policies: PolicyStore, id: string): Promise<Suggestion> {
  const isSubject = (suggestion: Suggestion): boolean => suggestion.id === id;
  // Search the pending suggestions first: they are few, while decided ones are kept permanently.
  const found =
    (await policies.listSuggestions('pending')).find(isSubject) ??
    (await policies.listSuggestions()).find(isSubject);
  if (found !== undefined) return found;
  throw new RulewrightError('not-found', l10n.t('There is no suggestion "{0}".', id), {
    hint: l10n.t('Choose one in the Suggestions view.'),
  });
}
