import assert from 'node:assert/strict';
import { ATTACKS } from '../attacks/attacks';
import { beforeOf, readBefore } from '../attacks/before';
import { useTempFolder } from '../support/tempFolder';

describe('an attack on Rulewright', function () {
  this.timeout(120_000);
  const folder = useTempFolder();

  for (const { name, run } of ATTACKS) {
    it(`is stopped or noticed: ${name}`, async () => {
      assert.notEqual(await run(folder()), 'unnoticed');
    });
  }

  it('is listed in the log of results before the fixes, which lists no others', () => {
    const log = readBefore();
    for (const { name } of ATTACKS) {
      assert.match(beforeOf(log, name), /^(succeeded: .+|stopped already|not tried: .+)$/, name);
    }
    assert.deepEqual(
      [...log.keys()],
      ATTACKS.map(({ name }) => name),
    );
  });
});
