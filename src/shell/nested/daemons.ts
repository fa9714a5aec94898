import type { Token } from '../words/token';
import type { Nested, Split } from './nested';

/** `EXEC:text` and `SYSTEM:text` of `socat`. */
export function socat(words: readonly Token[], sudo: boolean): Split {
  const nested = words.slice(1).flatMap(({ value }): Nested[] => {
    const text = /^(?:EXEC|SYSTEM|SHELL):(.+)$/is.exec(value)?.[1];
    return text === undefined ? [] : [{ type: 'text', text, from: undefined, sudo }];
  });
  return { words, nested };
}

/** `start-stop-daemon --exec program -- arguments of the program`. */
export function startStop(words: readonly Token[], sudo: boolean): Split {
  const flag = words.findIndex(({ value }) => /^(?:-[Sb]*[xa]|--exec|--startas)$/.test(value));
  const program = flag < 0 ? undefined : words[flag + 1];
  const dashes = words.findIndex(({ value }) => value === '--');
  if (program === undefined || !words.some(({ value }) => /^(?:-[a-z]*S|--start$)/.test(value))) {
    return { words, nested: [] };
  }
  const behind = dashes < 0 ? [] : words.slice(dashes + 1);
  return { words, nested: [{ type: 'words', words: [program, ...behind], sudo }] };
}
