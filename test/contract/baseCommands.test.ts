import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATA, shippedBase } from '../bench/publicCommands';
import { evaluationTemplates, maskedTemplates } from '../support/evaluationTemplates';

describe('the bundled labelled commands', () => {
  it('are small enough for the package', () => {
    assert.ok(statSync(join('assets', 'base.txt.gz')).size <= 150_000);
  });

  it('contain many distinct commands of both labels, without duplicates', () => {
    const base = shippedBase();
    const unsafe = base.filter(({ label }) => label === 'unsafe');
    assert.ok(unsafe.length > 3000 && base.length > 3 * unsafe.length);
    assert.equal(new Set(base.map(({ command }) => command)).size, base.length);
  });

  // The evaluation files are not part of the project; this is tested only where they exist.
  if (existsSync(join(DATA, 'peer_suites_dev.jsonl'))) {
    it('share no masked template with the evaluation data', () => {
      const judging = evaluationTemplates(DATA);
      const shared = shippedBase().filter(({ command }) =>
        maskedTemplates(command).some((template) => judging.has(template)),
      );
      assert.deepEqual(
        shared.map(({ command }) => command),
        [],
      );
    }).timeout(60_000);
  }
});
