import assert from 'node:assert/strict';
import { buildTables } from '../../../../src/matcher/buildTables';
import { TextGate } from '../../../../src/matcher/index/textGate';

/** Whether the gate of a pattern without a literal accepts a text. */
function passes(pattern: string, text: string): boolean {
  const tables = buildTables([{ pattern, effect: 'allow' }], 1);
  assert.deepEqual([...tables.index.unfiled], [0], `${pattern} is filed under a literal`);
  const gate = new TextGate(tables);
  gate.setText(
    Uint16Array.from(text, (unit) => unit.charCodeAt(0)),
    text.length,
  );
  return gate.passes(0);
}

describe('the gate of a rule without a literal', () => {
  for (const [pattern, through, held] of [
    ['[a-c]{3}x?[d-f]', 'zzabcd', 'ab abdd'],
    ['[a-c]{2}[d-f]{2}', 'abzzde', 'abzzd'],
    ['(?:[a-c][0-9]){2}', 'a1zb2', 'a1zb'],
    ['\\b[A-Z0-9]{8}\\b', 'no AB12CD34', 'no AB12CD3 4'],
    ['[a-c][0-9]?[a-c]', 'a1b', 'a1z'],
    ['[a-c]+[^\\x00-\\x7f]', 'aé', 'ab'],
    ['[a-c]\\W{2}', 'a  ', 'a b'],
  ] as const) {
    it(`accepts ${JSON.stringify(through)} for ${pattern}, and rejects ${JSON.stringify(held)}`, () => {
      assert.equal(passes(pattern, through), true);
      assert.equal(passes(pattern, held), false);
    });
  }

  it('does not require what only one of several alternatives needs', () => {
    assert.equal(passes('[a-c](?:[d-f]|[g-i])', 'ag'), true);
    assert.equal(passes('[a-c](?:[d-f])*', 'a'), true);
  });

  it('finds a run at any position', () => {
    const text = 'z'.repeat(40).split('');
    for (let at = 0; at + 5 <= text.length; at += 1) {
      const held = [...text.slice(0, at), 'abcab', ...text.slice(at + 5)].join('');
      assert.equal(passes('[a-c]{5}', held), true, `at ${at}`);
      assert.equal(passes('[a-c]{6}', held), false, `at ${at}`);
    }
  });
});
