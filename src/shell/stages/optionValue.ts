import type { Token } from '../words/token';

/**
 * The value of an option of a program; `words[0]` is the program. `option` matches the word of the
 * option; its groups are the attached value. Without one, the value is the next word.
 */
export function optionValue(words: readonly Token[], option: RegExp): string | undefined {
  const at = words.findIndex(({ value }, place) => place > 0 && option.test(value));
  const word = words[at];
  if (word === undefined) return undefined;
  const attached = option.exec(word.value)?.slice(1).join('') ?? '';
  return attached === '' ? words[at + 1]?.value : attached;
}
