import { resolveWord, withoutUnknown, type Variables } from './expand';
import { globbedNames } from './globbedNames';
import { madeToken, MAY_RUN, type Token } from './token';

/**
 * The words as they may be when the command runs, with variables and wildcards resolved: `r${x}m`,
 * `/bin/r?`.
 */
export function resolvedWords(
  words: readonly Token[],
  variables: Variables,
): readonly (readonly Token[])[] {
  const [first, ...rest] = words;
  // `=name` in zsh is the path of that program.
  if (first !== undefined && /^=[a-z]/.test(first.value)) {
    const name = madeToken(first.value.slice(1), first.start, first.end);
    return [[name, ...rest]];
  }
  if (first?.node === undefined && !words.some((word) => MAY_RUN.test(word.text))) return [];
  const resolved = words.flatMap((word) => resolveWord(word, variables));
  if (resolved.length !== words.length || resolved.some((word, at) => word !== words[at])) {
    return resolved.length === 0 ? [] : [resolved];
  }
  if (first === undefined) return [];
  const known = withoutUnknown(first, variables);
  const names = known === undefined ? globbedNames(first.text) : [known];
  return names.map((name) => [
    { ...madeToken(name, first.start, first.end), moved: true },
    ...rest,
  ]);
}
