import assert from 'node:assert/strict';
import { ATTACKS } from '../attacks/attacks';
import { beforeOf, readBefore } from '../attacks/before';
import { CALLER_ATTACKS, callerAttackName } from '../attacks/callerAttacks';
import { LONG } from '../support/longForm';
import { useTempFolder } from '../support/tempFolder';

describe('an attack on Rulewright', function () {
  this.timeout(LONG ? 600_000 : 120_000);
  const folder = useTempFolder();

  for (const { name, run } of ATTACKS) {
    it(`is stopped or noticed: ${name}`, async () => {
      assert.notEqual(await run(folder()), 'unnoticed');
    });
  }

  it('is listed in the log of results before the fixes, which lists no others', () => {
    const log = readBefore();
    const names = [...ATTACKS.map(({ name }) => name), ...CALLER_ATTACKS.map(callerAttackName)];
    for (const name of names) {
      assert.match(beforeOf(log, name), /^(succeeded: .+|stopped already|not tried: .+)$/, name);
    }
    assert.deepEqual([...log.keys()], names);
  });
});
