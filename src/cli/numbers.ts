import { InvalidArgumentError } from 'commander';
import { formatCount } from '../core/formatCount';

/** A commander parser for whole numbers from `low` to `high`; anything else is a usage error. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      `Expected a whole number from ${String(low)} to ${String(high)}.`,
    );
  };
}

/** Reports rows of a CSV file that were skipped. */
export function skippedRows(count: number): string {
  return count === 1
    ? '1 row could not be parsed and was skipped.'
    : `${formatCount(count)} rows could not be parsed and were skipped.`;
}
