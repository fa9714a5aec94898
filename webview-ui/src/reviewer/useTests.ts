import { useEffect, useRef } from 'preact/hooks';
import type { FromReviewer, Review, TestedRule } from '../../../src/protocol/reviewer';
import { canChoose, editedRule, type Choice } from './choice';
import { isWhole, placeOfRemoved, testKey, toTest } from './liveTests';
import type { ReviewerState } from './state';

/**
 * Requests tests of all rules that a change adds or removes: again for each edit, and for all rules after a label or
 * when the review is sent again, which cancels the tests in progress.
 */
export function useTests(
  host: { send(message: FromReviewer): void },
  review: Review,
  choice: Choice,
  { tests, outcome, stale }: ReviewerState,
): void {
  const asked = useRef({ review, keys: new Map<number, string>() });
  const labels = useRef(0);
  const isOpen = review.status === 'pending' && outcome === undefined && stale === undefined;
  useEffect(() => {
    if (!isOpen) return;
    if (asked.current.review !== review) asked.current = { review, keys: new Map() };
    const { keys } = asked.current;
    const added = review.add.map((rule, at) => toTest(editedRule(rule, at, choice), at));
    const removed = review.remove.map((rule, at) => toTest(rule, placeOfRemoved(review, at)));
    const rules: readonly TestedRule[] = [...added, ...removed];
    const labelsChanged = labels.current !== tests.labels;
    labels.current = tests.labels;
    const missing = rules.filter(
      (rule) =>
        labelsChanged ||
        (tests.results[testKey(rule)] === undefined && keys.get(rule.at) !== testKey(rule)),
    );
    for (const rule of missing) keys.set(rule.at, testKey(rule));
    if (missing.length > 0) host.send({ type: 'test', rules: missing });
  }, [host, review, choice, tests, isOpen]);
}

/** How long a choice must stay before its decisions are counted, so that counting never delays a test. Milliseconds. */
const COUNT_AFTER_MS = 400;

/**
 * Requests the decisions about the history before and after the chosen part of a change: once the rules were tested on
 * what was read, and again for another choice.
 */
export function useDecisions(
  host: { send(message: FromReviewer): void },
  review: Review,
  choice: Choice,
  { tests, outcome, stale }: ReviewerState,
): void {
  const isOpen = review.status === 'pending' && outcome === undefined && stale === undefined;
  const isRead = isWhole(tests) || tests.reading?.state === 'stopped';
  const enforced = review.add.flatMap((original, at) => {
    const isEnforced = canChoose(review)
      ? choice.add[at] === 'enforce'
      : original.mode !== 'shadow';
    return isEnforced ? [toTest(editedRule(original, at, choice), at)] : [];
  });
  const asked = JSON.stringify([enforced, choice.keep]);
  useEffect(() => {
    if (!isOpen || !isRead) return;
    const timer = setTimeout(() => {
      host.send({ type: 'decide', enforced, kept: [...choice.keep] });
    }, COUNT_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [host, review, asked, isOpen, isRead]);
}
