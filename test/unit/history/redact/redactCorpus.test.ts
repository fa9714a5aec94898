import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { redact } from '../../../../src/history/redact/redact';
import { makeLookAlikes } from '../../../support/redactLookAlikes';
import { makeSecrets } from '../../../support/redactShapes';

const SECRETS = makeSecrets();
const LOOK_ALIKES = makeLookAlikes();

describe('redact, over a corpus made from a seed', () => {
  it('redacts at least 99 % of more than 400 secrets in more than 120 shapes', () => {
    const missed = SECRETS.filter(({ command, secret }) => redact(command).includes(secret));
    assert.ok(SECRETS.length >= 400);
    assert.ok(new Set(SECRETS.map(({ shape }) => shape)).size >= 120);
    assert.ok(missed.length <= 0.01 * SECRETS.length, missed.map((one) => one.command).join('\n'));
  });

  it('redacts secrets of other seeds as well', () => {
    const made = [1, 2, 3].flatMap((seed) => makeSecrets(seed));
    const missed = made.filter(({ command, secret }) => redact(command).includes(secret));
    assert.ok(missed.length <= 0.01 * made.length, missed.map((one) => one.command).join('\n'));
  });

  it('changes at most 1 % of more than 300 look-alikes', () => {
    const changed = LOOK_ALIKES.filter((command) => redact(command) !== command);
    assert.ok(LOOK_ALIKES.length >= 300);
    assert.ok(changed.length <= 0.01 * LOOK_ALIKES.length, changed.map(redact).join('\n'));
  });

  it('is idempotent for joined and truncated text', () => {
    const commands = [...SECRETS.map(({ command }) => command), ...LOOK_ALIKES];
    const piece = fc
      .tuple(fc.constantFrom(...commands), fc.nat({ max: 40 }), fc.nat({ max: 120 }))
      .map(([command, from, length]) => command.slice(from, from + length));
    const joint = fc.constantFrom(' ', '=', '"', ' | ', '\n', ': ', '[secret:key]');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, joint), { maxLength: 6 }), (pieces) => {
        const once = redact(pieces.join(''));
        assert.equal(redact(once), once);
      }),
      { numRuns: 2000 },
    );
  });
});
