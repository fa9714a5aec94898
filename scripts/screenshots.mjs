import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { learnFromSample, title } from './host/demo.mjs';
import { openSession } from './host/session.mjs';
import { pack } from './package.mjs';
import { pagePictures } from './pagePictures';
import { ROOT } from './shell.mjs';

/**
 * `npm run screenshots`: the pictures of the README, into docs/images.
 * `npm run screenshots -- themes [FOLDER]`: every page in four themes, wide and narrow, to look at.
 * Both show the packaged extension in the plain workbench, with the sample history learnt.
 * `npm run screenshots -- --all [FOLDER [PART]]`: every state of every page in four themes, wide, narrow and zoomed, in a
 * browser against recorded messages; with PART only states whose name contains it.
 *
 * @typedef {import('./host/session.mjs').Session} Session
 */

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
};
const SIZES = { wide: { width: 1360, height: 860 }, narrow: { width: 760, height: 860 } };
const TABS = {
  overview: 'Overview',
  history: 'History',
  queue: 'Label Queue',
  model: 'Model',
  agents: 'Agents',
  check: 'Check a Command',
};

/**
 * Opens a VS Code in which a user named Ada has pending suggestions.
 * @param {string} vsix
 * @param {string} theme
 * @param {{ width: number, height: number }} size
 * @param {(session: Session) => Promise<void>} look
 */
async function inDemo(vsix, theme, size, look) {
  const settings = { 'workbench.colorTheme': theme, 'rulewright.author': 'Ada' };
  const session = await openSession({ vsix, ...size, settings });
  const { workbench } = session;
  try {
    await learnFromSample(workbench);
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.rows('Suggestions').first().click();
    await page(workbench).getByRole('heading', { name: 'Your decision' }).waitFor();
    await look(session);
  } catch (error) {
    await workbench.screenshot(resolve(ROOT, 'test-results/screenshots/failed.png'));
    throw error;
  } finally {
    await session.close();
  }
}

/** @param {Session['workbench']} workbench */
const page = (workbench) => workbench.webview();

/**
 * Shows the change that would connect a host, and cancels it.
 * @param {Session['workbench']} workbench
 * @param {() => Promise<void>} look
 */
async function connecting(workbench, look) {
  await workbench.command(await title('rulewright.host.connect'));
  await workbench.choose('Claude Code');
  const question = page(workbench).locator('.question');
  await question.waitFor();
  await workbench.page.locator('.monaco-diff-editor').first().waitFor();
  await look();
  await question.getByRole('button', { name: 'Cancel' }).click();
}

/**
 * Reduces a picture to 256 colours, which more than halves its size, because the package contains the pictures of the
 * README.
 * @param {string} file
 */
async function shrink(file) {
  const picture = sharp(await readFile(file));
  await writeFile(
    file,
    await picture.png({ palette: true, dither: 0, effort: 10, compressionLevel: 9 }).toBuffer(),
  );
}

/**
 * @param {string} vsix
 * @param {string} folder
 */
async function readme(vsix, folder) {
  await inDemo(vsix, THEMES.dark, { width: 1280, height: 800 }, async ({ workbench }) => {
    const picture = async (/** @type {string} */ name) => {
      const file = resolve(folder, `${name}.png`);
      await workbench.screenshot(file);
      await shrink(file);
    };
    const inside = page(workbench);
    // Shown once the rules were tested on the whole history.
    await inside.locator('.strip').waitFor();
    await picture('review');
    await workbench.command(await title('rulewright.setUpProtection'));
    await inside
      .getByText(/would have stopped [1-9]/)
      .first()
      .waitFor();
    await picture('setup');
    await workbench.rows('Suggestions').first().click();
    await inside.getByLabel('Comment').fill('Nobody here deletes a home folder by script.');
    await inside.getByLabel('Type APPLY to change the policy').fill('APPLY');
    await inside.getByRole('button', { name: 'Apply' }).click();
    await inside.getByRole('heading', { name: 'Applied as version 1' }).waitFor();
    await workbench.rows('Rules').first().waitFor();

    await workbench.command(await title('rulewright.policy.rollback'));
    await workbench.choose(/1\. Added/);
    await inside.getByText('Roll back version 1').waitFor();
    await inside
      .getByText(/Without it (that command runs|they run)/)
      .first()
      .waitFor();
    await inside.locator('.strip').waitFor();
    await picture('rollback');

    await connecting(workbench, () => picture('connect'));

    await workbench.command(await title('rulewright.openDashboard'));
    await inside.getByRole('tab', { name: 'History' }).click();
    await inside.locator('table.events').waitFor();
    await picture('history');
    await inside.getByRole('tab', { name: 'Model' }).click();
    await inside.getByText('Most important features').waitFor();
    await picture('model');
    await inside.getByRole('tab', { name: 'Check a Command' }).click();
    await inside.getByRole('textbox', { name: 'Command' }).fill('cd /tmp && sudo rm -fr ~');
    await inside.getByRole('button', { name: 'Check', exact: true }).click();
    await inside.getByText('Looks unsafe', { exact: true }).waitFor();
    await picture('check');
  });
  process.stdout.write(`The pictures of the README are in ${folder}\n`);
}

/**
 * @param {string} vsix
 * @param {string} folder
 */
async function themes(vsix, folder) {
  for (const [themeName, theme] of Object.entries(THEMES)) {
    for (const [sizeName, size] of Object.entries(SIZES)) {
      await inDemo(vsix, theme, size, async ({ workbench }) => {
        const picture = (/** @type {string} */ what) =>
          workbench.screenshot(resolve(folder, `${what}-${themeName}-${sizeName}.png`));
        await picture('review');
        await page(workbench).getByRole('button', { name: 'Edit' }).first().click();
        await picture('edit');
        await connecting(workbench, () => picture('connect'));
        await workbench.command(await title('rulewright.setUpProtection'));
        await page(workbench)
          .getByText(/would have stopped [1-9]/)
          .first()
          .waitFor();
        await picture('setup');
        await workbench.command(await title('rulewright.policy.explainCommand'));
        const explain = page(workbench);
        await explain.getByRole('textbox', { name: 'Command' }).fill('cd /tmp && sudo rm -fr ~');
        await explain.getByText('starter rule').first().waitFor();
        await picture('explain');
        await workbench.command(await title('rulewright.openDashboard'));
        for (const [name, tab] of Object.entries(TABS)) {
          await page(workbench).getByRole('tab', { name: tab }).click();
          await picture(name);
        }
      });
      process.stdout.write(`${themeName}, ${sizeName}: in ${folder}\n`);
    }
  }
}

const [what = 'readme', folder, part] = process.argv.slice(2);
if (what === 'readme') await readme(await pack(), folder ?? resolve(ROOT, 'docs/images'));
else if (what === 'themes') await themes(await pack(), folder ?? 'test-results/screenshots');
else if (what === '--all') await pagePictures(folder ?? 'test-results/pages', part);
else {
  process.stderr.write('Usage: npm run screenshots -- [readme | themes | --all] [FOLDER [PART]]\n');
  process.exitCode = 2;
}
