import assert from 'node:assert/strict';
import { HOST_FILES } from '../../src/hosts/allFiles';
import {
  comparable,
  contentOf,
  installPseudoTexts,
  PSEUDO_LANGUAGE,
  unmarked,
} from '../support/pseudoTexts';
import { installedIn, Person } from './person';
import { asSteps } from './steps';

/** Stored values that must be translated for users. */
const ENUMERATED = /^(deny|ask|allow|safe|unsafe|unknown|idle|running|blocked|shadow|stale|none)$/i;
/** Names, which are not translated. */
const NAMES = [
  ...Object.values(HOST_FILES).map(({ name }) => name),
  'Rulewright',
  'APPLY',
  'git push --force origin main',
];
/** Times, which depend on the language of the machine, and durations. */
const TIME = /\p{L}{3,9} \d+, \d{4}, \d+:\d\d(:\d\d)?\s?[AP]M|[\d,]+ (ms|µs)/gu;

/** The texts on the screen: our own texts, and texts that may be or contain data. */
interface Texts {
  readonly own: readonly string[];
  readonly mixed: readonly string[];
}

describe('a user with another display language', () => {
  let person: Person;
  let reason = '';

  before(async () => {
    person = await Person.atFreshCode('translated', {
      prepare: async ({ context, dataFolder }) => {
        installPseudoTexts(installedIn(dataFolder));
        await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${PSEUDO_LANGUAGE}';`);
      },
    });
  });

  asSteps(() => person);

  /** The parts of a text that are not translated. */
  const untranslated = (text: string): string[] =>
    unmarked(text)
      .replace(TIME, ' ')
      .split(/ · | – |[\n;:,|]\s/u)
      .map((part) => part.trim().replace(/^[^\p{L}\d]+|[.:;,\s]+$/gu, ''))
      .filter((part) => /\p{L}{2}/u.test(part) && !NAMES.includes(part));

  /** Fails if there are texts without a translation, or if nothing was translated. */
  const allTranslated = ({ own, mixed }: Texts): void => {
    const data = contentOf(person.storageFolder) + reason;
    const left = [
      ...own.flatMap((text) => untranslated(text)),
      ...mixed.flatMap((text) =>
        untranslated(text).filter(
          (part) => ENUMERATED.test(part) || !data.includes(comparable(part)),
        ),
      ),
    ];
    assert.deepEqual([...new Set(left)], []);
    assert.ok([...own, ...mixed].some((text) => text.includes('⟦')));
  };

  /**
   * All texts of the open page: the text of each block, without times and code, and the texts for screen readers and
   * tooltips.
   */
  const pageTexts = async (): Promise<Texts> => {
    const { blocks, attributes } = await person.review.locator('body').evaluate((body) => {
      const BLOCKS =
        'p, li, h1, h2, h3, h4, dt, dd, td, th, label, button, summary, option, caption, div, bdi';
      const texts = new Map<Element, string>();
      const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (parent?.closest('time, code, script, style, [hidden]') != null) continue;
        const block = parent?.closest(BLOCKS) ?? body;
        texts.set(block, (texts.get(block) ?? '') + (walker.currentNode.textContent ?? ''));
      }
      return {
        blocks: Array.from(texts, ([{ tagName }, text]) => ({ tagName, text })),
        attributes: Array.from(body.querySelectorAll('[title], [aria-label], [placeholder]'))
          .filter((element) => element.closest('[hidden], time') === null)
          .flatMap((element) =>
            ['title', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
          ),
      };
    });
    const untrusted = blocks.filter(({ tagName }) => tagName === 'BDI');
    const others = blocks.filter(({ tagName }) => tagName !== 'BDI');
    return {
      own: [...others.map(({ text }) => text), ...attributes],
      mixed: untrusted.map(({ text }) => text),
    };
  };

  /** The texts of the rows of a view: labels, descriptions, and accessible labels. */
  const rowTexts = async (view: string): Promise<Texts> => {
    const texts = await person.workbench
      .rows(view)
      .evaluateAll((rows) =>
        rows.flatMap((row) => [
          row.getAttribute('aria-label') ?? '',
          ...Array.from(
            row.querySelectorAll('.label-name, .label-description'),
            (part) => part.textContent,
          ),
        ]),
      );
    return { own: [], mixed: texts };
  };

  const toast = async (text: RegExp): Promise<Texts> => {
    const message = person.workbench.toast(text);
    await message.waitFor();
    const parts = message.locator(
      '.notification-list-item-message, .notification-list-item-buttons-container a',
    );
    return { own: await parts.allInnerTexts(), mixed: [] };
  };

  it('sees translated messages', async () => {
    const { workbench } = person;
    await workbench.openContainer('Rulewright');
    await workbench.command('Rulewright: Import Sample History');
    allTranslated(await toast(/500/));
    await workbench.command('Rulewright: Generate Suggestions');
    allTranslated(await toast(/Suggestions to review/));
    await workbench.command('Rulewright: Recover Policy…');
    allTranslated(await toast(/nothing to recover/));
  });

  it('reviews a translated suggestion', async () => {
    const { workbench, review } = person;
    await workbench.rows('Suggestions').first().waitFor();
    allTranslated(await rowTexts('Suggestions'));
    await workbench.rows('Suggestions').first().click();
    await review.locator('#typed').waitFor();
    allTranslated(await pageTexts());
    await review.locator('#author').fill('Ada');
    await review.locator('#typed').fill('apply');
    await review.locator('button[type=submit]').click();
    await review.locator('.field-failure').waitFor();
    allTranslated(await pageTexts());
    await review.locator('#typed').fill('APPLY');
    await review.locator('button[type=submit]').click();
    await review.locator('#outcome').waitFor();
    allTranslated(await pageTexts());
  });

  it('uses every tab of the translated dashboard', async () => {
    const { workbench, review } = person;
    await workbench.command('View: Close All Editors');
    await workbench.command('Rulewright: Open Dashboard');
    for (const tab of ['history', 'queue', 'model', 'agents', 'check']) {
      await review.locator(`#tab-${tab}`).click();
      await review.locator(`#panel-${tab} .notice-busy`).waitFor({ state: 'detached' });
      if (tab === 'agents') {
        await review.locator('#agent-name').fill('Ada’s agent');
        await review.locator('#panel-agents form button').click();
        await review.locator('.agent').waitFor();
      }
      if (tab === 'check') {
        await review.locator('#check-command').fill('rm -rf /');
        await review.locator('#panel-check form button').click();
        await review.locator('#risk').waitFor();
        // Users, hosts and models get the same sentence as the reason of a verdict.
        reason = comparable(await review.locator('.live').innerText());
      }
      allTranslated(await pageTexts());
    }
  });

  it('sees every translated view', async () => {
    const { workbench } = person;
    for (const view of ['Suggestions', 'Rules', 'Agents', 'Versions']) {
      await workbench.rows(view).first().waitFor();
      allTranslated(await rowTexts(view));
    }
    const status = workbench.page.locator('#rulewright\\.rulewright\\.rulewright\\.status a');
    allTranslated({ own: [(await status.getAttribute('aria-label')) ?? ''], mixed: [] });
  });
});
