import { skipOptions, textOf, type Split } from './nested';
import { programName } from './programs';
import { RUNNERS } from './runners';
import type { Token } from './word';
import { WRAPPERS, type Wrapper } from './wrappers';

/** A command with its wrappers taken off. */
export interface Unwrapped extends Split {
  readonly sudo: boolean;
}

/** Takes wrappers off the front until a command stands there that does the work. */
export function unwrap(words: readonly Token[], sudo: boolean): Unwrapped {
  let rest = words;
  let power = sudo;
  for (let turn = 0; turn < MAX_WRAPPERS; turn += 1) {
    const program = programName(rest[0]?.value ?? '');
    const wrapper = WRAPPERS.get(program);
    if (wrapper === undefined) {
      const runner = RUNNERS.get(program);
      return { sudo: power, ...(runner?.(rest, power) ?? { words: rest, nested: [] }) };
    }
    const at = innerStart(rest, wrapper);
    if (wrapper.kind === 'runs') return { sudo: power, ...runnerOf(rest, at, wrapper, power) };
    if (at >= rest.length) return { sudo: power, words: rest, nested: [] };
    power ||= wrapper.kind === 'sudo';
    rest = rest.slice(at);
  }
  return { sudo: power, words: rest, nested: [] };
}

const MAX_WRAPPERS = 16;

/** `xargs -n 1 rm -f x` reads as `xargs -n 1 rm` and runs `rm -f x`. */
function runnerOf(words: readonly Token[], at: number, wrapper: Wrapper, sudo: boolean): Split {
  const inner = words.slice(at);
  const own = words.slice(0, at);
  const first = inner[0];
  if (first === undefined) return { words: own, nested: [] };
  if (wrapper.text === true) return { words: own, nested: [textOf(inner, sudo)] };
  const name = programName(first.value);
  const head = { ...first, text: name, value: name, shown: name, node: undefined };
  return {
    words: [...own, SAFE_NAME.test(name) ? head : first],
    nested: [{ type: 'words', words: inner, sudo }],
  };
}

const SAFE_NAME = /^[\w.+-]+$/;

/** Where the wrapped command begins. */
function innerStart(words: readonly Token[], wrapper: Wrapper): number {
  let at = skipOptions(words, 1, wrapper) + (wrapper.operands ?? 0);
  if (wrapper.operands !== undefined && words[at]?.value === '--') at += 1;
  if (wrapper.assignments === true) while (ASSIGNMENT.test(words[at]?.value ?? '')) at += 1;
  return at;
}

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;
