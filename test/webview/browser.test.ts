import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { suggestionReview } from '../../webview-ui/dev/reviewFixture';
import { SCENES_OF } from '../../webview-ui/dev/scenes';
import { THEME_NAMES } from '../../webview-ui/dev/themes';
import { openLab, type Lab } from './support/browser';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const TABS = ['Overview', 'History', 'Label Queue', 'Model', 'Agents', 'Check a Command'];

const NARROW = [600, 320];
const DENSEST = ['reviewer starter', 'reviewer joint'];

/** The densest scenes are seen at both narrow widths, the others alternate. */
function narrowWidths(scene: string, at: number): readonly number[] {
  return NARROW.filter((_, one) => DENSEST.includes(scene) || at % NARROW.length === one);
}

describe('the pages in a real browser', function () {
  this.timeout(120_000);
  let lab: Lab;
  before(async () => {
    lab = await openLab();
  });
  after(() => lab.close());

  /**
   * The problems that axe finds. The pages have no frames, so one call covers everything; it describes only problems,
   * which takes a fifth of the time.
   */
  const faults = async (page: Page): Promise<readonly string[]> => {
    assert.equal(page.frames().length, 1);
    if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(AXE);
    // By default, it would be sent and loaded twice for each analysis.
    const axe = new AxeBuilder({ page, axeSource: '// loaded' }).setLegacyMode(true).options({
      resultTypes: ['violations'],
    });
    const { violations } = await axe.analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ''}`),
    );
  };
  const showTab = async (page: Page, name: string): Promise<void> => {
    await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await page.getByRole('tabpanel', { name: new RegExp(`^${name}`) }).waitFor();
  };
  /** Waits until the element with this id has the focus, which it gets after it is shown. */
  const focusOn = (page: Page, id: string): Promise<void> => page.locator(`#${id}:focus`).waitFor();

  /** Expands everything that is collapsed. */
  const openDetails = (page: Page): Promise<void> =>
    page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });

  it('keeps the focus when the test that its button would have cancelled ends', async () => {
    const { page } = await lab.open({ page: 'reviewer', scene: 'filled' });
    const { subjectId } = suggestionReview();
    const post = (done: number): Promise<void> =>
      page.evaluate(
        (message) => {
          window.postMessage(message, '*');
        },
        { type: 'reading', subjectId, read: { done, total: 9000 }, state: 'running' },
      );
    await post(1000);
    const button = page.getByRole('button', { name: 'Cancel the Test' });
    await button.focus();
    await page.keyboard.press('Tab');
    const next = await page.evaluate(() => document.activeElement?.outerHTML);
    await page.keyboard.press('Shift+Tab');
    await post(9000);
    await page.locator('.reading:focus', { hasText: 'Tested on all of your history' }).waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.outerHTML), next);
    await page.locator('.reading').waitFor({ state: 'detached' });
  });

  /** 600 pixels is the width that remains of a window of 1200 at 200 % zoom. */
  const WIDTHS = [1200, 600, 320, 700];
  const PAGES = ['reviewer', 'dashboard', 'setup', 'explain'] as const;

  // Each page is seen in each theme and at each width, and each theme at each width.
  for (const [at, theme] of THEME_NAMES.entries()) {
    for (const [turn, name] of PAGES.entries()) {
      const width = WIDTHS[(at + turn) % WIDTHS.length] ?? 0;
      it(`have no accessibility problem on the page "${name}" at ${width} pixels in the ${theme} theme`, async () => {
        const { page, complaints } = await lab.open({ page: name, theme, width });
        if (name === 'explain') await page.locator('#variants').waitFor();
        for (const tab of name === 'dashboard' ? TABS : ['']) {
          if (tab !== '') await showTab(page, tab);
          await openDetails(page);
          assert.deepEqual(await faults(page), [], tab);
        }
        assert.deepEqual(complaints, []);
      });
    }
  }

  // The other scenes, with alternating themes. The large one differs from the filled one only in numbers, and takes minutes
  // to analyse.
  for (const [turn, name] of PAGES.entries()) {
    const others = SCENES_OF[name].filter((one) => one !== 'large' && one !== 'filled');
    for (const [at, scene] of others.entries()) {
      const theme = THEME_NAMES[(at + turn) % THEME_NAMES.length] ?? 'dark';
      for (const width of narrowWidths(`${name} ${scene}`, at)) {
        it(`have no accessibility problem and no browser error in the scene "${scene}" of the page "${name}", at ${width} pixels`, async () => {
          const { page, complaints } = await lab.open({ page: name, scene, theme, width });
          await openDetails(page);
          assert.deepEqual(await faults(page), [], theme);
          assert.deepEqual(complaints, []);
          assert.notEqual(await page.title(), 'owned');
        });
      }
    }
  }

  it('have problems that axe finds if they are made', async () => {
    const { page } = await lab.open({ page: 'reviewer' });
    await page.evaluate(() => {
      const button = document.createElement('button');
      const pale = document.createElement('p');
      pale.textContent = 'pale';
      pale.style.cssText = 'color: #777; background: #888';
      document.querySelector('main')?.append(button, pale);
    });
    const found = (await faults(page)).map((fault) => fault.split(':')[0]);
    assert.deepEqual(found.sort(), ['button-name', 'color-contrast']);
  });

  const typed = (page: Page, word: string) => page.locator('#typed').fill(word);
  const apply = (page: Page) => page.getByRole('button', { name: 'Apply', exact: true }).click();
  const edit = async (page: Page, pattern: string): Promise<void> => {
    await page
      .getByRole('button', { name: /^Edit “/ })
      .first()
      .click();
    await page.locator('textarea.pattern').first().fill(pattern);
  };

  /** States that a user reaches on a page: its name, and the actions. */
  const REACHED: readonly (readonly [
    state: string,
    at: { readonly page: 'reviewer' | 'dashboard' | 'explain' | 'setup'; readonly scene?: string },
    reach: (page: Page) => Promise<void>,
  ])[] = [
    [
      'a rule being edited, with its hits',
      { page: 'reviewer' },
      async (page) => {
        await edit(page, '.');
        await page.locator('.card-add .hit-list li .badge').first().waitFor();
      },
    ],
    [
      'a pattern that is not accepted',
      { page: 'reviewer' },
      async (page) => {
        await edit(page, '(a+)+');
        await page.getByText('unlimited repeat').first().waitFor();
      },
    ],
    [
      'changes left out and in shadow mode',
      { page: 'reviewer', scene: 'joint' },
      async (page) => {
        await page.getByRole('checkbox').first().uncheck();
        await page.getByText(/left out and stays? pending\.$/).waitFor();
      },
    ],
    [
      'a wrong word',
      { page: 'reviewer' },
      async (page) => {
        await typed(page, 'apply');
        await apply(page);
        await page.locator('#typed-failure').waitFor();
      },
    ],
    [
      'a failed change',
      { page: 'reviewer', scene: 'failing' },
      async (page) => {
        await typed(page, 'APPLY');
        await apply(page);
        await page.getByText('There is no space left on the disk.').first().waitFor();
      },
    ],
    [
      'an applied change',
      { page: 'reviewer' },
      async (page) => {
        await typed(page, 'APPLY');
        await apply(page);
        await page.locator('#outcome').waitFor();
      },
    ],
    [
      'a rejected change',
      { page: 'reviewer' },
      async (page) => {
        await page.getByRole('button', { name: 'Reject' }).click();
        await page.locator('#outcome').waitFor();
      },
    ],
    [
      'a history in which nothing matches the filter',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'History');
        await page.getByRole('searchbox').fill('no such command');
        await page.keyboard.press('Enter');
        await page.getByText(/No command matches/).waitFor();
      },
    ],
    [
      'a long review whose changes are filtered',
      { page: 'reviewer', scene: 'starter' },
      async (page) => {
        await page.keyboard.press('/');
        await page.keyboard.type('force push');
        await page.locator('.card-add').first().waitFor();
        // Escape empties the field, and what was typed before is gone.
        await page.keyboard.press('Escape');
        await page.locator('.card-add').first().waitFor({ state: 'detached' });
        await page.keyboard.type('force push');
        await page.locator('.card-add').first().waitFor();
      },
    ],
    [
      'a label queue in which one command was labelled',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'Label Queue');
        const group = page.getByRole('group', { name: /^Label of / }).first();
        await group.getByRole('button').first().click();
        await page.getByRole('button', { name: /^Undo/ }).first().waitFor();
      },
    ],
    [
      'a checked command',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'Check a Command');
        const box = page.getByRole('tabpanel').getByRole('textbox').first();
        await box.fill('git push --force origin main');
        await box.press('Enter');
        await page.getByRole('tabpanel').locator('.badge').first().waitFor();
      },
    ],
    [
      'a command that no rule decides',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'Check a Command');
        const box = page.getByRole('tabpanel').getByRole('textbox').first();
        await box.fill('kubectl get pods');
        await box.press('Enter');
        await page.getByRole('tabpanel').locator('.badge').first().waitFor();
      },
    ],
    [
      'the commands of another slot of a lane',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'Agents');
        const opened = page.locator('.lane-commands h4');
        const before = await opened.innerText();
        await page.locator('.lanes button[aria-pressed="true"]').focus();
        await page.keyboard.press('ArrowDown');
        while ((await opened.innerText()) === before) await page.waitForTimeout(20);
      },
    ],
    [
      'lanes with hostile names and commands',
      { page: 'dashboard', scene: 'hostile' },
      async (page) => {
        await showTab(page, 'Agents');
        await page.locator('.lane-commands li').first().waitFor();
      },
    ],
    [
      'the forms of agents',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'Agents');
        for (const [at, name] of ['Update', 'Set Status', 'Remove'].entries()) {
          await page.locator('.agent').nth(at).getByRole('button', { name, exact: true }).click();
        }
        await page.getByRole('button', { name: 'Remove Agent' }).waitFor();
      },
    ],
    [
      'the commands of one session',
      { page: 'dashboard' },
      async (page) => {
        await showTab(page, 'Agents');
        await page
          .getByRole('button', { name: /^Show commands of/ })
          .first()
          .click();
        await page.getByRole('button', { name: 'Show All Commands' }).waitFor();
      },
    ],
    [
      'the days as a table',
      { page: 'dashboard' },
      async (page) => {
        await page.getByText('Show as a Table').click();
        await page.locator('details[open] table').first().waitFor();
      },
    ],
    [
      'a command excluded from a rule',
      { page: 'reviewer' },
      async (page) => {
        await page
          .getByRole('button', { name: /^Show (?:All .* Commands|the Command) It Matches/ })
          .first()
          .click();
        await page
          .getByRole('button', { name: /^Exclude / })
          .first()
          .click();
        await page.locator('.card-add .notice, textarea.pattern').first().waitFor();
      },
    ],
    [
      'a setup without a category',
      { page: 'setup' },
      async (page) => {
        await page.getByRole('button', { name: 'Select None' }).click();
      },
    ],
  ];

  // Widths and themes alternate, so that a state of each page is seen at each width and in each theme.
  for (const [at, [state, where, reach]] of REACHED.entries()) {
    const width = [320, 600, 1200][at % 3] ?? 320;
    const theme = THEME_NAMES[at % THEME_NAMES.length] ?? 'dark';
    it(`have no accessibility problem with ${state}, at ${width} pixels in the ${theme} theme`, async () => {
      const { page } = await lab.open({ ...where, width, theme });
      await reach(page);
      assert.deepEqual(await faults(page), []);
      // Every page is opened with reduced motion.
      const moving = await page.evaluate(() => document.getAnimations().length);
      assert.equal(moving, 0);
    });
  }

  const SCREENS = [300, 600, 1400];

  /** The widths at which the page requires horizontal scrolling. */
  const tooWideAt = async (page: Page): Promise<readonly number[]> => {
    const found: number[] = [];
    for (const width of SCREENS) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(
        () =>
          // Lists that measure themselves render again in the next frame.
          new Promise<number>((measured) => {
            requestAnimationFrame(() => {
              setTimeout(() => {
                measured(document.documentElement.scrollWidth - window.innerWidth);
              });
            });
          }),
      );
      if (over > 0) found.push(width);
    }
    return found;
  };

  for (const scene of ['filled', 'hostile', 'answered']) {
    it(`fit into ${SCREENS.join(', ')} pixels without horizontal scrolling in the scene "${scene}"`, async () => {
      const width = SCREENS[0] ?? 0;
      const reviewer = await lab.open({ page: 'reviewer', scene, width });
      assert.deepEqual(await tooWideAt(reviewer.page), [], 'reviewer');
      // The other pages are identical to those in the scene "filled".
      if (scene === 'answered' || scene === 'joint') return;
      const setup = await lab.open({ page: 'setup', scene, width });
      assert.deepEqual(await tooWideAt(setup.page), [], 'setup');
      const explain = await lab.open({ page: 'explain', scene, width });
      // A hostile text has no variants.
      await explain.page.locator(scene === 'filled' ? '#variants' : '#verdict').waitFor();
      await openDetails(explain.page);
      assert.deepEqual(await tooWideAt(explain.page), [], 'explain');
      const { page } = await lab.open({ page: 'dashboard', scene, width });
      for (const tab of TABS) {
        await showTab(page, tab);
        assert.deepEqual(await tooWideAt(page), [], tab);
      }
    });
  }

  it('show the slots of a lane in one line below its name on a narrow page', async () => {
    const { page } = await lab.open({ page: 'dashboard', width: 320 });
    await showTab(page, 'Agents');
    await page.locator('.lanes tbody td').first().waitFor();
    const lines = await page.locator('.lanes tbody tr').evaluateAll((rows) =>
      rows.map((row) => {
        const name = row.querySelector('th')?.getBoundingClientRect().bottom ?? NaN;
        const tops = Array.from(row.querySelectorAll('td'), (cell) =>
          Math.round(cell.getBoundingClientRect().top),
        );
        return { lines: new Set(tops).size, isBelow: Math.min(...tops) >= name - 1 };
      }),
    );
    assert.ok(lines.length > 0);
    assert.deepEqual(
      lines,
      lines.map(() => ({ lines: 1, isBelow: true })),
    );
  });

  it('support review, rejection and applying by keyboard', async () => {
    const { page } = await lab.open({ page: 'reviewer' });
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
    for (let step = 0; step < 60 && (await focused()) !== 'author'; step += 1) {
      await page.keyboard.press('Tab');
    }
    assert.equal(await focused(), 'author');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Reads well');
    await page.keyboard.press('Tab');
    await page.keyboard.type('apply');
    await page.keyboard.press('Enter');
    await page.locator('#typed-failure').waitFor();
    await focusOn(page, 'typed');
    assert.equal(await page.locator('#typed').inputValue(), 'apply');
    await page.keyboard.press('Escape');
    await page.keyboard.type('APPLY');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Applied as version 8' }).waitFor();
    await focusOn(page, 'outcome');
    const applies = await page.evaluate(() =>
      window.sentMessages.filter((message) => JSON.stringify(message).includes('"apply"')),
    );
    assert.deepEqual(
      applies.map((message) => (message as { typed: string }).typed),
      ['apply', 'APPLY'],
    );
  });

  it('support explaining a command and making a rule from it by keyboard', async () => {
    const { page } = await lab.open({ page: 'explain', scene: 'asking' });
    await page.locator('#verdict').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#command:focus').waitFor();
    await page.keyboard.type(' -x');
    await page.keyboard.press('Tab');
    await page.keyboard.type('/etc');
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const sent = await page.evaluate(() => window.sentMessages);
    const effects = sent.filter((message) => JSON.stringify(message).includes('"likeThis"'));
    assert.deepEqual(
      (effects as { effect: string }[]).map(({ effect }) => effect),
      ['deny'],
    );
  });

  it('show the focus', async () => {
    const { page } = await lab.open({ page: 'reviewer', theme: 'light' });
    await page.keyboard.press('Tab');
    const width = await page.evaluate(() =>
      document.activeElement === null ? '' : getComputedStyle(document.activeElement).outlineWidth,
    );
    assert.equal(width, '2px');
  });

  it('support labelling and switching tabs by keyboard', async () => {
    const { page } = await lab.open({ page: 'dashboard' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const queue = page.getByRole('tabpanel', { name: /^Label Queue/ });
    const choices = queue.getByRole('group', { name: /^Label of / });
    const named = async (at: number) =>
      queue.getByRole('group', {
        name: (await choices.nth(at).getAttribute('aria-label')) ?? '',
        exact: true,
      });
    const [first, second] = [await named(0), await named(1)];
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await first.waitFor({ state: 'detached' });
    await second.locator(':focus').waitFor();
  });

  it('load only their own style and icon font under the content policy, and nothing inline', async () => {
    const { page, complaints } = await lab.open({ page: 'reviewer' });
    const result = await page.evaluate(async () => {
      await document.fonts.ready;
      const inline = document.createElement('script');
      inline.textContent = 'document.title = "owned"';
      document.body.append(inline);
      return {
        title: document.title,
        icons: document.fonts.check('16px codicon'),
        background: getComputedStyle(document.body).backgroundColor,
      };
    });
    assert.deepEqual(result, { title: 'reviewer', icons: true, background: 'rgb(31, 31, 31)' });
    // Messages of the browser arrive slightly later.
    while (complaints.length === 0) await page.waitForTimeout(20);
    assert.match(complaints.join('\n'), /Content Security Policy/);
  });

  const countElements = (page: Page): Promise<number> =>
    page.evaluate(() => document.querySelectorAll('*').length);

  it('render only a part of a huge history', async () => {
    const { page } = await lab.open({ page: 'dashboard', scene: 'large' });
    await showTab(page, 'History');
    assert.ok((await countElements(page)) < 15_000, `${await countElements(page)} elements`);
  });

  it('render only a part of a huge review, and reach every hit by keyboard and scrolling without jumps', async () => {
    const { page } = await lab.open({ page: 'reviewer', scene: 'large' });
    assert.ok((await countElements(page)) < 15_000, `${await countElements(page)} elements`);
    await page.setViewportSize({ width: 400, height: 900 });
    await page
      .getByRole('button', { name: /^Edit “/ })
      .first()
      .click();
    await page.locator('textarea.pattern').first().fill('.');
    const box = page.locator('.virtual-list').first();
    await box.locator('li .badge').first().waitFor();
    await box.focus();
    await page.keyboard.press('End');
    const row = page.locator('.virtual-list li:focus');
    await row.locator('.badge').waitFor();
    const size = Number(await row.getAttribute('aria-setsize'));
    assert.ok(size > 1000, String(size));
    assert.equal(await row.getAttribute('aria-posinset'), String(size));
    assert.ok((await box.locator('li').count()) < 100);
    const isInside = (element: Element): boolean => {
      const own = element.getBoundingClientRect();
      const list = element.closest('.virtual-list')?.getBoundingClientRect();
      return list !== undefined && own.top >= list.top - 1 && own.bottom <= list.bottom + 1;
    };
    assert.equal(await row.evaluate(isInside), true);
    // The buttons of the current row are the next tab stops; then the focus leaves the list.
    await page.keyboard.press('Tab');
    assert.equal(await row.count(), 0);
    const buttons = box.locator('li').last().getByRole('button');
    assert.equal(await buttons.first().evaluate((one) => one === document.activeElement), true);
    for (let left = await buttons.count(); left > 0; left -= 1) await page.keyboard.press('Tab');
    assert.equal(await box.evaluate((one) => one.contains(document.activeElement)), false);
    // From here on, it is scrolled with the mouse.
    await box.hover();
    await page.mouse.wheel(0, -1);
    // The test runner adds a helper to functions that does not exist in pages.
    await page.evaluate('globalThis.__name = (one) => one');
    // Scroll up over rows that were never measured: visible rows must move by the scrolled distance.
    const moved = await box.evaluate(async (list) => {
      const painted = (): Promise<unknown> =>
        new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const topRow = (): Element | undefined => {
        const { top } = list.getBoundingClientRect();
        return Array.from(list.querySelectorAll('li')).find(
          (one) => one.getBoundingClientRect().top >= top + 100,
        );
      };
      const jumps: number[] = [];
      for (let turn = 0; turn < 60; turn += 1) {
        const seen = topRow();
        const before = seen?.getBoundingClientRect().top ?? NaN;
        list.scrollTop -= 80;
        await painted();
        await painted();
        jumps.push(Math.abs((seen?.getBoundingClientRect().top ?? NaN) - before - 80));
      }
      return { jumps, place: Number(list.querySelector('li')?.getAttribute('aria-posinset')) };
    });
    assert.deepEqual(
      moved.jumps.filter((jump) => !(jump < 1.5)),
      [],
    );
    assert.ok(moved.place < size - 60, String(moved.place));
    await box.evaluate((list) => {
      list.scrollTop = 0;
    });
    await box.locator('li[aria-posinset="1"]').waitFor();
  });
});
