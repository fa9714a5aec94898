// The choices `{a|b {c|d}}` of the grammars in this folder.

/**
 * The index of the brace that closes the one at `open`; -1 if there is none.
 * @param {string} text
 * @param {number} open
 */
export function choiceEnd(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/**
 * The alternatives of a choice, separated by bars. Bars of inner choices, pipes and the shell's "or" do not count.
 * @param {string} text
 */
export function alternatives(text) {
  const found = [''];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (char === '|' && depth === 0 && !belongsToCommand(text, at)) found.push('');
    else found.push(`${found.pop() ?? ''}${char}`);
  }
  return found;
}

/**
 * Whether a bar is a pipe or the shell's "or" rather than a separator of alternatives.
 * @param {string} text
 * @param {number} at
 */
function belongsToCommand(text, at) {
  const [before, after] = [text[at - 1], text[at + 1]];
  const isOr = before === ' ' && after === '|';
  const isPipe = after === ' ' && (before === ' ' || before === '|');
  return isOr || isPipe;
}
