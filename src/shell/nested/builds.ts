import type { Token } from '../words/token';
import type { Nested, Split } from './nested';

/** `SHELL=…` and `--eval=…` of `make`. */
export function makes(words: readonly Token[], sudo: boolean): Split {
  const nested = words.slice(1).flatMap(({ value }, at): Nested[] => {
    const shell = /^SHELL=(.*)$/s.exec(value)?.[1];
    if (shell !== undefined) return [{ type: 'text', text: shell, from: undefined, sudo }];
    const rule = /^(?:--eval|-E)(?:=(.*))?$/s.exec(value);
    const text = rule?.[1] ?? words[at + 2]?.value ?? '';
    return rule === null ? [] : [{ type: 'code', text, from: undefined, sudo }];
  });
  return { words, nested };
}

/** `npm pkg set scripts.x='text'` writes what `npm run x` hands to a shell. */
export function scripts(words: readonly Token[], sudo: boolean): Split {
  const nested = words.flatMap(({ value }, at): Nested[] => {
    const text = /^scripts\.[\w:-]+=(.+)$/s.exec(value)?.[1] ?? shellSet(value, words[at + 1]);
    return text === undefined ? [] : [{ type: 'text', text, from: undefined, sudo }];
  });
  return { words, nested };
}

function shellSet(value: string, next: Token | undefined): string | undefined {
  return value === 'script-shell' ? next?.value : /^(?:--)?script-shell=(.*)$/s.exec(value)?.[1];
}
