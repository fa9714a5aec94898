import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { distinctAscending, without } from '../../../src/core/ascending';

const NUMBERS = fc.array(fc.nat(50));
const ANY = fc.array(fc.nat(0xffffffff));

describe('ascending numbers', () => {
  it('sorts by value and keeps each number once', () => {
    fc.assert(
      fc.property(fc.oneof(NUMBERS, ANY), (numbers) => {
        deepEqual(
          distinctAscending(numbers),
          [...new Set(numbers)].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('leaves out the numbers of another list', () => {
    fc.assert(
      fc.property(NUMBERS, NUMBERS, (some, others) => {
        const [own, left] = [distinctAscending(some), distinctAscending(others)];
        deepEqual(
          without(own, left),
          own.filter((number) => !left.includes(number)),
        );
      }),
    );
  });
});
