import assert from 'node:assert/strict';
import { act } from 'preact/test-utils';
import { type Review, ToReviewer } from '../../src/protocol/reviewer';
import { FakeTests } from '../../webview-ui/dev/fakeTests';
import { rollbackReview, suggestionReview } from '../../webview-ui/dev/reviewFixture';
import { TargetClass } from '../../src/shell/paths/targetClass';
import { ReviewerPage } from '../../webview-ui/src/reviewer/page';
import { area, box, button, choose, key, picker, press, submit, text, type } from './support/look';
import { openPage, type TestPage } from './support/page';

describe('a rule edited in its review', () => {
  let page: TestPage;
  let answered = 0;
  const open = (review: Review = suggestionReview()): Element => {
    answered = 0;
    const tests = new FakeTests('filled', (message) => {
      page.post(message);
    });
    answer = () => {
      for (; answered < page.sent.length; answered += 1) {
        const sent = page.sent[answered] as Parameters<FakeTests['answer']>[0];
        if (['test', 'hits', 'bypasses', 'exclude', 'labelHit'].includes(sent.type))
          tests.answer(sent, review);
      }
    };
    page = openPage(ReviewerPage, ToReviewer);
    page.post({ type: 'show', review });
    return page.body;
  };
  /** Runs the tests that the page requested. */
  let answer = (): void => undefined;
  const card = (): Element => page.body.querySelector('.card-add') as Element;
  const [rule] = suggestionReview().add;
  const original = rule?.pattern ?? '';
  const edit = (pattern: string): void => {
    if (card().querySelector('.edit-rule') === null) press(button(card(), `Edit “${original}”`));
    type(area(card(), 'Pattern'), pattern);
    answer();
  };
  const typed = (): HTMLInputElement => box(page.body, 'Type APPLY to change the policy');
  afterEach(() => {
    page.close();
  });

  it('is tested again when its review is sent again, which cancels the tests in progress', () => {
    const sent = () => page.sent as readonly { readonly type: string }[];
    const asked = (): number => sent().filter(({ type: kind }) => kind === 'test').length;
    open();
    assert.equal(asked(), 1);
    page.post({ type: 'show', review: structuredClone(suggestionReview()) });
    assert.equal(asked(), 2);
    answer();
    assert.equal(typed().readOnly, false);
  });

  it('shows everything that “.” would stop before APPLY can be typed, harmless commands first', () => {
    open();
    answer();
    assert.equal(typed().readOnly, false);
    press(button(card(), `Edit “${original}”`));
    type(area(card(), 'Pattern'), '.');
    assert.equal(typed().readOnly, true);
    assert.match(text(page.body), /Wait for the test on your history/);
    answer();
    assert.equal(typed().readOnly, false);
    const [, all = ''] = /It matches all of your history: (\d+) commands/.exec(text(card())) ?? [];
    assert.match(
      text(card()),
      /Compared with the suggestion: \d+ commands gained \(\d+ harmless\)/,
    );
    assert.match(text(card().querySelector('.hit-list li')), /^Safe Gained: /);
    const row = (): Element | null => document.activeElement;
    const list = card().querySelector<HTMLElement>('.virtual-list');
    assert.ok(list);
    for (const [name, place] of [
      ['End', all],
      ['Home', '1'],
    ] as const) {
      key(list, name);
      answer();
      assert.deepEqual(
        [row()?.getAttribute('aria-posinset'), row()?.getAttribute('aria-setsize')],
        [place, all],
      );
      assert.match(text(row()), /^(?:Safe|Unsafe|No label) Gained: |^(?:Unsafe|No label) \S/);
    }
    // The numbers for the whole review include the edited rule.
    assert.match(text(page.body.querySelectorAll('.tile')[3]), /would block or ask about ?\d{2,}/);
  });

  it('shows the problem of a pattern at its field while typing, and disables APPLY', () => {
    open();
    edit('(a+)+');
    const field = (): HTMLTextAreaElement => area(card(), 'Pattern');
    const describing = (): string =>
      (field().getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => text(page.body.querySelector(`#${id}`)))
        .join(' ');
    const notices = (): NodeListOf<Element> => card().querySelectorAll('.notice-failed');
    assert.equal(field().getAttribute('aria-invalid'), 'true');
    assert.match(describing(), /Character 5: .*repeated without limit.*Tested on your history/);
    assert.equal(notices().length, 1);
    // It stays visible when the field is closed.
    key(field(), 'Enter');
    assert.equal(notices().length, 1);
    edit('(a+)+');
    assert.equal(typed().readOnly, true);
    // A rule that was not tested is never shown as clean.
    assert.match(
      text(page.body.querySelector('.tile-plain:last-child')),
      /None known among 290 commands; 1 rule not tested yet$/,
    );
    assert.match(text(page.body), /A pattern cannot be used\. Correct it/);
    submit(typed());
    assert.equal(
      page.sent.some((sent) => (sent as { type: string }).type === 'apply'),
      false,
    );
    const leave = card().querySelector('select');
    if (leave !== null) choose(leave, 'leave');
    assert.equal(typed().readOnly, false);
  });

  it('sends the edited pattern and effect with APPLY', () => {
    open();
    edit('^git push --force');
    choose(picker(card(), 'Effect'), 'deny');
    answer();
    assert.match(text(card()), /Edited\. Suggested was: Ask/);
    type(typed(), 'APPLY');
    submit(typed());
    const { part } = page.sent.at(-1) as { part?: { add: readonly unknown[] } };
    assert.deepEqual(part?.add, [
      { at: 0, mode: 'enforce', pattern: '^git push --force', effect: 'deny' },
      { at: 1, mode: 'enforce' },
      { at: 2, mode: 'enforce' },
    ]);
  });

  it('shows how many other spellings a rule still stops, and lists the others on request', () => {
    open();
    answer();
    answer();
    const shownText = (): string => text(card().querySelector('.bypasses'));
    assert.match(shownText(), /^\W*Still stops (?:all )?\d+ /);
    edit('^git push -f');
    answer();
    const [, stopped, tried, left] =
      /Still stops (\d+) of (\d+) other spellings of (?:the command|\d+ commands) it means to stop\.Show the (\d+) /.exec(
        shownText(),
      ) ?? [];
    assert.equal(Number(stopped) + Number(left), Number(tried));
    assert.equal(card().querySelectorAll('.spellings li').length, 0);
    press(button(card(), `Show the ${left ?? ''} It Does Not Stop: “^git push -f”`));
    assert.equal(card().querySelectorAll('.spellings li').length, Number(left));
  });

  it('narrows a rule to exclude a hit, and enters the pattern into the field', () => {
    open();
    edit('^git push|^make clean');
    const hits = () => Array.from(card().querySelectorAll('.hit-list li'), text);
    assert.ok(hits().some((hit) => hit.includes('make clean')));
    press(button(card(), 'Exclude make clean from “^git push|^make clean”'));
    answer();
    assert.equal(area(card(), 'Pattern').value, '^git push');
    assert.equal(
      hits().some((hit) => !hit.includes('Lost') && hit.includes('make clean')),
      false,
    );
    assert.equal(typed().readOnly, false);
    assert.equal(
      page.sent.some((sent) => (sent as { type: string }).type === 'apply'),
      false,
    );
    // Restoring the wider pattern does not narrow it again.
    edit('^git push|^make clean');
    assert.equal(area(card(), 'Pattern').value, '^git push|^make clean');
  });

  it('shows why a hit cannot be excluded, and offers it only for editable rules', () => {
    open();
    edit('^git push --force origin main');
    press(
      button(card(), 'Exclude git push --force origin main from “^git push --force origin main”'),
    );
    answer();
    assert.match(
      text(card().querySelector('[role="alert"]')),
      /No narrower pattern was found that leaves out git push --force origin main.*matches nothing else/,
    );
    assert.equal(area(card(), 'Pattern').value, '^git push --force origin main');
    page.close();
    open(rollbackReview());
    answer();
    const all = Array.from(page.body.querySelectorAll('.more, .card button.link'), (one) => one);
    for (const one of all) press(one as HTMLElement);
    answer();
    assert.ok(page.body.querySelectorAll('.hit-list li').length > 0);
    assert.doesNotMatch(text(page.body), /Exclude This/);
  });

  it('does not keep the title of another pattern, and uses one that the user enters', () => {
    open();
    const heading = (): string => text(card().querySelector('h3'));
    assert.match(heading(), /Force-pushes a branch$/);
    edit('^git push --force');
    assert.match(heading(), /Ask \^git push --force$/);
    assert.match(
      text(card()),
      /The title of the suggestion, “Force-pushes a branch”, was for its pattern/,
    );
    type(box(card(), 'Title'), '  Pushes with --force ');
    assert.match(heading(), /Pushes with --force$/);
    type(typed(), 'APPLY');
    submit(typed());
    const { part } = page.sent.at(-1) as { part?: { add: readonly unknown[] } };
    assert.deepEqual(part?.add[0], {
      ...{ at: 0, mode: 'enforce', pattern: '^git push --force', effect: 'ask' },
      title: 'Pushes with --force',
    });
  });

  it('keeps the title if only the effect was changed', () => {
    open();
    press(button(card(), `Edit “${original}”`));
    choose(picker(card(), 'Effect'), 'deny');
    answer();
    assert.match(text(card().querySelector('h3')), /Deny Force-pushes a branch$/);
  });

  it('collapses a long pattern, and lists its alternatives with classes in words', () => {
    const pattern = '^rm (?:-r|-f|-v) (?:[^|]* )?‹(?:root|home)›|^shred ‹no such›';
    const review = suggestionReview();
    open({ ...review, add: [{ pattern, effect: 'deny', title: 'Deletes much' }], remove: [] });
    const folded = card().querySelector('details') as HTMLDetailsElement;
    assert.equal(folded.open, false);
    assert.equal(text(folded.querySelector('.pattern')), pattern);
    assert.deepEqual(Array.from(folded.querySelectorAll('li'), text), [
      '^rm (?:-r|-f|-v) (?:[^|]* )?the whole file system or a home folder',
      '^shred ‹no such›',
    ]);
    page.close();
    const one = '^rm (?:-r|-f|--recursive|--force) ‹home›(?: |$)';
    open({ ...review, add: [{ pattern: one, effect: 'deny', title: 'Deletes' }], remove: [] });
    assert.deepEqual(Array.from(card().querySelectorAll('.laid-out li'), text), [
      ...['-r', '-f', '--recursive', '--force'],
    ]);
    assert.match(
      text(card().querySelector('.laid-out')),
      /^.*one of.*then ? ?a home folder ?\(\?: \|\$\)$/s,
    );
    page.close();
    open({ ...review, add: [{ pattern: '^mkfs', effect: 'deny', title: 'Formats' }], remove: [] });
    assert.equal(card().querySelector('.laid-out'), null);
    assert.equal(text(card().querySelector('.pattern')), '^mkfs');
  });

  it('has words for every class of targets', () => {
    const pattern = TargetClass.map((name) => `^rm ‹${name}›`).join('|');
    const review = suggestionReview();
    open({ ...review, add: [{ pattern, effect: 'deny', title: 'Deletes much' }], remove: [] });
    const lines = Array.from(card().querySelectorAll('.laid-out li'), text);
    assert.equal(lines.length, TargetClass.length);
    assert.deepEqual(
      lines.filter((line) => line.includes('‹')),
      [],
    );
  });

  it('restores the suggestion, and then sends only APPLY', () => {
    open();
    edit('x');
    press(button(card(), 'Undo the Edit'));
    answer();
    assert.equal(area(card(), 'Pattern').value, original);
    key(area(card(), 'Pattern'), 'Enter');
    assert.equal(card().querySelector('.edit-rule'), null);
    assert.equal(document.activeElement?.getAttribute('aria-label'), `Edit “${original}”`);
    type(typed(), 'APPLY');
    submit(typed());
    assert.equal('part' in (page.sent.at(-1) as object), false);
  });

  it('waits for the test of a rule that came without evidence', () => {
    const review = suggestionReview();
    open({ ...review, add: [{ pattern: '.', effect: 'deny' }], remove: [] });
    assert.equal(typed().readOnly, true);
    answer();
    assert.equal(typed().readOnly, false);
    assert.match(text(card()), /It matches all of your history/);
  });

  it('shows how much of a long history was tested, and waits for the rest before APPLY', () => {
    const review = suggestionReview();
    open({ ...review, add: [{ pattern: '.', effect: 'deny' }], remove: [] });
    const { subjectId } = review;
    const post = (state: 'running' | 'stopped', done: number): void => {
      page.post({ type: 'reading', subjectId, read: { done, total: 9000 }, state });
    };
    const notice = (): string => text(page.body.querySelector('.reading'));
    assert.equal(notice(), '');
    post('running', 1000);
    assert.match(notice(), /^Testing on your history, newest commands first: 1,?000 of 9,?000/);
    answer();
    assert.equal(notice(), '');
    post('running', 4000);
    // The rule was tested, but not on the whole history.
    assert.equal(typed().readOnly, true);
    assert.doesNotMatch(text(card()), /It matches all of your history/);
    assert.equal(card().querySelector('.bypasses'), null);
    press(button(page.body, 'Cancel the Test'));
    assert.deepEqual(page.sent.at(-1), { type: 'stopReading' });
    post('stopped', 4000);
    assert.match(notice(), /^Tested only on the newest commands of your history: 4,?000 of 9,?000/);
    assert.equal(typed().readOnly, true);
    assert.match(text(page.body), /was stopped\. Continue it before you apply/);
    press(button(page.body, 'Continue the Test'));
    assert.deepEqual(page.sent.at(-1), { type: 'readOn' });
    post('running', 9000);
    assert.equal(notice(), '');
    assert.equal(typed().readOnly, false);
  });

  it('keeps the focus in its line when the test ends while its button has the focus', () => {
    const review = suggestionReview();
    open({ ...review, add: [{ pattern: '.', effect: 'deny' }], remove: [] });
    const post = (done: number): void => {
      const { subjectId } = review;
      page.post({ type: 'reading', subjectId, read: { done, total: 9000 }, state: 'running' });
    };
    const line = (): HTMLElement | null => page.body.querySelector('.reading');
    post(1000);
    button(page.body, 'Cancel the Test').focus();
    post(9000);
    assert.match(text(line()), /^Tested on all of your history: 9,?000 commands\.$/);
    assert.equal(document.activeElement, line());
    void act(() => {
      line()?.blur();
    });
    assert.equal(line(), null);
  });

  it('shows the decisions about the history before and after what is chosen', async () => {
    const review = suggestionReview();
    open({ ...review, add: [{ pattern: 'x', effect: 'deny' }], remove: [] });
    const { subjectId } = review;
    const strip = (): string => text(page.body.querySelector('.strip'));
    const asked = async (count: number): Promise<unknown> => {
      const all = () =>
        (page.sent as readonly { readonly type: string }[]).filter(({ type }) => type === 'decide');
      while (all().length < count) await new Promise((resolve) => setTimeout(resolve, 20));
      return all().at(-1);
    };
    answer();
    page.post({ type: 'reading', subjectId, read: { done: 9, total: 9 }, state: 'running' });
    const enforced = [{ at: 0, pattern: 'x', effect: 'deny' }];
    assert.deepEqual(await asked(1), { type: 'decide', enforced, kept: [] });
    assert.equal(strip(), '');
    const before = { denied: 0, asked: 2, allowed: 0, noRule: 9800, unjudged: 10 };
    page.post({
      ...{ type: 'decided', subjectId },
      decided: {
        ...{ before, after: { ...before, denied: 11, noRule: 9789 } },
        changed: [{ command: 'rm -rf ~', before: 'noRule', after: 'denied' }],
      },
    });
    assert.match(
      strip(),
      /most recent commands for which this changes: ?No rule → Denied rm -rf ~$/,
    );
    assert.match(strip(), /9,812 commands of your history/);
    assert.match(
      strip(),
      /Before\s*Denied 0\s*Asked 2\s*Allowed 0\s*No rule 9,800\s*Cannot be judged 10/,
    );
    assert.match(
      strip(),
      /After\s*Denied 11\s*Asked 2\s*Allowed 0\s*No rule 9,789\s*Cannot be judged 10/,
    );
    choose(card().querySelector('select') ?? assert.fail(), 'leave');
    assert.deepEqual(await asked(2), { type: 'decide', enforced: [], kept: [] });
  });

  it('counts a command that several rules cannot judge once, as the strip does', () => {
    const review = suggestionReview();
    const { subjectId } = review;
    const figures = { unsafeHits: 1, safeHits: 0, templates: 1, precision: 1 };
    const evidence = { ...figures, unknownHits: 0, unsafeExamples: [], safeExamples: [] };
    const add = ['x', 'y'].map((pattern) => ({
      ...{ pattern, effect: 'deny' as const },
      evidence: { ...evidence, unjudged: 1 },
    }));
    open({ ...review, add, remove: [] });
    const none = { commands: 0, unwanted: 0 };
    const result = {
      ...{ state: 'tested', evidence, commands: 1, ofCommands: 9, unjudged: 2 },
      ...{ gained: none, lost: none, overlaps: [], moreOverlaps: 0 },
    };
    const rules = add.map(({ pattern, effect }, at) => ({ at, pattern, effect, result }));
    const glance = (): string => text(page.body.querySelector('.glance'));
    // Before the rules are tested, nothing is called harmless that was not judged when they were proposed.
    assert.match(glance(), /None known among [^;]*; 2 commands cannot be judged/);
    page.post({ type: 'tested', subjectId, rules });
    assert.match(glance(), /4 commands cannot be judged/);
    const before = { denied: 0, asked: 0, allowed: 0, noRule: 9, unjudged: 0 };
    const decided = { before, after: { ...before, noRule: 6, unjudged: 3 }, changed: [] };
    page.post({ type: 'decided', subjectId, decided });
    assert.match(glance(), /3 commands cannot be judged/);
    // Both rows of the strip have the same figures.
    const strip = page.body.querySelectorAll('.strip-row');
    assert.match(text(strip[0]), /No rule 9\s*Cannot be judged 0$/);
    assert.match(text(strip[1]), /No rule 6\s*Cannot be judged 3$/);
  });

  it('counts and lists commands that cannot be judged separately from the hits', () => {
    const review = suggestionReview();
    const rule = { at: 0, pattern: 'x', effect: 'deny' } as const;
    const { subjectId } = review;
    const figures = { unsafeHits: 1, safeHits: 0, templates: 1, precision: 1 };
    const evidence = { ...figures, unknownHits: 0, unsafeExamples: [], safeExamples: [] };
    open({ ...review, add: [{ pattern: 'x', effect: 'deny', evidence }], remove: [] });
    assert.match(text(card()), /Harmless commands it would block: none(?! known)/);
    const none = { commands: 0, unwanted: 0 };
    page.post({ type: 'reading', subjectId, read: { done: 9, total: 9 }, state: 'running' });
    page.post({
      type: 'tested',
      subjectId,
      rules: [
        {
          ...rule,
          result: {
            ...{ state: 'tested', evidence, commands: 1, ofCommands: 9, unjudged: 2 },
            ...{ gained: none, lost: none, overlaps: [], moreOverlaps: 0 },
          },
        },
      ],
    });
    assert.match(text(card()), /Cannot be judged: 2 commands\. Whether the rule matches depends/);
    assert.match(text(card()), /Harmless commands it would block: none known/);
    assert.match(text(page.body.querySelector('.glance')), /2 commands cannot be judged/);
    press(button(card(), 'Show the 2 Commands That Cannot Be Judged: “x”'));
    page.post({
      type: 'hits',
      subjectId,
      rule,
      page: {
        from: 0,
        total: 3,
        hits: [
          { command: 'x .', count: 1, label: 'unknown', change: 'same' },
          {
            ...{ command: 'x a', count: 1, label: 'unknown', change: 'unjudged' },
            ...{ sources: ['Claude Code'], folders: ['~/shop'], failed: 2 },
          },
          { command: 'x b', count: 1, label: 'unknown', change: 'unjudged' },
        ],
      },
    });
    const list = card().querySelector(
      '[aria-label="Commands for which a match with “x” cannot be determined"]',
    );
    assert.match(text(list), /x a · Claude Code · ~\/shop · failed 2 times.*x b/);
    assert.doesNotMatch(text(list), /x \.|Exclude/);
  });

  it('reloads the hits of a rule when a longer part of the history contains more', () => {
    const review = suggestionReview();
    const rule = { at: 0, pattern: '.', effect: 'deny' } as const;
    open({ ...review, add: [{ pattern: '.', effect: 'deny' }], remove: [] });
    const { subjectId } = review;
    const figures = { unsafeHits: 0, safeHits: 0, templates: 0, precision: 0 };
    const tested = (commands: number): void => {
      const evidence = { ...figures, unknownHits: commands, unsafeExamples: [], safeExamples: [] };
      const none = { commands: 0, unwanted: 0 };
      page.post({
        type: 'tested',
        subjectId,
        rules: [
          {
            ...rule,
            result: {
              ...{ state: 'tested', evidence, commands, ofCommands: commands, unjudged: 0 },
              ...{ gained: none, lost: none, overlaps: [], moreOverlaps: 0 },
            },
          },
        ],
      });
    };
    const hits = (from: number, total: number): void => {
      const made = Array.from({ length: Math.min(100, total - from) }, (_, at) => ({
        ...{ command: `run ${from + at} of ${total}`, count: 1, label: 'unknown', change: 'same' },
      }));
      page.post({ type: 'hits', subjectId, rule, page: { hits: made, from, total } });
    };
    const asked = (): readonly unknown[] =>
      page.sent.flatMap((sent) => {
        const { type: kind, from } = sent as { type: string; from?: number };
        return kind === 'hits' ? [from] : [];
      });
    tested(5000);
    assert.deepEqual(asked(), [0]);
    hits(0, 5000);
    const list = card().querySelector<HTMLElement>('.virtual-list');
    assert.ok(list);
    // Only the visible rows and some around them exist.
    assert.ok(list.querySelectorAll('li').length < 60);
    key(list, 'End');
    assert.deepEqual(asked(), [0, 4900]);
    assert.match(text(document.activeElement), /^Loading/);
    hits(4900, 5000);
    assert.match(text(document.activeElement), /run 4999 of 5000/);
    key(document.activeElement as HTMLElement, 'ArrowUp');
    assert.match(text(document.activeElement), /run 4998 of 5000/);
    assert.equal(document.activeElement?.getAttribute('aria-posinset'), '4999');
    // Only the buttons of the row with the focus are tab stops.
    const tabbable = list.querySelectorAll('li button[tabindex="0"]');
    assert.ok(tabbable.length > 0);
    for (const one of tabbable) assert.equal(one.closest('li'), document.activeElement);
    tested(6000);
    assert.deepEqual(asked().slice(2), [4900, 5000]);
    assert.match(text(document.activeElement), /^Loading/);
  });

  it('allows APPLY if the history cannot be read, and shows the problem', () => {
    const review = suggestionReview();
    open({ ...review, add: [{ pattern: 'mkfs', effect: 'deny' }], remove: [] });
    page.post({
      type: 'testFailed',
      subjectId: review.subjectId,
      rules: [{ at: 0, pattern: 'mkfs', effect: 'deny' }],
      message: 'The disk is gone.',
    });
    assert.match(text(card()), /Not tested on your history: The disk is gone\./);
    assert.equal(typed().readOnly, false);
  });

  it('labels a hit, and counts it again', () => {
    open();
    edit('.');
    answer();
    const unlabelled = Array.from(card().querySelectorAll('.hit-list li')).find((row) =>
      text(row).startsWith('No label'),
    );
    assert.ok(unlabelled !== undefined);
    const before = text(card().querySelector('.counts'));
    press(unlabelled.querySelector('.hit-labels button') as HTMLElement);
    answer();
    answer();
    assert.match(text(unlabelled), /^Safe /);
    assert.notEqual(text(card().querySelector('.counts')), before);
  });

  it('lists rules in force that match the same commands, conflicts first', () => {
    const review = suggestionReview();
    const allow = { id: 'a', pattern: 'git push .*', effect: 'allow', mode: 'enforce' } as const;
    const ask = { id: 'b', pattern: 'force', effect: 'ask', mode: 'shadow' } as const;
    open({ ...review, inForce: [ask, allow] });
    answer();
    const [first, second] = Array.from(card().querySelectorAll('.overlaps li'), text);
    assert.match(first ?? '', /allows \d+ commands? of these\. They conflict: this rule takes/);
    assert.match(second ?? '', /asks about \d+ commands? of these\. It only counts\.$/);
  });

  it('shows after APPLY what was applied, as it was tested', () => {
    const review = suggestionReview();
    const [first] = review.add;
    assert.ok(first);
    const { pattern, effect } = first;
    open({ ...review, add: [{ pattern, effect }], remove: [] });
    edit('^git push ');
    choose(card().querySelector('select') ?? assert.fail(), 'shadow');
    answer();
    page.post({
      ...{ type: 'applied', subjectId: review.subjectId, version: 'v-8', seq: 8 },
      ...{ at: '2026-11-23T09:31:00.000Z', author: 'Kim Doe', rules: 34, isAsked: true },
      morePending: 0,
    });
    assert.match(text(page.body.querySelector('.glance')), /among/i);
    assert.doesNotMatch(text(page.body), /not tested/i);
    assert.match(text(card()), /^Add Ask Shadow \^git push .*unlabelled hit /);
  });

  it('shows the rules that a rollback adds and removes, tested on the history', () => {
    const review = rollbackReview();
    open(review);
    answer();
    const gone = page.body.querySelector('.card-remove');
    assert.match(
      text(gone),
      /It stops \d+ of \d+ commands of your history\. Without it (?:that command runs|they run)/,
    );
    assert.match(text(card()), /\d+ unlabelled hits?/);
    assert.equal(typed().readOnly, false);
    assert.equal(gone?.querySelectorAll('.hit-list li').length, 0);
    const [removed] = review.remove;
    const name = `Show All 3 Commands It Matches: “${removed?.pattern ?? ''}”`;
    press(button(gone, name));
    answer();
    assert.notEqual(gone.querySelectorAll('.hit-list li').length, 0);
  });
});
