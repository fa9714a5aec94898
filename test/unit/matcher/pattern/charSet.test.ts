import assert from 'node:assert/strict';
import { ignoringCase, LAST_UNIT } from '../../../../src/matcher/pattern/charSet';

/** The unit that JavaScript's `i` flag compares instead of this one: the Canonicalize of ECMAScript. */
function canonical(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase();
  const isOne = upper.length === 1 && (unit < 0x80 || upper.charCodeAt(0) >= 0x80);
  return isOne ? upper.charCodeAt(0) : unit;
}

describe('ignoringCase', () => {
  it('adds to each single unit those that are equal to it', () => {
    const groups = new Map<number, number[]>();
    for (let unit = 0; unit <= LAST_UNIT; unit += 1) {
      const group = groups.get(canonical(unit));
      if (group === undefined) groups.set(canonical(unit), [unit]);
      else group.push(unit);
    }
    // A letter with two cases is looked up in all groups, which takes long: every fiftieth of these.
    let letters = 0;
    for (const group of groups.values()) {
      letters += group.length > 1 ? 1 : 0;
      if (group.length > 1 && letters > 60 && letters % 50 !== 0) continue;
      for (const unit of group) assert.deepEqual(members(ignoringCase([unit, unit])), group);
    }
    assert.ok(letters > 1000);
  });
});

/** The units in ranges. */
function members(ranges: readonly number[]): readonly number[] {
  const units: number[] = [];
  for (let at = 0; at < ranges.length; at += 2) {
    for (let unit = ranges[at] ?? 0; unit <= (ranges[at + 1] ?? -1); unit += 1) units.push(unit);
  }
  return units;
}
