/** A window that applies a change and is killed before it publishes it: `publishChild.ts STORAGE EXTENSION_FOLDER`. */
import fs from 'node:fs/promises';
import { LAYOUT } from '../../src/core/layout';
import { readSettings } from '../../src/settings';
import { openApp } from '../../src/app/openApp';
import { anAdd } from './storeUnderTest';

const [folder = '', extensionFolder = ''] = process.argv.slice(2);
let applying = false;
const rename = fs.rename;
fs.rename = async (from, to) => {
  if (applying && String(to).endsWith(LAYOUT.publishedPolicy)) process.kill(process.pid, 'SIGKILL');
  await rename(from, to);
};

void openApp({
  folder,
  extensionFolder,
  settings: () => ({ ...readSettings(() => undefined), author: 'Ada' }),
  onError: (error) => {
    throw error;
  },
}).then(async ({ app }) => {
  await app.publish();
  const diff = { add: [anAdd({ pattern: 'mkfs' })], remove: [], meta: {} };
  const { id, diffHash } = await app.policies.propose({ proposedBy: 'test', diff });
  const session = await app.openReview('suggestion', id);
  applying = true;
  const { policyVersion } = session.shown;
  const words = { author: 'Ada', comment: '', typed: 'APPLY' };
  await session.apply({ subjectId: id, diffHash, policyVersion, ...words });
});
