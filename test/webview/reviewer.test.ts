import assert from 'node:assert/strict';
import { type RuleInForce, ToReviewer } from '../../src/protocol/reviewer';
import {
  askingReview,
  decidedReview,
  hostileReview,
  jointReview,
  rollbackReview,
  starterReview,
  suggestionReview,
} from '../../webview-ui/dev/reviewFixture';
import { HOSTILE } from '../../webview-ui/dev/hostile';
import { ReviewerPage } from '../../webview-ui/src/reviewer/page';
import { area, box, button, choose, key, press, submit, text, type } from './support/look';
import { openPage, type TestPage } from './support/page';

const { subjectId, diffHash, policyVersion } = suggestionReview();

const applied = {
  type: 'applied',
  subjectId,
  version: 'v-8',
  seq: 8,
  at: '2026-11-23T09:31:00.000Z',
  author: 'Kim Doe',
  rules: 34,
  isAsked: true,
  morePending: 2,
};

const isTest = (sent: unknown): boolean => (sent as { type: string }).type === 'test';

describe('the reviewer page', () => {
  let page: TestPage;
  const open = (review: unknown = suggestionReview(), draft?: unknown): Element => {
    page = openPage(ReviewerPage, ToReviewer, draft);
    page.post({ type: 'show', review });
    return page.body;
  };
  const typed = (): HTMLInputElement => box(page.body, 'Type APPLY to change the policy');
  const author = (): HTMLInputElement => box(page.body, 'Your name');
  const last = (): unknown => page.sent.at(-1);
  /** The messages sent, except the tests that every open suggestion requests. */
  const asked = (): readonly unknown[] => page.sent.filter((one) => !isTest(one));
  afterEach(() => {
    page.close();
  });

  it('distinguishes a rule that asks from one that denies, with its title and alternative', () => {
    const body = open(askingReview());
    const heading = 'Overwrites a branch on the Git server, and 3 more changes';
    assert.equal(text(body.querySelector('h1')), heading);
    const byline = text(body.querySelector('.byline'));
    assert.match(byline, /Add 2 deny rules and 1 ask rule, remove 1 rule/);
    const tiles = text(body.querySelector('.glance'));
    assert.match(tiles, /2 deny, 1 ask, 1 removed.*it would have blocked or asked about/);
    const [card = ''] = Array.from(body.querySelectorAll('.card-add'), text);
    assert.match(card, /^Add Ask .*Overwrites a branch on the Git server/);
    assert.match(card, /Instead: Push to a new branch\./);
    assert.match(card, /Unsafe commands it would have asked about: [1-9]/);
    assert.match(card, /Harmless commands it would ask about: [1-9]/);
    assert.match(text(body), /Newly blocked or asked about: \d+ commands/);
  });

  it('names a change with starter rules by their categories', () => {
    const review = starterReview();
    const categories = new Set(review.add.map(({ category }) => category)).size;
    const heading = (of: typeof review) => text(open(of).querySelector('h1'));
    assert.equal(heading(review), `${review.add.length} starter rules in ${categories} categories`);
    const add = review.add.filter(({ category }) => category === review.add[0]?.category);
    assert.equal(heading({ ...review, add }), `Starter rules: ${add[0]?.category ?? ''}`);
  });

  it('marks a suggestion that was applied and rolled back', () => {
    const rolledBack = { by: 'Ada', at: '2026-11-22T04:00:00.000Z' };
    const header = text(open({ ...suggestionReview(), rolledBack }).querySelector('header'));
    assert.match(header, /Ada applied this on 2026-11-22 .*; it was rolled back since\./);
    assert.doesNotMatch(text(open().querySelector('header')), /rolled back/);
  });

  it('requests its subject after loading and shows a loading message', () => {
    page = openPage(ReviewerPage, ToReviewer);
    assert.deepEqual(page.sent, [{ type: 'ready' }]);
    assert.match(text(page.body), /Loading the change/);
  });

  it('summarizes the changes, the confidence, what would have been blocked and affected safe commands', () => {
    const body = open();
    assert.equal(text(body.querySelector('h1')), 'Force-pushes a branch, and 3 more changes');
    const tiles = Array.from(body.querySelectorAll('.tile'), text);
    const sum = (of: 'unsafeHits' | 'templates'): number =>
      suggestionReview().add.reduce((total, { evidence }) => total + (evidence?.[of] ?? 0), 0);
    const [unsafeHits, templates] = [sum('unsafeHits'), sum('templates')];
    assert.match(tiles[0] ?? '', /\+3.*−1.*32 rules in force now/);
    assert.match(tiles[1] ?? '', /[\d.]+ % – [\d.]+ %.*Weakest rule: (high|medium|low)/);
    assert.match(
      tiles[2] ?? '',
      new RegExp(
        `would have blocked or asked about ?${unsafeHits} ?${templates} different commands`,
      ),
    );
    assert.match(
      tiles[3] ?? '',
      /Harmless commands it would block or ask about ?3 ?Among 290 commands: see below; 3 hits without a label/,
    );
  });

  it('shows how many questions a rule saves if its reason does not, and its ladder', () => {
    const review = suggestionReview();
    const [rule] = review.add;
    const rung = { commands: 1, refused: 0, approved: 6, isProposed: false };
    const evidence = {
      ...rule?.evidence,
      questionsSaved: 12,
      rungs: [
        { ...rung, text: '`npm test`' },
        { ...rung, text: '`npm`, whatever its arguments', commands: 4, isProposed: true },
      ],
    };
    const cardOf = (effect: 'allow' | 'deny') =>
      open({ ...review, add: [{ ...rule, effect, evidence }] }).querySelector('.card-add');
    assert.doesNotMatch(text(cardOf('allow')), /saved 12 questions/);
    const card = cardOf('deny');
    assert.match(text(card), /It would have saved 12 questions\./);
    assert.deepEqual(Array.from(card?.querySelectorAll('.ladder li') ?? [], text), [
      'npm test 1 command · refused 0, approved 6',
      'npm, whatever its arguments suggested 4 commands · refused 0, approved 6',
    ]);
  });

  it('shows nothing as harmless that is not labelled', () => {
    const review = suggestionReview();
    const tile = (figures: { safeHits: number; unknownHits: number }): string => {
      const add = review.add.map((rule) =>
        rule.evidence === undefined
          ? rule
          : { ...rule, evidence: { ...rule.evidence, ...figures, safeExamples: [] } },
      );
      page.post({ type: 'show', review: { ...review, add } });
      const found = page.body.querySelectorAll('.tile')[3];
      return `${found?.className ?? ''}: ${text(found)}`;
    };
    open();
    assert.match(
      tile({ safeHits: 0, unknownHits: 2 }),
      /^tile tile-plain: .*about ?0 ?None known among 290 commands; 6 hits without a label$/,
    );
    assert.match(
      tile({ safeHits: 0, unknownHits: 0 }),
      /^tile tile-good: .*about ?0 ?None among 290 commands$/,
    );
  });

  it('shows that no harmless hit is known for a rule with unlabelled hits', () => {
    const review = suggestionReview();
    const [rule] = review.add;
    const figures = { ...rule?.evidence, safeHits: 0, safeExamples: [] };
    const lists = (unknownHits: number): string =>
      text(
        open({ ...review, add: [{ ...rule, evidence: { ...figures, unknownHits } }] })
          .querySelector('.card-add')
          ?.querySelector('h4'),
      );
    assert.equal(lists(2), 'Harmless commands it would ask about: none known');
    page.close();
    assert.equal(lists(0), 'Harmless commands it would ask about: none');
  });

  it('lists commands that run today, are not labelled unsafe and would be stopped', () => {
    const body = open();
    assert.match(
      text(body.querySelector('.newly-blocked')),
      /^Newly blocked or asked about: 2 commands that are not labelled unsafe ?No rule stops them today.*git push --force origin (scratch|kim\/draft)/,
    );
    const examples = Array.from({ length: 20 }, (_, at) => ({ command: `make ${at}`, count: 1 }));
    page.post({
      type: 'show',
      review: { ...suggestionReview(), newlyBlocked: { count: 31, examples } },
    });
    assert.match(text(body.querySelector('.newly-blocked')), /31 commands.*The first 20 are shown/);
    page.post({ type: 'show', review: { ...suggestionReview(), newlyBlocked: undefined } });
    assert.equal(body.querySelector('.newly-blocked'), null);
  });

  it('lists the hits of a rule that contradict it before the others, with their counts', () => {
    const card = open().querySelectorAll('.card-add')[0];
    const lists = Array.from(card?.querySelectorAll('.example-list') ?? [], text);
    assert.match(
      lists[1] ?? '',
      /^Unsafe commands it would have asked about: 23 ?.*git push --force origin v3 ?4 times.*git push --force origin main 3 times · you refused this 2 times/,
    );
    assert.match(
      lists[0] ?? '',
      /^Harmless commands it would ask about: 3 ?git push --force origin kim\/draft ?3 times · you approved this once/,
    );
  });

  it('shows every harmless hit on request', () => {
    const review = suggestionReview();
    const [rule] = review.add;
    const examples = Array.from({ length: 120 }, (_, at) => ({ command: `safe ${at}`, count: 1 }));
    const evidence = {
      ...rule?.evidence,
      safeHits: 120,
      safeExamples: examples,
      unsafeExamples: [],
    };
    const body = open({ ...review, add: [{ ...rule, evidence }] });
    press(button(body, 'Show 50 More (70 left)'));
    press(button(body, 'Show 20 More'));
    assert.equal(body.querySelectorAll('.card .alarm li').length, 120);
  });

  it('shows the removed rule, its author, its decisions, and opens it on request', () => {
    const card = open().querySelector('.card-remove');
    assert.match(text(card), /Remove Deny \\bsudo\\b.*Added by Sam Roe.*It decided 44 commands/);
    if (card !== null)
      press(button(card, `Show in Rules View: ${suggestionReview().remove[0]?.pattern ?? ''}`));
    assert.deepEqual(last(), { type: 'openRule', ruleId: suggestionReview().remove[0]?.id });
  });

  it('does not offer to open a removed rule that no view shows', () => {
    const body = open({ ...suggestionReview(), status: 'applied' });
    const card = body.querySelector('.card-remove');
    assert.match(text(card), /It decided 44 commands/);
    assert.doesNotMatch(text(card), /Show in Rules View/);
  });

  it('shows the policy before and after the change, and unchanged rules on request', () => {
    const body = open();
    const rows = (): string[] => Array.from(body.querySelectorAll('.columns tbody tr'), text);
    assert.match(
      text(body.querySelector('.columns thead')),
      /In force now \(32\).*After applying \(34\)/,
    );
    assert.match(rows()[0] ?? '', /Removed: Deny \\bsudo\\b ?Removed/);
    assert.match(rows()[1] ?? '', /^Absent ?Added: Ask/);
    assert.equal(rows().length, 4);
    press(button(body, 'Show 31 Unchanged Rules'));
    assert.equal(rows().length, 35);
  });

  it('can show the comparison as one list with the change of each line', () => {
    const body = open();
    press(button(body, 'List'));
    const lines = Array.from(body.querySelectorAll('.unified li'), text);
    assert.match(lines[0] ?? '', /^Removed: Deny/);
    assert.match(lines[1] ?? '', /^Added: Ask/);
    assert.equal(button(body, 'List').getAttribute('aria-pressed'), 'true');
  });

  it('shows the model, the hash and omitted candidates', () => {
    const body = open(starterReview());
    assert.match(text(body), /Model version ?starter-1/);
    const hash = starterReview().diffHash;
    const copy = button(body, `Copy the hash ${hash.slice(0, 8)}…`);
    assert.equal(copy.title, `${hash} – click to copy`);
    assert.match(
      text(body),
      /Considered and left out \(2\).* – stops a command that is labelled safe here/,
    );
  });

  it('groups the starter rules by category, collapsed, and accepts or omits a whole one', () => {
    const review = starterReview();
    const body = open(review);
    const groups = Array.from(body.querySelectorAll('.category'));
    const names = new Set(review.add.map(({ category }) => category));
    assert.equal(groups.length, names.size);
    assert.equal(body.querySelectorAll('.card').length, 0);
    const group = groups.find((one) => one.getAttribute('aria-label') === 'Work in Git');
    assert.ok(group !== undefined);
    const own = review.add.filter(({ category }) => category === 'Work in Git');
    const shownText = (): string => text(group.querySelector('.category-head .hint'));
    assert.match(shownText(), new RegExp(`^${own.length} rules enforced`));
    const tick = group.querySelector<HTMLInputElement>(
      '[aria-label="Take the rules of Work in Git"]',
    );
    assert.ok(tick !== null);
    assert.equal(tick.checked, true);
    press(tick);
    assert.match(shownText(), new RegExp(`^${own.length} rules left out`));
    press(tick);
    press(button(group, 'Shadow: Count Only'));
    assert.match(shownText(), new RegExp(`^${own.length} rules in shadow`));
    press(button(group, 'Work in Git'));
    assert.equal(group.querySelectorAll('.card').length, Math.min(20, own.length));
    const [select] = group.querySelectorAll<HTMLSelectElement>('.card select');
    if (select !== undefined) choose(select, 'leave');
    assert.match(shownText(), new RegExp(`· ${own.length - 1} in shadow · 1 left out`));
    assert.equal(tick.indeterminate, true);
    // An omitted rule of the category stays omitted.
    press(button(group, 'Enforce'));
    assert.match(shownText(), new RegExp(`· ${own.length - 1} enforced · 1 left out`));
    // The others are unchanged.
    type(typed(), 'APPLY');
    submit(typed());
    const { part } = last() as { part?: { add: readonly unknown[] } };
    assert.equal(part?.add.length, review.add.length - 1);
  });

  describe('the filter of a long review', () => {
    const review = starterReview();
    const search = (): HTMLInputElement => {
      const found = page.body.querySelector<HTMLInputElement>('[type="search"]');
      assert.ok(found);
      return found;
    };
    const found = (): string => text(page.body.querySelector('[role="status"].hint'));
    const titles = (): readonly string[] =>
      Array.from(page.body.querySelectorAll('.card-add h3'), text);
    const group = (name: string): Element => {
      const own = page.body.querySelector(`[role="group"][aria-label="${name}"]`);
      assert.ok(own);
      return own;
    };
    const sent = (): readonly { at: number; mode: string }[] => {
      type(typed(), 'APPLY');
      submit(typed());
      const { part } = last() as { part?: { add: { at: number; mode: string }[] } };
      return part?.add ?? [];
    };

    it('is offered for many changes only', () => {
      open();
      assert.equal(page.body.querySelector('[type="search"]'), null);
      open(review);
      search();
    });

    it('shows the expanded cards that contain all words, says how many, and reaches it by a key', () => {
      open(review);
      assert.equal(found(), '');
      key(page.body, '/');
      assert.equal(document.activeElement, search());
      type(search(), ' FORCE  push ');
      const expected = review.add.filter(({ title = '', reason = '', pattern, category = '' }) => {
        const all = `${title} ${reason} ${pattern} ${category}`.toLowerCase();
        return all.includes('force') && all.includes('push');
      });
      assert.ok(expected.length > 1 && expected.length <= 20);
      assert.equal(titles().length, expected.length);
      assert.ok(expected.every(({ title }) => titles().some((one) => one.includes(title ?? ''))));
      assert.equal(
        found(),
        `${expected.length} of ${review.add.length} changes are shown. The others stay part of the decision.`,
      );
      type(search(), 'no such rule');
      assert.equal(found(), 'No change matches the filter.');
      assert.equal(page.body.querySelectorAll('.category, .card').length, 0);
      press(button(page.body, 'Clear Filter'));
      assert.equal(document.activeElement, search());
      assert.equal(search().value, '');
      assert.equal(titles().length, 0);
      assert.ok(page.body.querySelectorAll('.category').length > 5);
    });

    it('limits the choices for all, and for a category, to what is shown', () => {
      open(review);
      type(search(), 'work in git force');
      const shown = titles().length;
      const inCategory = review.add.filter(({ category }) => category === 'Work in Git').length;
      assert.ok(shown > 0 && shown < inCategory);
      press(button(group('Shown rules:'), 'Shadow: Count Only'));
      assert.match(
        text(page.body.querySelector('.category')),
        new RegExp(`${shown} rules? in shadow`),
      );
      const { choice } = page.draft() as { choice: { add: readonly string[] } };
      const before = review.add.filter(({ mode }) => mode === 'shadow').length;
      assert.equal(choice.add.filter((mode) => mode === 'shadow').length, before + shown);
      type(search(), '');
      press(button(group('All rules:'), 'Enforce'));
      type(search(), 'work in git force');
      const tick = page.body.querySelector<HTMLInputElement>(
        '[aria-label="Take the rules of Work in Git"]',
      );
      assert.ok(tick);
      press(tick);
      assert.equal(sent().length, review.add.length - shown);
    });

    it('keeps the place of each change, and never hides a card while its rule is edited', () => {
      open(review);
      const at = 40;
      const rule = review.add[at];
      assert.ok(rule?.title !== undefined);
      type(search(), rule.title.toUpperCase());
      assert.equal(titles().length, 1);
      const card = page.body.querySelector('.card-add');
      assert.ok(card);
      press(button(card, `Edit “${rule.pattern}”`));
      type(area(card, 'Pattern'), '^something else$');
      assert.equal(titles().length, 1);
      const { choice } = page.draft() as { choice: { edits: unknown } };
      assert.deepEqual(choice.edits, {
        [at]: { pattern: '^something else$', effect: rule.effect },
      });
    });

    it('is kept in a reopened panel, for this change only', () => {
      open(review);
      type(search(), 'force push');
      const shown = titles();
      assert.ok(shown.length > 0 && shown.length < review.add.length);
      const draft = page.draft();
      page.close();
      open(review, draft);
      assert.equal(search().value, 'force push');
      assert.deepEqual(titles(), shown);
      page.close();
      open({ ...review, subjectId: 'other' }, draft);
      assert.equal(search().value, '');
    });

    it('finds rules to remove, and the rules of a suggestion by its title', () => {
      const base = jointReview();
      const [removal] = base.remove;
      assert.ok(removal);
      const remove = Array.from({ length: 12 }, (_, at) => ({
        ...removal,
        id: `r${at}`,
        pattern: `^tool ${at}$`,
        title: `Runs tool number ${at}`,
      }));
      open({ ...base, remove });
      type(search(), 'NUMBER 11');
      assert.equal(page.body.querySelectorAll('.card-remove').length, 1);
      assert.equal(
        found(),
        `1 of ${base.add.length + 12} changes is shown. The others stay part of the decision.`,
      );
      const [first] = base.joined ?? [];
      assert.ok(first);
      type(search(), first.title);
      const own = base.add.filter(({ from = [] }) => from.includes(0)).length;
      assert.ok(own > 0);
      assert.equal(page.body.querySelectorAll('.card-add').length, own);
    });
  });

  it('returns to Set Up Protection if that opened it', () => {
    const body = open({ ...suggestionReview(), from: 'setup' });
    press(button(body, 'Back to Set Up Protection'));
    assert.deepEqual(last(), { type: 'openSetup' });
    page.post(applied);
    const outcome = page.body.querySelector('aside') ?? assert.fail();
    assert.doesNotMatch(text(outcome), /Review Next/);
    press(button(outcome, 'Back to Set Up Protection'));
    assert.equal(
      page.sent.filter((one) => (one as { type: string }).type === 'openSetup').length,
      2,
    );
    page.close();
    assert.doesNotMatch(text(open()), /Back to Set Up/);
  });

  it('states after APPLY that nothing is stopped while no agent host asks, and opens Set Up Protection', () => {
    const stated = /Nothing is stopped yet: no agent host asks Rulewright/;
    const outcome = (): Element => page.body.querySelector('aside') ?? assert.fail();
    open();
    page.post(applied);
    assert.doesNotMatch(text(page.body), stated);
    for (const quiet of [
      { ...applied, isAsked: false, rules: 0 },
      { type: 'rejected', subjectId, morePending: 0 },
    ]) {
      page.post({ type: 'show', review: suggestionReview() });
      page.post(quiet);
      assert.doesNotMatch(text(page.body), stated);
    }
    page.post({ type: 'show', review: suggestionReview() });
    page.post({ ...applied, isAsked: false });
    assert.match(text(outcome()), stated);
    assert.match(text(page.body.querySelector('[role="status"]')), stated);
    press(button(outcome(), 'Set Up Protection'));
    assert.deepEqual(last(), { type: 'openSetup' });
    // The page that it was opened from is this page.
    page.post({ type: 'show', review: { ...suggestionReview(), from: 'setup' } });
    page.post({ ...applied, isAsked: false });
    assert.match(text(outcome()), stated);
    assert.deepEqual(Array.from(outcome().querySelectorAll('button'), text), [
      'Back to Set Up Protection',
      'Show in Versions',
    ]);
  });

  it('disables Apply until a word is typed', () => {
    const body = open();
    assert.equal(button(body, 'Apply').disabled, true);
    type(typed(), 'a');
    assert.equal(button(body, 'Apply').disabled, false);
  });

  it('sends the word as typed with subject, hash, version, name and comment', () => {
    open();
    type(area(page.body, 'Comment'), 'looks right');
    type(typed(), 'apply');
    submit(typed());
    const words = { author: 'Kim Doe', comment: 'looks right', typed: 'apply' };
    assert.deepEqual(last(), { type: 'apply', subjectId, diffHash, policyVersion, ...words });
    assert.equal(button(page.body, 'Applying…').disabled, true);
  });

  it('does not send twice while a response is pending', () => {
    open();
    type(typed(), 'APPLY');
    submit(typed());
    submit(typed());
    assert.equal(asked().length, 2);
  });

  it('shows a rejected word at its field, announces it, and keeps the text', () => {
    open();
    type(typed(), 'apply');
    submit(typed());
    const message = 'Invalid confirmation token. Type APPLY to confirm.';
    page.post({ type: 'failed', message, field: 'typed' });
    assert.equal(typed().value, 'apply');
    assert.equal(typed().getAttribute('aria-invalid'), 'true');
    const described = (typed().getAttribute('aria-describedby') ?? '').split(' ')[0] ?? '';
    assert.equal(text(page.body.querySelector(`#${described}`)), message);
    assert.equal(text(page.body.querySelector('[aria-live]')), message);
    assert.equal(button(page.body, 'Apply').disabled, false);
  });

  it('shows a failure without a field with its hint', () => {
    open();
    type(typed(), 'APPLY');
    submit(typed());
    page.post({ type: 'failed', message: 'The disk is full.', hint: 'Free some space.' });
    assert.match(
      text(page.body.querySelector('.notice-failed')),
      /The disk is full\. ?Free some space\./,
    );
  });

  it('does not apply by Enter in the name field, and clears the word by Escape', () => {
    open();
    type(typed(), 'APPLY');
    assert.equal(key(author(), 'Enter'), false);
    assert.equal(key(typed(), 'Enter'), true);
    key(typed(), 'Escape');
    assert.equal(typed().value, '');
    submit(typed());
    assert.deepEqual(asked(), [{ type: 'ready' }]);
  });

  it('rejects with the comment and without a word', () => {
    const body = open();
    type(area(body, 'Comment'), 'too broad');
    press(button(body, 'Reject'));
    assert.deepEqual(last(), {
      type: 'reject',
      subjectId,
      diffHash,
      author: 'Kim Doe',
      comment: 'too broad',
    });
  });

  it('announces the new version after applying, moves the focus there, and offers the next suggestion', () => {
    open();
    page.post(applied);
    assert.equal(text(document.activeElement), 'Applied as version 8');
    assert.match(text(page.body.querySelector('aside')), /In force after it: 34 rules/);
    assert.match(text(page.body.querySelector('.byline')), /^Applied ?Add .*Suggested by/);
    assert.equal(page.body.querySelector('#typed'), null);
    press(button(page.body, 'Review Next (2 waiting)'));
    assert.deepEqual(last(), { type: 'openNext' });
  });

  it('shows that a rejection changed nothing', () => {
    open();
    page.post({ type: 'rejected', subjectId, morePending: 0 });
    assert.match(text(page.body.querySelector('aside')), /Rejected ?The policy did not change/);
    assert.match(text(page.body.querySelector('.byline')), /^Rejected/);
    press(button(page.body, 'Undo the Rejection'));
    assert.deepEqual(last(), { type: 'undoReject' });
  });

  it('describes the rules in the comparison correctly in each state', () => {
    const shownText = (): string =>
      [...page.body.querySelectorAll('#changes, .columns th, .tile:first-child .hint')]
        .map(text)
        .join(' | ');
    open();
    assert.equal(
      shownText(),
      '2 deny, 1 ask, 1 removed; 32 rules in force now | What would change | In force now (32) | After applying (34)',
    );
    page.post({ type: 'stale', message: 'The policy changed.' });
    assert.match(
      shownText(),
      /in force when this was opened .* In force when this was opened \(32\) .* After applying it then \(34\)/,
    );
    page.post({ type: 'show', review: suggestionReview() });
    page.post(applied);
    assert.equal(
      shownText(),
      '2 deny, 1 ask, 1 removed; 32 rules in force before | What changed | In force before (32) | In force after (34)',
    );
    page.post({ type: 'show', review: suggestionReview() });
    page.post({ type: 'rejected', subjectId, morePending: 0 });
    assert.equal(
      shownText(),
      '2 deny, 1 ask, 1 removed; 32 rules in force without it | What would have changed | In force without it (32) | In force with it (34)',
    );
  });

  it('shows no comparison if the change was applied earlier, because the rules before are unknown', () => {
    const rule = suggestionReview().inForce.at(-1);
    assert.ok(rule);
    const { pattern, effect, mode } = rule;
    const review = { ...suggestionReview(), add: [{ pattern, effect, mode }], missing: 1 };
    const body = open(review);
    assert.match(text(body), /1 rule that this change adds is already in force/);
    assert.match(text(body), /1 rule that this change removes is no longer in force/);
    page.post({ type: 'show', review: { ...review, status: 'applied' } });
    assert.doesNotMatch(text(body), /already in force|no longer in force/);
    assert.equal(body.querySelector('#comparison'), null);
    assert.equal(text(body.querySelector('#changes')), 'What changed');
  });

  it('scrolls to the top for another change, and keeps the position when it is shown again', () => {
    open();
    let jumps = 0;
    window.scrollTo = () => {
      jumps += 1;
    };
    page.post({ type: 'show', review: { ...suggestionReview(), diffHash: 'newer' } });
    assert.equal(jumps, 0);
    page.post({ type: 'show', review: { ...suggestionReview(), subjectId: 'other' } });
    assert.equal(jumps, 1);
  });

  it('shows text between backticks as code, in an accessible way', () => {
    const review = suggestionReview();
    const [rule] = review.add;
    assert.ok(rule);
    const body = open({ ...review, add: [{ ...rule, reason: '`git` with `--hard`: stops 2' }] });
    const reason = body.querySelector('.card-add > p:not(.pattern)');
    assert.equal(text(reason), 'git with --hard: stops 2');
    assert.equal(reason?.querySelectorAll('code').length, 2);
  });

  it('ignores the outcome of another subject', () => {
    open();
    page.post({ ...applied, subjectId: 'other' });
    assert.ok(typed());
  });

  it('ignores messages that do not parse', () => {
    open();
    const before = page.body.textContent;
    for (const message of [
      null,
      'show',
      { type: 'show' },
      { type: 'empty' },
      { ...applied, extra: 1 },
    ]) {
      page.post(message);
    }
    assert.equal(page.body.textContent, before);
  });

  it('removes the form when the policy changed, and requests the current state', () => {
    open();
    type(typed(), 'APPLY');
    page.post({ type: 'stale', message: 'The policy changed.', hint: 'Look again.' });
    assert.equal(button(page.body, 'Apply').disabled, true);
    assert.equal(button(page.body, 'Reject').disabled, true);
    assert.match(text(page.body.querySelector('#typed-hint')), /outdated. Choose Review Again/);
    submit(typed());
    press(button(page.body, 'Review Again'));
    assert.deepEqual(last(), { type: 'refresh' });
    assert.equal(asked().length, 2);
  });

  for (const [what, change] of [
    ['the diff on the screen', { diffHash: 'other' }],
    ['the policy under it', { policyVersion: 'other' }],
  ] as const) {
    it(`clears the word when ${what} changes`, () => {
      open();
      type(typed(), 'APPLY');
      page.post({ type: 'show', review: { ...suggestionReview(), ...change } });
      assert.equal(typed().value, '');
    });
  }

  it('keeps the comment of a rollback that is another one once the policy changed', () => {
    open(rollbackReview());
    type(area(page.body, 'Comment'), 'too strict');
    page.post({
      type: 'show',
      review: { ...rollbackReview(), diffHash: 'other', policyVersion: 'other' },
    });
    assert.equal(area(page.body, 'Comment').value, 'too strict');
  });

  it('shows once why APPLY was refused and the page is outdated', () => {
    open();
    type(typed(), 'APPLY');
    submit(typed());
    const why = { message: 'The policy changed.', hint: 'Look again.' };
    page.post({ type: 'failed', ...why });
    page.post({ type: 'stale', ...why });
    assert.equal(page.body.querySelectorAll('.notice-message').length, 1);
    page.post({ type: 'failed', message: 'The disk is full.' });
    page.post({ type: 'stale', ...why });
    assert.equal(page.body.querySelectorAll('.notice-message').length, 2);
  });

  it('shows a rollback with the restored rules, and without Reject', () => {
    const body = open(rollbackReview());
    assert.equal(
      text(body.querySelector('h1')),
      'Roll back version 3: put back 1 deny rule, take out 3 rules',
    );
    assert.match(text(body.querySelector('.byline')), /Version 3 was created by Sam Roe/);
    assert.equal(body.querySelector('.tile'), null);
    assert.throws(() => button(body, 'Reject'), /0 buttons/);
    type(typed(), 'APPLY');
    submit(typed());
    page.post({ ...applied, subjectId: rollbackReview().subjectId });
    assert.equal(text(document.activeElement), 'Rolled back as version 8');
  });

  it('groups what a long rollback puts back and removes by category, with the filter', () => {
    const add = starterReview().add.map((rule) => ({ ...rule, mode: 'enforce' as const }));
    const [removed] = rollbackReview().remove;
    assert.ok(removed);
    const remove = add.map((rule, at) => ({
      ...{ ...removed, id: `r${at}`, pattern: rule.pattern, effect: rule.effect },
      ...{ title: rule.title, category: rule.category },
    }));
    const body = open({ ...rollbackReview(), add, remove });
    const heads = Array.from(body.querySelectorAll('.category-head'), text);
    const names = [...new Set(add.map(({ category = '' }) => category))];
    assert.equal(heads.length, 2 * names.length);
    const own = add.filter(({ category }) => category === names[0]).length;
    assert.match(heads[0] ?? '', new RegExp(`^Put back ${names[0]}\\s?${own} rules enforced`));
    assert.match(heads[names.length] ?? '', new RegExp(`^Remove ${names[0]}\\s?${own} rules$`));
    assert.equal(body.querySelectorAll('.card, .category input').length, 0);
    const search = body.querySelector<HTMLInputElement>('[type="search"]');
    assert.ok(search);
    type(search, 'force push work');
    const shown = body.querySelectorAll('.card-remove').length;
    assert.ok(shown > 0);
    assert.equal(body.querySelectorAll('.card-add').length, shown);
  });

  it('shows that an applied rule without evidence was not tested', () => {
    const add = suggestionReview().add.map(({ pattern, effect }) => ({ pattern, effect }));
    const body = open({ ...suggestionReview(), status: 'applied', add });
    assert.match(text(body.querySelector('.card-add')), /This rule was not tested on your history/);
  });

  it('shows a decided suggestion with author and comment, and without a form', () => {
    const body = open(decidedReview());
    assert.match(
      text(body.querySelector('aside')),
      /Already rejected.*by Sam Roe.*Too many false alarms/,
    );
    assert.equal(body.querySelector('form'), null);
    press(button(body, `Review Next (${decidedReview().morePending} waiting)`));
    assert.deepEqual(last(), { type: 'openNext' });
    page.post({ type: 'show', review: { ...decidedReview(), status: 'applied' } });
    assert.match(text(body.querySelector('aside')), /Already applied/);
    press(button(body, 'Show in Versions'));
    assert.deepEqual(last(), { type: 'openVersions' });
  });

  it('shows what to do when there is nothing to review', () => {
    page = openPage(ReviewerPage, ToReviewer);
    page.post({ type: 'empty', message: 'No change is open.', hint: 'Generate suggestions.' });
    assert.match(text(page.body), /Nothing to review.*No change is open.*Generate suggestions/);
  });

  it('shows markup in any text as text', () => {
    const body = open(hostileReview());
    assert.equal(body.querySelectorAll('img, script').length, 0);
    assert.ok(text(body).includes('<img src=x onerror='));
  });

  it('shows hidden and reordering characters', () => {
    const body = open(hostileReview());
    assert.doesNotMatch(body.textContent, /[\p{Cf}\r]|(?!\n)\p{Cc}/u);
    assert.match(text(body), /⟨U\+202E⟩gnp\.live/);
    assert.match(text(body), /а⟨U\+0430⟩pp/);
  });

  it('shows what to do with rules that are already in force, all or some of them', () => {
    const { inForce, add } = suggestionReview();
    const rule = inForce.at(-1);
    assert.ok(rule);
    const { pattern, effect, mode } = rule;
    const same = { pattern, effect, mode };
    const body = open({ ...suggestionReview(), add: [same], remove: [] });
    assert.match(text(body), /Applying has no effect\. Reject this suggestion\./);
    page.post({ type: 'show', review: { ...suggestionReview(), add: [same, ...add] } });
    assert.match(text(body), /generate it again to get only what is missing/);
  });

  it('warns about rules that no longer exist', () => {
    assert.match(
      text(open(hostileReview())),
      /1 rule that this change removes is no longer in force/,
    );
  });

  it('warns about rules that are already in force', () => {
    const review = suggestionReview();
    const [{ pattern, effect, mode }] = review.inForce as [RuleInForce];
    const add = [{ pattern, effect, mode }];
    assert.match(
      text(open({ ...review, add, remove: [] })),
      /1 rule that this change adds is already in force/,
    );
  });

  it('restores subject, name and comment in a reopened panel, but never the word', () => {
    open();
    assert.deepEqual(page.draft(), {
      kind: 'suggestion',
      subjectId,
      diffHash,
      author: 'Kim Doe',
      comment: '',
      choice: { add: ['enforce', 'enforce', 'enforce'], keep: [], edits: {} },
      rules: suggestionReview().add.map(({ pattern, effect }) => ({ pattern, effect })),
    });
    type(author(), 'Sam');
    type(area(page.body, 'Comment'), 'half a thought');
    type(typed(), 'APPLY');
    const draft = page.draft();
    page.close();
    open(suggestionReview(), draft);
    assert.equal(author().value, 'Sam');
    assert.equal(area(page.body, 'Comment').value, 'half a thought');
    assert.equal(typed().value, '');
  });

  describe('accepting a part of a suggestion', () => {
    const choices = (): HTMLSelectElement[] => [...page.body.querySelectorAll('select')];
    const pick = (at: number, value: string): void => {
      const picker = choices()[at];
      assert.ok(picker);
      choose(picker, value);
    };
    const apply = (): unknown => {
      type(typed(), 'APPLY');
      submit(typed());
      return last();
    };
    const [gone] = suggestionReview().remove;

    it('offers a choice for each change, and sends none while everything is accepted', () => {
      open();
      assert.equal(choices().length, 4);
      assert.match(choices()[0]?.getAttribute('aria-label') ?? '', /^What to do with “\S/);
      const sent = apply();
      assert.ok(!Object.hasOwn(sent as object, 'part'));
    });

    it('sends the accepted changes with their modes', () => {
      open();
      pick(0, 'shadow');
      pick(1, 'leave');
      pick(3, 'keep');
      assert.match(text(page.body), /This adds 2 rules,.* 2 changes are left out and stay pending/);
      assert.match(text(page.body.querySelector('.glance')), /\+2/);
      assert.match(text(page.body.querySelectorAll('.card')[1]), /Leave Out/);
      const { part } = apply() as { part?: unknown };
      const add = [
        { at: 0, mode: 'shadow' },
        { at: 2, mode: 'enforce' },
      ];
      assert.deepEqual(part, { add, remove: [] });
    });

    it('takes and leaves out a rule by its tick', () => {
      const card = open().querySelector('.card-add') ?? assert.fail();
      const tick = card.querySelector<HTMLInputElement>('input[type=checkbox]') ?? assert.fail();
      const mode = card.querySelector('select') ?? assert.fail();
      assert.deepEqual([tick.checked, mode.value], [true, 'enforce']);
      press(tick);
      assert.deepEqual([tick.checked, mode.value], [false, 'leave']);
      choose(mode, 'shadow');
      assert.equal(tick.checked, true);
      press(tick);
      press(tick);
      assert.equal(mode.value, 'enforce');
    });

    it('takes and leaves out a removal by its tick', () => {
      const card = open().querySelector('.card-remove') ?? assert.fail();
      const tick = card.querySelector<HTMLInputElement>('input[type=checkbox]') ?? assert.fail();
      const mode = card.querySelector('select') ?? assert.fail();
      assert.deepEqual([tick.checked, mode.value], [true, 'remove']);
      press(tick);
      assert.deepEqual([tick.checked, mode.value], [false, 'keep']);
      choose(mode, 'remove');
      assert.equal(tick.checked, true);
    });

    it('accepts only a removal', () => {
      open();
      press(button(page.body, 'Leave Out'));
      const { part } = apply() as { part?: unknown };
      assert.deepEqual(part, { add: [], remove: [gone?.id] });
    });

    it('disables applying if nothing is accepted', () => {
      open();
      press(button(page.body, 'Leave Out'));
      pick(3, 'keep');
      const before = page.sent.length;
      assert.match(text(page.body), /Nothing is chosen\./);
      apply();
      assert.equal(page.sent.length, before);
    });

    it('restores the choice in a reopened panel, and that for each rule that is left when the change is another one', () => {
      open();
      pick(1, 'leave');
      const draft = page.draft();
      page.close();
      open(suggestionReview(), draft);
      assert.equal(choices()[1]?.value, 'leave');
      page.close();
      const [, left, ...others] = suggestionReview().add;
      assert.ok(left !== undefined);
      const add = [{ ...left, pattern: '^new$' }, ...others, left];
      open({ ...suggestionReview(), diffHash: 'another', add }, draft);
      const values = choices().map(({ value }) => value);
      assert.deepEqual(values.slice(0, 3), ['enforce', 'enforce', 'leave']);
      page.close();
      open({ ...suggestionReview(), subjectId: 'other' }, draft);
      assert.equal(choices()[1]?.value, 'enforce');
    });

    it('restores the text of an edited pattern in a reopened panel, even if it is not valid yet', () => {
      open();
      const [first] = suggestionReview().add;
      const editor = (): Element => page.body.querySelector('.card-add') as Element;
      press(button(editor(), `Edit “${first?.pattern ?? ''}”`));
      type(area(editor(), 'Pattern'), '^git (push');
      type(box(editor(), 'Title'), 'Half a title');
      const draft = page.draft();
      page.close();
      open(suggestionReview(), draft);
      press(button(editor(), `Edit “${first?.pattern ?? ''}”`));
      assert.equal(area(editor(), 'Pattern').value, '^git (push');
      assert.equal(box(editor(), 'Title').value, 'Half a title');
    });

    it('is not offered for a rollback, nor once it is decided', () => {
      open(rollbackReview());
      assert.equal(choices().length, 0);
      page.close();
      open(decidedReview());
      assert.equal(choices().length, 0);
    });
  });

  describe('a joint review', () => {
    const [{ evidence } = {}] = jointReview().add;
    // A rule without evidence can be applied only after it was tested.
    const add = jointReview().add.map((rule) => ({ evidence, ...rule }));
    const review = { ...jointReview(), add };
    const { joined = [] } = review;
    const items = (): Element[] => [...page.body.querySelectorAll('.joined > li')];
    const boxes = (): (HTMLInputElement | null)[] =>
      items().map((one) => one.querySelector('input'));
    const several = joined.findIndex(
      (_, place) => review.add.filter(({ from }) => from?.includes(place)).length > 1,
    );
    const own = (place: number): readonly number[] =>
      [...review.add.keys()].filter((at) => review.add[at]?.from?.includes(place));
    const sentPart = (): { add: readonly { at: number }[]; remove: readonly string[] } => {
      type(typed(), 'APPLY');
      submit(typed());
      const { part } = last() as { part?: ReturnType<typeof sentPart> };
      assert.ok(part);
      return part;
    };

    it('lists the suggestions with their changes, authors, and omitted changes', () => {
      const body = open(review);
      assert.equal(text(body.querySelector('h1')), `${joined.length} pending suggestions`);
      assert.match(text(body.querySelector('.byline')), /^Pending ?Add .* rules?, remove 1 rule$/);
      assert.equal(items().length, joined.length);
      for (const [place, { by, leftOut }] of joined.entries()) {
        const shownText = text(items()[place]);
        const isOne = own(place).length + (review.remove[0]?.from?.includes(place) ? 1 : 0) === 1;
        assert.ok(shownText.includes(isOne ? '1 change · ' : ' changes · '), shownText);
        assert.ok(shownText.includes(`Suggested by ${by}`), shownText);
        for (const { pattern, reason } of leftOut) {
          const what = pattern === '' ? 'the removal of a rule' : pattern;
          assert.ok(shownText.includes(`Not in this review, stays pending: ${what}.`), shownText);
          assert.ok(shownText.includes(reason), shownText);
        }
      }
      assert.ok(
        joined.some(({ leftOut }) =>
          leftOut.some(({ reason }) => reason.startsWith('Its effect is ask')),
        ),
      );
    });

    it('shows on each card which suggestions it comes from', () => {
      const both = review.add.map((rule, at) => (at === 0 ? { ...rule, from: [0, 1] } : rule));
      const body = open({ ...review, add: both });
      const origins = Array.from(body.querySelectorAll('.card .from'), text);
      assert.equal(origins.length, review.add.length + review.remove.length);
      assert.match(origins[0] ?? '', /^From the suggestions: Allow .* · Allow /);
      assert.match(origins[1] ?? '', /^From the suggestion: Allow /);
      page.close();
      assert.equal(open().querySelectorAll('.from').length, 0);
    });

    it('accepts and omits whole suggestions by their checkboxes', () => {
      const body = open(review);
      const tick = boxes()[several];
      assert.ok(tick);
      const [first = -1, ...others] = own(several);
      const picked = [...body.querySelectorAll('.card-add')][first]?.querySelector('select');
      assert.ok(picked);
      choose(picked, 'leave');
      assert.deepEqual([tick.checked, tick.indeterminate], [false, true]);
      assert.match(text(items()[several]), / · 1 left out · /);
      press(tick);
      assert.deepEqual([tick.checked, tick.indeterminate], [true, false]);
      press(tick);
      const taken = [...review.add.keys()].filter((at) => at !== first && !others.includes(at));
      assert.deepEqual(
        sentPart().add.map(({ at }) => at),
        taken,
      );
    });

    it('accepts and omits a removal with its suggestion', () => {
      const [gone] = review.remove;
      const [place = -1] = gone?.from ?? [];
      open(review);
      const tick = (): HTMLInputElement => {
        const found = boxes()[place];
        assert.ok(found);
        return found;
      };
      press(tick());
      assert.deepEqual(sentPart().remove, []);
      page.close();
      open(review);
      press(tick());
      press(tick());
      for (const other of boxes()) if (other !== tick() && other !== null) press(other);
      const part = sentPart();
      assert.deepEqual(
        part.add.map(({ at }) => at),
        own(place),
      );
      assert.deepEqual(part.remove, [gone?.id]);
    });

    it('rejects all of them at once, and offers to revert that', () => {
      const body = open(review);
      press(button(body, `Reject All ${joined.length}`));
      const { type: sent, subjectId: subject, diffHash: hash } = last() as Record<string, unknown>;
      assert.deepEqual([sent, subject, hash], ['reject', 'pending', review.diffHash]);
      page.post({ type: 'rejected', subjectId: 'pending', morePending: 0 });
      press(button(page.body, 'Undo the Rejection'));
      assert.deepEqual(last(), { type: 'undoReject' });
    });

    it('shows no checkboxes after it was applied', () => {
      open(review);
      page.post({ ...applied, subjectId: 'pending' });
      assert.equal(text(document.activeElement), 'Applied as version 8');
      assert.equal(page.body.querySelectorAll('.joined input').length, 0);
      assert.equal(items().length, joined.length);
    });

    it('shows the error above the current pending suggestions', () => {
      open(review);
      page.post({ type: 'show', review: { ...review, diffHash: 'another' } });
      page.post({ type: 'failed', message: 'A suggestion was changed meanwhile.' });
      assert.match(
        text(page.body.querySelector('.decide')),
        /A suggestion was changed meanwhile\./,
      );
    });

    it('shows hostile titles, names and reasons as text', () => {
      const odd = HOSTILE.slice(0, 3).join(' ');
      const hostile = joined.map((one) => ({
        ...{ ...one, title: odd, by: odd },
        leftOut: [{ pattern: odd, reason: odd }],
      }));
      const body = open({ ...review, joined: hostile });
      assert.equal(body.querySelectorAll('img, script').length, 0);
      assert.doesNotMatch(body.textContent, /[\p{Cf}\r]|(?!\n)\p{Cc}/u);
    });

    it('ignores unknown indexes of suggestions', () => {
      const nowhere = review.add.map((rule) => ({ ...rule, from: [99] }));
      const body = open({ ...review, add: nowhere });
      assert.equal(body.querySelectorAll('.card-add .from').length, 0);
    });
  });

  it('does not keep typed text for another subject', () => {
    open(suggestionReview(), { subjectId: 'other', author: 'Mallory', comment: 'x' });
    assert.equal(author().value, 'Kim Doe');
  });
});
