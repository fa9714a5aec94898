import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { ComponentType } from 'preact';
import type * as z from 'zod';
import { ToDashboard } from '../../src/protocol/dashboard';
import { ToExplain } from '../../src/protocol/explain';
import { ToReviewer } from '../../src/protocol/reviewer';
import { ToSetup } from '../../src/protocol/setup';
import { explainMessages } from '../../webview-ui/dev/explainFixture';
import { RECORDED } from '../../webview-ui/dev/recorded';
import type { Host } from '../../webview-ui/src/common/host';
import { DashboardPage } from '../../webview-ui/src/dashboard/page';
import { ExplainPage } from '../../webview-ui/src/explain/page';
import { ReviewerPage } from '../../webview-ui/src/reviewer/page';
import { SetupPage } from '../../webview-ui/src/setup/page';
import { press, text } from './support/look';
import { openPage, type TestPage } from './support/page';

/** Markup, and characters that hide or reorder text. */
const EVIL = 'x\u202e<img src=x onerror="alert(1)">\u200b\u0007[a](command:b) $(trash)';
const HIDDEN = /[\u202e\u200b]|(?!\n)\p{Cc}/u;
/** Attributes with data, ids and the content of fields, which are not shown as text. */
const UNREAD = [
  ...['value', 'id', 'for', 'aria-controls', 'aria-labelledby', 'aria-describedby'],
  ...['datetime', 'data-vscode-context', 'key'],
];
/** Items of long lists add no case. */
const FEW = 3;

const { start, later, reviews, explain } = RECORDED;
const failed = { type: 'failed', message: 'x', hint: 'x' };
const tested = (subjectId: string) => ({
  subjectId,
  rule: { at: 0, pattern: 'x', effect: 'deny' },
});

const REVIEW_MESSAGES = Object.values(reviews).map((review) => [
  { type: 'show', review },
  failed,
  { type: 'stale', message: 'x', hint: 'x' },
]);
const OUTCOMES = [
  [{ type: 'empty', message: 'x', hint: 'x' }],
  [
    { type: 'show', review: reviews.suggestion },
    {
      ...{ type: 'applied', subjectId: EVIL, version: 'x', seq: 2, at: 'x', author: 'x' },
      ...{ rules: 1, isAsked: false, morePending: 1 },
    },
  ],
  [
    { type: 'show', review: reviews.suggestion },
    { type: 'testFailed', ...tested(EVIL), rules: [], message: 'x', hint: 'x' },
  ].map((message) => {
    const copy: Record<string, unknown> = { ...message };
    if (message.type === 'testFailed') delete copy['rule'];
    return copy;
  }),
];
const EXPLANATIONS = [start.explain, ...Object.values(explain)].map((one) => [
  { type: 'subject', subject: one.subject },
  ...explainMessages(one, 1),
  failed,
]);
const dashboard = (states: typeof start | typeof later) => [
  { type: 'overview', overview: states.overview },
  { type: 'history', history: states.history },
  { type: 'queue', queue: states.queue },
  { type: 'model', model: states.model },
  { type: 'agents', agents: later.agents },
  { type: 'checked', result: 'denied' in states ? states.denied : states.checked },
  failed,
];
const FAILED_STATE = { state: 'failed', message: 'x', hint: 'x' };
const DASHBOARDS = [
  dashboard(start),
  dashboard(later),
  [{ type: 'history', history: later.session }],
  [{ type: 'history', history: later.found }],
  (['overview', 'history', 'queue', 'model', 'agents'] as const).map((type) => ({
    type,
    [type]: FAILED_STATE,
  })),
  [
    {
      type: 'model',
      model: { state: 'training', title: 'x', stage: 'x', done: 1, total: 2 },
    },
  ],
];
const SETUPS = [start.setup, later.setup].map(({ sources, rules, hosts }) => [
  { type: 'sources', step: sources },
  { type: 'rules', step: rules },
  { type: 'hosts', step: hosts },
  { type: 'done', step: 'sources', message: 'x' },
  { type: 'ask', question: { id: 1, text: 'x', detail: 'x' } },
  failed,
]);

type AnyPage = ComponentType<{ host: Host<unknown, unknown>; now: () => number }>;

describe('hostile text in every field', () => {
  let page: TestPage | undefined;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    page?.close();
    page = undefined;
    mock.timers.reset();
  });

  for (const [name, component, schema, cases] of [
    ['the review', ReviewerPage, ToReviewer, [...REVIEW_MESSAGES, ...OUTCOMES]],
    ['the Explain page', ExplainPage, ToExplain, EXPLANATIONS],
    ['the dashboard', DashboardPage, ToDashboard, DASHBOARDS],
    ['the setup', SetupPage, ToSetup, SETUPS],
  ] as const) {
    it(`is text with visible characters on ${name}`, () => {
      for (const messages of cases) {
        page = openPage(component as unknown as AnyPage, schema as z.ZodType);
        for (const message of messages) {
          const evil = hostileCopy(schema, message);
          assert.ok(schema.safeParse(evil).success, JSON.stringify(message).slice(0, 300));
          page.post(evil);
          mock.timers.tick(0);
        }
        expectHarmless(page.body, 'at first');
        for (const tab of page.body.querySelectorAll<HTMLElement>('[role=tab]')) {
          press(tab);
          expectHarmless(page.body, text(tab));
        }
        for (const folded of page.body.querySelectorAll<HTMLElement>('[aria-expanded=false]')) {
          press(folded);
        }
        expectHarmless(page.body, 'opened');
        page.close();
        page = undefined;
      }
    });
  }
});

/** Neither markup nor hidden characters, in texts and attributes; what can be edited is as it is. */
function expectHarmless(body: HTMLElement, when: string): void {
  assert.equal(body.querySelectorAll('img, script, iframe, a[href], [onerror]').length, 0, when);
  for (const element of body.querySelectorAll('*')) {
    const own = Array.from(element.childNodes)
      .filter(({ nodeType }) => nodeType === 3)
      .map(({ textContent }) => textContent ?? '')
      .join('');
    const isField = ['INPUT', 'TEXTAREA', 'OPTION'].includes(element.tagName);
    if (!isField) assert.doesNotMatch(own, HIDDEN, `${when}: ${element.outerHTML.slice(0, 400)}`);
    for (const { name, value } of element.attributes) {
      if (UNREAD.includes(name)) continue;
      assert.doesNotMatch(value, HIDDEN, `${when}: ${name} of ${element.outerHTML.slice(0, 400)}`);
    }
  }
}

/** The message with hostile text in each member that can have any text. */
function hostileCopy(schema: z.ZodType, message: unknown): unknown {
  let copy = few(message);
  for (const path of textPaths(copy)) {
    const changed = withText(copy, path);
    if (schema.safeParse(changed).success) copy = changed;
  }
  return copy;
}

function few(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, FEW).map(few);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, few(member)]));
}

type Path = readonly (string | number)[];

function textPaths(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value === 'string') return [at];
  if (Array.isArray(value)) return value.flatMap((item, index) => textPaths(item, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textPaths(member, [...at, name]));
}

function withText(value: unknown, [first, ...rest]: Path): unknown {
  if (first === undefined) return EVIL;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === first ? withText(item, rest) : item));
  }
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [first]: withText(members[first], rest) };
}
