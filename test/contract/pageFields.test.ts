import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ComponentType } from 'preact';
import type * as z from 'zod';
import { RECORDED_FILE, recordedPages } from '../../scripts/recordPages';
import {
  AgentsState,
  CheckResult,
  HistoryState,
  ModelState,
  QueueState,
  ToDashboard,
} from '../../src/protocol/dashboard';
import { ToExplain } from '../../src/protocol/explain';
import { Review, ToReviewer } from '../../src/protocol/reviewer';
import { compilePolicy } from '../../src/policy/compilePolicy';
import { explain } from '../../src/policy/explain';
import { variantsOf } from '../../src/policy/variants';
import { explainedState, starterState, variantRows } from '../../src/providers/explainStates';
import { commandActions } from '../../src/shell/commandActions';
import { aRule } from '../support/aRule';
import { RECORDED } from '../../webview-ui/dev/recorded';
import type { Host } from '../../webview-ui/src/common/host';
import { explainMessages } from '../../webview-ui/dev/explainFixture';
import { ExplainPage } from '../../webview-ui/src/explain/page';
import { DashboardPage } from '../../webview-ui/src/dashboard/page';
import { ReviewerPage } from '../../webview-ui/src/reviewer/page';
import { fieldsOf, watched, type Fields } from '../support/pages/readFields';
import { unwritten } from '../support/pages/writtenFields';
import { press } from '../webview/support/look';
import { openPage } from '../webview/support/page';

const { start, later } = RECORDED;
const EXPLANATIONS = [start.explain, ...Object.values(RECORDED.explain)];
const REVIEWS = Object.values(RECORDED.reviews);

/** The number of the first request of the page. */
const FIRST_TURN = 1;

/** The messages of each kind to each page. */
const TO_REVIEWER = REVIEWS.map((review) => ({ type: 'show' as const, review }));
const TO_EXPLAIN: readonly ToExplain[] = EXPLANATIONS.flatMap((one) => [
  { type: 'subject' as const, subject: one.subject },
  ...explainMessages(one, FIRST_TURN),
]);
const TO_DASHBOARD = [
  ...[start.history, later.history, later.session, later.found].map((history) => ({
    type: 'history' as const,
    history,
  })),
  ...[start.queue, later.queue].map((queue) => ({ type: 'queue' as const, queue })),
  ...[start.model, later.model].map((model) => ({ type: 'model' as const, model })),
  { type: 'agents' as const, agents: later.agents },
  { type: 'showTab' as const, tab: 'history' as const },
  ...[start.checked, later.undecided, later.denied].map((result) => ({
    type: 'checked' as const,
    result,
  })),
];

describe('messages to pages', () => {
  it('match the recorded fixtures', async () => {
    // Out of date? `npx tsx scripts/recordPages.ts --write`
    assert.deepEqual(
      JSON.parse(readFileSync(RECORDED_FILE, 'utf8')),
      JSON.parse(await recordedPages()),
    );
  });

  for (const [what, schema, values] of [
    ['review', Review, REVIEWS],
    ['history', HistoryState, [start.history, later.history, later.session, later.found]],
    ['queue', QueueState, [start.queue, later.queue]],
    ['model', ModelState, [start.model, later.model]],
    ['agents', AgentsState, [later.agents]],
    ['checked', CheckResult, [start.checked, later.undecided, later.denied]],
    ['explanation', ToExplain, [...TO_EXPLAIN, ...moreExplanations()]],
  ] as const) {
    it(`contain every field of their protocol: ${what}`, () => {
      assert.deepEqual(
        unwritten(schema, values).filter((path) => !MADE_BY_CONVERSATION.has(path)),
        [],
      );
    });
  }

  it('are read completely by the reviewer', () => {
    assert.deepEqual(dropped(ReviewerPage, ToReviewer, TO_REVIEWER), []);
  });

  it('are read completely by the Explain page', () => {
    assert.deepEqual(dropped(ExplainPage, ToExplain, TO_EXPLAIN), []);
  });

  it('are read completely by the dashboard', () => {
    assert.deepEqual(dropped(DashboardPage, ToDashboard, TO_DASHBOARD), []);
  });
});

/**
 * Explanations without a case in the recorded run: an option with a value, an alternative in code, a starter rule in
 * force.
 */
function moreExplanations(): readonly ToExplain[] {
  const command = 'git push --push-option=/etc/x origin main';
  const rule = aRule({ pattern: '^git push', instead: 'Use `git fetch origin` first.' });
  const policy = compilePolicy({ rules: [rule], version: 'v1', seq: 1 });
  const explanation = explain(policy, command);
  const starter = { title: 'Pushes', category: 'Git', reason: '', instead: '', start: 0, end: 8 };
  const explained = explainedState(explanation, commandActions(command), [rule]);
  const variants = variantRows([...variantsOf(policy, explanation)]);
  const state = starterState([{ ...starter, pattern: rule.pattern, effect: 'deny' }], [rule], '');
  return [
    { type: 'explained', requestNumber: FIRST_TURN, explained },
    { type: 'variants', requestNumber: FIRST_TURN, variants },
    { type: 'starter', requestNumber: FIRST_TURN, ...state },
  ];
}

/**
 * Messages that conversations send outside the recorded run: states of the dashboard without data, and who applied a
 * suggestion that was rolled back (tested by `reviewMessage.test.ts`).
 */
const MADE_BY_CONVERSATION = new Set(['(failed)', '(training)', 'rolledBack']);

/** Fields of messages that a page never reads. */
function dropped<In, Out>(
  page: ComponentType<{ host: Host<In, Out>; now: () => number }>,
  schema: z.ZodType<In>,
  messages: readonly In[],
): readonly string[] {
  const read: Fields = new Set();
  const watching = schema.transform((message) => watched(message, read));
  const opened = openPage(page, watching);
  try {
    for (const message of messages) {
      opened.post(message);
      // Rules of a category are read only when they are shown.
      for (const heading of opened.body.querySelectorAll('.category h3 button')) {
        press(heading as HTMLElement);
      }
    }
  } finally {
    opened.close();
  }
  const all = new Set(messages.flatMap((message) => fieldsOf(message)));
  return [...all].filter((field) => !read.has(field));
}
