// Writes assets/background.txt.gz from the grammar in this folder. The same grammar gives the same bytes.
//   node scripts/background.mjs
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { alternatives, choiceEnd } from './choices.mjs';

const folder = new URL('.', import.meta.url);

/**
 * All lines of the corpus, sorted, one command per line; a line break in a command is written as ␤.
 * @param {string} grammar
 */
export function expandGrammar(grammar) {
  /** @type {Set<string>} */
  const lines = new Set();
  for (const rule of grammar.split('\n')) {
    const found = /^(\d+): (.*)$/.exec(rule);
    if (found === null) continue;
    for (const line of sample(parse(found[2] ?? ''), Number(found[1]))) lines.add(line);
  }
  return [...lines].map((line) => line.replaceAll(/ ?␤ ?/g, '␤')).sort();
}

/**
 * A rule as a list of alternatives; text outside braces has a single alternative. The alternatives of a rule with
 * several choices are interleaved.
 * @param {string} text
 */
function parse(text) {
  /** @type {string[][]} */
  const parts = [];
  let rest = text;
  for (let open = choiceStart(rest); open >= 0; open = choiceStart(rest)) {
    const close = choiceEnd(rest, open);
    parts.push([rest.slice(0, open)], alternatives(rest.slice(open + 1, close)));
    rest = rest.slice(close + 1);
  }
  return [...parts, [rest]];
}

// `{}`, `${` and brace expansion of the shell itself (`{a,b}`) are text.
/** @param {string} text */
function choiceStart(text) {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '{' || text[at - 1] === '$') continue;
    const end = choiceEnd(text, at);
    if (end > 0 && text.slice(at, end).includes('|')) return at;
  }
  return -1;
}

/**
 * Up to `limit` different lines, distributed evenly over all combinations.
 * @param {readonly string[][]} parts
 * @param {number} limit
 */
function sample(parts, limit) {
  const total = parts.reduce((product, choices) => product * choices.length, 1);
  const wanted = Math.min(parts.length <= 3 ? total : limit, total);
  const lines = new Set();
  for (let i = 0; i < wanted; i += 1) {
    let code = Math.floor((i * total) / wanted + ((i * 7919) % 13) / 13);
    const line = parts.map((choices) => {
      const choice = choices[code % choices.length];
      code = Math.floor(code / choices.length);
      return choice;
    });
    lines.add(line.join('').replace(/\s+/g, ' ').trim());
  }
  lines.delete('');
  return lines;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const lines = expandGrammar(await readFile(new URL('background.grammar.txt', folder), 'utf8'));
  await mkdir(new URL('../assets/', folder), { recursive: true });
  await writeFile(
    new URL('../assets/background.txt.gz', folder),
    gzipSync(`${lines.join('\n')}\n`, { level: 9 }),
  );
  process.stdout.write(`${lines.length} commands\n`);
}
