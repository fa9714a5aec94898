import type { Token } from '../words/token';
import { skipOptions, textOf, type Nested, type Split } from './nested';

/** tmux runs what is typed into another terminal, and the command of a new one. */
export function terminal(words: readonly Token[], sudo: boolean): Split {
  const verb = words.findIndex(({ value }) => VERBS.has(value));
  if (verb < 0) return { words, nested: [] };
  const behind = words.slice(verb + 1);
  const nested: Nested[] = behind
    .filter(({ quoted }) => quoted)
    .map((word) => textOf([word], sudo));
  const typed = words
    .slice(skipOptions(words, verb + 1, OPTIONS))
    .filter(({ value }) => !KEY.test(value));
  const isText = typed.length > 1 || typed[0]?.quoted === false;
  if (isText) nested.push({ ...textOf(typed, sudo), speculative: true });
  return { words, nested };
}

const VERBS: ReadonlySet<string> = new Set(
  (
    'send-keys send new-session new new-window neww split-window splitw run-shell run if-shell if respawn-pane ' +
    'respawn-window pipe-pane display-popup popup'
  ).split(' '),
);
const OPTIONS = { short: 'tsnceFxylpSTwhdN' };
const KEY = /^(?:Enter|C-[a-z]|Escape|Space|Tab)$/;
