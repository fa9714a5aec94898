import assert from 'node:assert/strict';
import { patternWithoutSecrets } from '../../src/history/redact/patternSecret';
import { redact } from '../../src/history/redact/redact';
import { type Review, ToReviewer } from '../../src/protocol/reviewer';
import { redactedDraft } from '../../src/providers/redactedDraft';
import { FakeTests } from '../../webview-ui/dev/fakeTests';
import { jointReview } from '../../webview-ui/dev/reviewFixture';
import { ReviewerPage } from '../../webview-ui/src/reviewer/page';
import { area, box, button, choose, press, submit, type } from './support/look';
import { openPage, type TestPage } from './support/page';

const joint = jointReview();
const [first, middle, ...others] = joint.add;
assert.ok(first !== undefined && middle !== undefined && others.length > 0);
/** Its pattern would be another one if it were redacted as a command. */
const second = { ...middle, pattern: `${middle.pattern} --token=[^ ]+` };
const review: Review = { ...joint, add: [first, second, ...others] };
const added = { ...first, pattern: '^new$' };
/** The first rule was decided in another window, and a new one came before the others. */
const next: Review = { ...review, diffHash: 'another', add: [added, second, ...others] };

describe('a joint review that changed meanwhile', () => {
  let page: TestPage;
  const show = (shown: Review): void => {
    const from = page.sent.length;
    const tests = new FakeTests('filled', (message) => {
      page.post(message);
    });
    page.post({ type: 'show', review: shown });
    for (let at = from; at < page.sent.length; at += 1) {
      const sent = page.sent[at] as Parameters<FakeTests['answer']>[0];
      if (sent.type === 'test') tests.answer(sent, shown);
    }
  };
  const open = (draft?: unknown): void => {
    page = openPage(ReviewerPage, ToReviewer, draft);
  };
  const card = (at: number): Element => {
    const found = page.body.querySelectorAll('.card-add')[at];
    assert.ok(found);
    return found;
  };
  const pick = (within: Element | null, value: string): void => {
    const picker = within?.querySelector('select');
    assert.ok(picker);
    choose(picker, value);
  };
  const edited = `${second.pattern}x?`;
  const withSecret = `${edited} ghp_${'q7Zt'.repeat(9)}`;
  /** As it is saved. */
  const cleaned = `${edited} \\S+`;
  const chooseSome = (pattern = edited): void => {
    pick(card(0), 'leave');
    pick(card(1), 'shadow');
    pick(page.body.querySelector('.card-remove'), 'keep');
    press(button(card(1), `Edit “${second.pattern}”`));
    type(area(card(1), 'Pattern'), pattern);
    type(area(page.body, 'Comment'), 'half a thought');
  };
  const typed = (): HTMLInputElement => box(page.body, 'Type APPLY to change the policy');
  const sentPart = (): unknown => {
    type(typed(), 'APPLY');
    submit(typed());
    return (page.sent.at(-1) as { part?: unknown }).part;
  };
  const expected = (pattern: string): object => ({
    add: next.add.map(({ mode = 'enforce' }, at) =>
      at === 1 ? { at, mode: 'shadow', pattern, effect: second.effect } : { at, mode },
    ),
    remove: [],
  });
  afterEach(() => {
    page.close();
  });

  it('keeps what was chosen, edited and written of the changes that are still there', () => {
    open();
    show(review);
    chooseSome();
    show(next);
    assert.equal(area(page.body, 'Comment').value, 'half a thought');
    assert.equal(typed().value, '');
    assert.deepEqual(sentPart(), expected(edited));
  });

  it('keeps them when it changed while the panel was closed, with the draft that the extension saved', async () => {
    open();
    show(review);
    chooseSome(withSecret);
    const saved = await redactedDraft(JSON.stringify(page.draft()), {
      text: redact,
      pattern: patternWithoutSecrets,
    });
    page.close();
    open(JSON.parse(saved ?? ''));
    show(next);
    assert.deepEqual(sentPart(), expected(cleaned));
  });

  it('keeps nothing once it is applied: what stays pending is chosen anew', () => {
    open();
    show(review);
    chooseSome();
    const applied = {
      ...{ version: 'v-8', seq: 8, at: '2026-11-23T09:31:00.000Z' },
      ...{ author: 'Kim Doe', isAsked: true },
    };
    page.post({ type: 'applied', subjectId: 'pending', ...applied, rules: 34, morePending: 2 });
    assert.deepEqual(page.draft(), { kind: 'joint', subjectId: 'pending' });
    show({ ...next, add: [first] });
    assert.equal(card(0).querySelector('select')?.value, first.mode ?? 'enforce');
    assert.equal(area(page.body, 'Comment').value, '');
  });
});
