import type { Review } from '../../src/protocol/reviewer';
import { HOSTILE, LEARNED, RULES } from './rulesFixture';

/** A pending suggestion as the learner makes them. */
export function suggestionReview(): Review {
  return {
    kind: 'suggestion',
    subjectId: 's-7f3a',
    diffHash: 'b1946ac92492d2347c6235b4d2611184d3a1f0c1a7a0c0d5b7f5f3a2c9e8d716',
    status: 'pending',
    proposedBy: 'forest',
    proposedAt: '2026-11-23T08:40:00.000Z',
    add: [...LEARNED],
    remove: RULES.filter(({ id }) => id === 'r-03'),
    missing: [],
    inForce: [...RULES],
    policyVersion: '4c1c6f1e-7',
    historySize: 18_204,
    meta: [
      { name: 'proposed by', value: 'forest' },
      { name: 'model version', value: 'forest-2026-11-23-9d02' },
      { name: 'generated at', value: '2026-11-23 08:40' },
      { name: 'total features analyzed', value: '4128' },
      { name: 'suggestions count', value: '3' },
    ],
    abstained: [
      { what: 'chmod -R 777', reason: 'needs 3 different commands; has 1' },
      { what: 'docker system prune', reason: '4 of 9 labelled hits are safe' },
    ],
    author: 'Kim Doe',
    morePending: 2,
  };
}

/** Back to the state before the last version. */
export function rollbackReview(): Review {
  const [first, , third] = RULES;
  const base = suggestionReview();
  return {
    ...base,
    kind: 'rollback',
    target: 7,
    subjectId: '4c1c6f1e-7',
    proposedBy: 'Kim Doe',
    add:
      third === undefined
        ? []
        : [
            {
              id: third.id,
              pattern: third.pattern,
              effect: third.effect,
              mode: third.mode,
              reason: third.reason,
            },
          ],
    remove: first === undefined ? [] : [first],
    inForce: RULES.filter(({ id }) => id !== 'r-03'),
    meta: [],
    abstained: [],
    morePending: 0,
  };
}

/** A suggestion somebody has decided already. */
export function decidedReview(): Review {
  return {
    ...suggestionReview(),
    status: 'rejected',
    decided: { by: 'Sam Roe', at: '2026-11-23T09:05:00.000Z', comment: 'Too many false alarms.' },
  };
}

/** Text that attacks the page, in every place that shows text. */
export function hostileReview(): Review {
  const examples = HOSTILE.map((command) => ({ command, count: 1 }));
  const text = HOSTILE[0] ?? '';
  const bidi = HOSTILE[1] ?? '';
  return {
    ...suggestionReview(),
    subjectId: 's-hostile',
    proposedBy: text,
    add: [
      {
        pattern: text,
        effect: 'deny',
        score: 0.5,
        reason: bidi,
        evidence: {
          unsafeHits: examples.length,
          safeHits: examples.length,
          unknownHits: 0,
          templates: 1,
          precision: 0.5,
          unsafeExamples: examples,
          safeExamples: examples,
        },
      },
    ],
    remove: [],
    missing: ['r-99'],
    meta: [{ name: text, value: bidi }],
    abstained: [{ what: text, reason: bidi }],
  };
}

/** Hundreds of rules and examples. */
export function largeReview(): Review {
  const rules = Array.from({ length: 2000 }, (_, index) => ({
    id: `big-${index}`,
    pattern: `^program-${index} (?:list|show) --flag-${index % 7}\\b`,
    effect: index % 3 === 0 ? ('deny' as const) : ('allow' as const),
    addedBy: 'Kim Doe',
    confidence: null,
    ts: '2026-10-02T08:15:00.000Z',
    mode: 'enforce' as const,
    reason: '',
  }));
  const examples = Array.from({ length: 800 }, (_, index) => ({
    command: `deploy --target host-${index} --force`,
    count: index,
  }));
  const [first] = LEARNED;
  return {
    ...suggestionReview(),
    subjectId: 's-large',
    add: Array.from({ length: 60 }, (_, index) => ({
      ...first,
      pattern: `deploy\\b[^|\\n]* --target host-${index}\\b`,
      effect: 'deny' as const,
      evidence: {
        unsafeHits: 800,
        safeHits: 800,
        unknownHits: 0,
        templates: 40,
        precision: 0.5,
        unsafeExamples: examples,
        safeExamples: examples,
      },
    })),
    remove: rules.slice(0, 300),
    inForce: rules,
  };
}
