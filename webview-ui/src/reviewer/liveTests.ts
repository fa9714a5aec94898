import type {
  DecidedBoth,
  HistoryHit,
  LiveBacktest,
  NarrowedRule,
  RuleToTest,
  BypassTest,
} from '../../../src/core/liveBacktest';
import {
  HITS_PER_PAGE,
  type Review,
  type TestedRule,
  type ToReviewer,
} from '../../../src/protocol/reviewer';

/** The result of a test, or why there is none. */
export type LiveResult =
  LiveBacktest | { readonly state: 'failed'; readonly message: string; readonly hint?: string };

/** The result of a successful test. */
export type Tested = Extract<LiveBacktest, { state: 'tested' }>;

/** The loaded hits of a rule, of `total`, by page number. */
export interface LiveHits {
  readonly pages: Readonly<Record<number, readonly HistoryHit[]>>;
  readonly total: number;
}

/** The part of the history that the results cover, and whether reading continues. */
export type Reading = Pick<Extract<ToReviewer, { type: 'reading' }>, 'read' | 'state'>;

/** A rule narrowed so that it does not match a command. */
export interface Excluded {
  readonly command: string;
  readonly result: NarrowedRule;
}

/** The results of all tests, by `testKey`. */
export interface LiveTests {
  readonly results: Readonly<Record<string, LiveResult>>;
  /** Undefined until a part of the history was read. */
  readonly reading?: Reading | undefined;
  readonly hits: Readonly<Record<string, LiveHits>>;
  readonly bypasses: Readonly<Record<string, BypassTest>>;
  /** The decisions about the history before and after the chosen part of the change. */
  readonly decided?: DecidedBoth | undefined;
  /** The last narrowing of a rule to exclude a command. */
  readonly excluded: Readonly<Record<string, Excluded>>;
  /** Number of labels given on this page. Results from before a label are outdated. */
  readonly labels: number;
}

/** The state before the first test. */
export const NO_TESTS: LiveTests = { results: {}, hits: {}, bypasses: {}, excluded: {}, labels: 0 };

/** Whether the rules were tested on the whole history. */
export function isWhole({ reading }: LiveTests): boolean {
  return reading !== undefined && reading.read.done === reading.read.total;
}

/** Number of commands that cannot be judged, summed over these rules. */
export function unjudgedBy(tests: LiveTests, rules: readonly TestedRule[]): number {
  return rules.reduce((sum, rule) => {
    const result = tests.results[testKey(rule)];
    return result?.state === 'tested' ? sum + result.unjudged : sum;
  }, 0);
}

/** A key that is equal for the same rule with the same pattern and effect. */
export function testKey({ at, pattern, effect }: TestedRule): string {
  return `${at} ${effect} ${pattern}`;
}

/** The rule at that index, as a test request. */
export function toTest({ pattern, effect }: RuleToTest, at: number): TestedRule {
  return { at, pattern, effect };
}

/** The index of a rule to remove, which follows the rules to add. */
export function placeOfRemoved({ add }: Review, at: number): number {
  return add.length + at;
}

const TEST_MESSAGES = [
  'reading',
  'tested',
  'testFailed',
  'hits',
  'bypasses',
  'excluded',
  'decided',
  'labelled',
] as const;

/** A message about tests. */
export type TestMessage = Extract<ToReviewer, { type: (typeof TEST_MESSAGES)[number] }>;

/** Whether a message is about tests. */
export function isTestMessage(message: { readonly type: string }): message is TestMessage {
  return TEST_MESSAGES.some((type) => type === message.type);
}

/** The test results after a message. */
export function reduceTests(tests: LiveTests, message: TestMessage): LiveTests {
  switch (message.type) {
    case 'reading':
      return { ...tests, reading: { read: message.read, state: message.state } };
    case 'tested':
      return withResults(tests, message);
    case 'testFailed': {
      const { rules, message: text, hint } = message;
      const failed = {
        state: 'failed' as const,
        message: text,
        ...(hint !== undefined && { hint }),
      };
      const added = rules.map((rule) => [testKey(rule), failed] as const);
      return { ...tests, results: { ...tests.results, ...Object.fromEntries(added) } };
    }
    case 'hits': {
      const key = testKey(message.rule);
      const { from, hits, total } = message.page;
      const known = tests.hits[key];
      const pages = { ...(known?.total === total && known.pages), [from / HITS_PER_PAGE]: hits };
      return { ...tests, hits: { ...tests.hits, [key]: { pages, total } } };
    }
    case 'bypasses':
      return {
        ...tests,
        bypasses: { ...tests.bypasses, [testKey(message.rule)]: message.bypasses },
      };
    case 'excluded': {
      const { rule, command, result } = message;
      const excluded = { ...tests.excluded, [testKey(rule)]: { command, result } };
      return { ...tests, excluded };
    }
    case 'decided':
      return { ...tests, decided: message.decided };
    case 'labelled': {
      const { command, label } = message;
      const hits = Object.entries(tests.hits).map(([key, known]) => {
        const pages = Object.entries(known.pages).map(([page, hits]) => {
          const rows = hits.map((hit) => (hit.command === command ? { ...hit, label } : hit));
          return [page, rows] as const;
        });
        return [key, { ...known, pages: Object.fromEntries(pages) }] as const;
      });
      // The commands that a rule is intended to stop depend on labels.
      return {
        ...tests,
        hits: Object.fromEntries(hits),
        bypasses: {},
        labels: tests.labels + 1,
      };
    }
  }
}

/** The number of hits of a tested rule, including removed ones. */
export function hitCount({ commands, lost }: Tested): number {
  return commands + lost.commands;
}

/** The length of the list of a tested rule: its hits, followed by the commands that cannot be judged. */
export function listCount(tested: Tested): number {
  return hitCount(tested) + tested.unjudged;
}

/** Adds new results. If a rule has more hits than before, the indexes of the loaded ones have changed. */
function withResults(
  tests: LiveTests,
  { rules }: Extract<TestMessage, { type: 'tested' }>,
): LiveTests {
  const added = rules.map((rule) => [testKey(rule), rule.result] as const);
  const results = { ...tests.results, ...Object.fromEntries(added) };
  const hits = Object.entries(tests.hits).filter(([key, { total }]) => {
    const result = results[key];
    return result?.state === 'tested' && listCount(result) === total;
  });
  return { ...tests, results, hits: Object.fromEntries(hits) };
}
