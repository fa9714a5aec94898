import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, step } from '../shell.mjs';
import { packagePath } from '../package.mjs';
import { openPage } from './browser.mjs';
import { startServer } from './server.mjs';
import { openSession } from './session.mjs';
import { Workbench } from './workbench.mjs';

/** Verifies in a headless browser that the extension runs and lists suggestions from the sample history. */
export async function checkInBrowser() {
  const session = await step('Opening VS Code', async () =>
    openSession({ vsix: await packagePath() }),
  );
  try {
    const { workbench } = session;
    const count = await step('Learning from the sample history in VS Code', () =>
      learnFromSample(workbench),
    );
    await workbench.screenshot(join(ROOT, 'test-results', 'start.png'));
    process.stdout.write(`The extension is active and lists ${count} suggestions for review.\n`);
  } catch (error) {
    await session.workbench.screenshot(join(ROOT, 'test-results', 'start-failed.png'));
    throw error;
  } finally {
    await session.close();
  }
}

/**
 * Serves VS Code with pending suggestions on a local address.
 * @param {string} folder
 */
export async function serve(folder) {
  const vsix = await packagePath();
  const server = await startServer({ dataFolder: join(folder, 'server'), vsix });
  const samples = join(ROOT, 'samples');
  const browser = await openPage();
  try {
    const workbench = new Workbench(browser.page);
    await workbench.open(server.origin, samples);
    await step('Learning from the sample history in VS Code', () => learnFromSample(workbench));
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    await browser.close();
  }
  process.stdout.write(
    `\nOpen ${server.origin}/?folder=${encodeURIComponent(samples)}\nThe suggestions wait in the Rulewright view. Ctrl+C stops it.\n`,
  );
  process.once('SIGINT', () => void server.stop().then(() => process.exit(0)));
}

/**
 * Imports the sample, generates suggestions and opens the list, as a user would.
 * @param {Workbench} workbench
 */
export async function learnFromSample(workbench) {
  await workbench.openContainer('Rulewright');
  await workbench.command(await title('rulewright.telemetry.importSample'));
  await unlessError(workbench, workbench.toast(/\d+ .*import|import.* \d+/i));
  return generateSuggestions(workbench);
}

/**
 * Generates suggestions from the current history. Resolves to the number of new ones, once all are stored.
 * @param {Workbench} workbench
 */
export async function generateSuggestions(workbench) {
  await workbench.command(await title('rulewright.learning.generateSuggestions'));
  // Suggestions are stored one by one; the message appears when all are stored.
  const message = workbench.toast(/Suggestions to review: \d+/);
  await unlessError(workbench, message);
  await workbench.rows('Suggestions').first().waitFor();
  return Number(/\d+/.exec(await message.innerText())?.[0]);
}

/**
 * Waits for an element, or for an error message that explains why it does not appear.
 * @param {Workbench} workbench
 * @param {import('playwright-core').Locator} wanted
 */
async function unlessError(workbench, wanted) {
  const error = workbench.page.locator('.notification-list-item:has(.codicon-error)').first();
  await wanted.or(error).first().waitFor();
  if (await error.isVisible()) throw new Error(`VS Code says: ${await error.innerText()}`);
}

/**
 * The title of a command in the palette.
 * @param {string} id
 */
export async function title(id) {
  const { contributes } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const command = contributes.commands.find(
    (/** @type {{ command: string }} */ each) => each.command === id,
  );
  const texts = JSON.parse(await readFile(join(ROOT, 'package.nls.json'), 'utf8'));
  const text = (/** @type {string} */ key) => texts[key.slice(1, -1)];
  return `${text(command.category)}: ${text(command.title)}`;
}
