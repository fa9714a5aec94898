import assert from 'node:assert/strict';
import { ATTACKS } from '../attacks/attacks';
import { useTempFolder } from '../support/tempFolder';

describe('an attack on Rulewright', function () {
  this.timeout(120_000);
  const folder = useTempFolder();

  for (const { name, run } of ATTACKS) {
    it(`is stopped or noticed: ${name}`, async () => {
      assert.notEqual(await run(folder()), 'unnoticed');
    });
  }
});
