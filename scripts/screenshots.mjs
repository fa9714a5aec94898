import { resolve } from 'node:path';
import { learnFromSample, title } from './host/demo.mjs';
import { openSession } from './host/session.mjs';
import { pack } from './package.mjs';

/**
 * `npm run screenshots [-- FOLDER]`: the packaged extension in the plain workbench, with the sample history learnt,
 * in light, dark and high contrast, wide and narrow.
 */

const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  contrast: 'Default High Contrast',
};
const SIZES = { wide: { width: 1360, height: 860 }, narrow: { width: 760, height: 860 } };

/**
 * @param {string} vsix
 * @param {string} folder
 * @param {string} name
 * @param {string} theme
 * @param {{ width: number, height: number }} size
 */
async function picture(vsix, folder, name, theme, size) {
  const session = await openSession({ vsix, ...size, settings: { 'workbench.colorTheme': theme } });
  const { workbench } = session;
  const file = (/** @type {string} */ what) => resolve(folder, `${what}-${name}.png`);
  try {
    await workbench.openContainer('Rulewright');
    await workbench.screenshot(file('empty'));
    await learnFromSample(workbench);
    await workbench.screenshot(file('suggestions'));
    await workbench.rows('Suggestions').first().click();
    await workbench.webview().locator('#root *').first().waitFor();
    await workbench.screenshot(file('review'));
    await workbench.command(await title('rulewright.openDashboard'));
    await workbench.webview().locator('#root *').first().waitFor();
    await workbench.screenshot(file('dashboard'));
  } catch (error) {
    await workbench.screenshot(file('failed'));
    throw error;
  } finally {
    await session.close();
  }
}

const folder = process.argv[2] ?? 'test-results/screenshots';
const vsix = await pack();
for (const [themeName, theme] of Object.entries(THEMES)) {
  for (const [sizeName, size] of Object.entries(SIZES)) {
    await picture(vsix, folder, `${themeName}-${sizeName}`, theme, size);
    process.stdout.write(`${themeName}, ${sizeName}: in ${folder}\n`);
  }
}
