/** The distinct numbers in ascending order. Whole numbers of at least 0 and below 2^32. */
export function distinctAscending(numbers: readonly number[]): readonly number[] {
  const sorted = Uint32Array.from(numbers).sort();
  const distinct: number[] = [];
  for (const number of sorted) if (number !== distinct.at(-1)) distinct.push(number);
  return distinct;
}

/** The numbers of one list that are not in another one. Both lists are ascending. */
export function without(numbers: readonly number[], others: readonly number[]): readonly number[] {
  let at = 0;
  return numbers.filter((number) => {
    while (at < others.length && (others[at] ?? 0) < number) at += 1;
    return others[at] !== number;
  });
}
