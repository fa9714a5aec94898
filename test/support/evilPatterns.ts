/** Patterns that make backtracking engines hang, each with a text that does so when repeated. */
export const EVIL: readonly (readonly [pattern: string, piece: string])[] = [
  ['(a+)+$', 'a'],
  ['(a*)*$', 'a'],
  ['(a|a)*$', 'a'],
  ['(a|aa)+$', 'a'],
  ['([a-zA-Z]+)*$', 'a'],
  ['(.*a){20}$', 'a'],
  ['^(.*a){20}$', 'a'],
  ['(a?){30}a{30}$', 'a'],
  ['(x+x+)+y', 'x'],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ['(\\w+\\s?)*!', 'word '],
  ['(\\d+)*x$', '1'],
  ['^(\\w+=\\S+\\s+)*!', 'A=1 '],
  ['\\bcurl\\b.*\\|.*sh', 'curl |'],
  ['\\bcurl\\b.*\\|.*\\|.*\\|.*sh', '|'],
  ['(.*)*\\|(.*)*sh$', '|'],
  ['(\\s*-\\w+\\s*)*;$', ' -rf'],
  ['([\\w.-]+)*@([\\w.-]+)*\\.z', 'a.b@'],
  ['a.{0,400}b.{0,400}c', 'ab'],
  ['(a|b|ab)*c(a|b|ab)*d', 'ab'],
];

/** The text repeated to at least `length` characters, followed by an end that nothing matches. */
export function evilText(piece: string, length: number): string {
  return `${piece.repeat(Math.ceil(length / piece.length))}!`;
}
