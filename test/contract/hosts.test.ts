import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hostLists } from '../../scripts/hosts.mjs';

describe('the lists of agent hosts', () => {
  it('have an entry for each folder of src/hosts; `npm run hosts` writes them', async () => {
    for (const [path, text] of Object.entries(await hostLists())) {
      assert.equal(readFileSync(path, 'utf8'), text, `${path}: run \`npm run hosts\``);
    }
  });
});
