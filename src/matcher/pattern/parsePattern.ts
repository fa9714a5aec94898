import type { AST } from '@eslint-community/regexpp';
import type { Effect } from '../../core/rule';
import {
  complement,
  DIGIT,
  EVERYTHING,
  ignoringCase,
  LINE_END,
  setOf,
  SPACE,
  WORD,
  type CharSet,
} from './charSet';
import { parseSyntax } from './regexSyntax';
import type { Syntax } from './syntax';

/** How a pattern is read: `ignoreCase` as `i` in JavaScript, `dotAll` as `s`. */
interface Reading {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
}

const NOT_LINE_END = complement(LINE_END);
const ESCAPES: Readonly<Record<AST.EscapeCharacterSet['kind'], CharSet>> = {
  digit: DIGIT,
  space: SPACE,
  word: WORD,
};

/**
 * What `pattern` means in a rule of this effect. Deny and ask ignore case and let `.` match line ends, so that
 * neither gets a command past them; allow does not, so that `git branch -d` does not allow `-D`. A leading `(?i)` ignores case.
 * The pattern must have passed `checkPattern`.
 */
export function parsePattern(pattern: string, effect: Effect): Syntax {
  const parsed = parseSyntax(pattern);
  if ('fault' in parsed) throw new Error(`unchecked pattern: ${parsed.fault.message}`);
  const against = effect !== 'allow';
  return read(parsed.tree, { ignoreCase: against || parsed.ignoreCase, dotAll: against });
}

function read(node: AST.Node, how: Reading): Syntax {
  if (node.type === 'Alternative') return join('sequence', node.elements, how);
  if (node.type === 'Pattern' || node.type === 'Group' || node.type === 'CapturingGroup') {
    return join('choice', node.alternatives, how);
  }
  if (node.type === 'Quantifier') {
    return { type: 'repeat', item: read(node.element, how), min: node.min, max: node.max };
  }
  return node.type === 'Assertion' ? readEdge(node) : { type: 'set', set: readSet(node, how) };
}

function join(type: 'choice' | 'sequence', nodes: readonly AST.Node[], how: Reading): Syntax {
  const items = nodes.map((node) => read(node, how));
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { type, items };
}

function readEdge(node: AST.Assertion): Syntax {
  if (node.kind === 'word') return { type: 'edge', edge: node.negate ? 'notWord' : 'word' };
  if (node.kind === 'start' || node.kind === 'end') return { type: 'edge', edge: node.kind };
  throw new Error('unchecked pattern: lookaround');
}

function readSet(node: AST.Node, how: Reading): CharSet {
  if (node.type === 'Character') return cased([node.value, node.value], how);
  if (node.type === 'CharacterClassRange') return cased([node.min.value, node.max.value], how);
  if (node.type === 'CharacterSet') return readEscape(node, how);
  if (node.type === 'CharacterClass') return readClass(node, how);
  throw new Error(`unchecked pattern: ${node.type}`);
}

function cased(set: CharSet, how: Reading): CharSet {
  return how.ignoreCase ? ignoringCase(set) : set;
}

function readEscape(node: AST.CharacterSet, how: Reading): CharSet {
  if (node.kind === 'any') return how.dotAll ? EVERYTHING : NOT_LINE_END;
  if (node.kind === 'property') throw new Error('unchecked pattern: property');
  const set = ESCAPES[node.kind];
  return node.negate ? complement(set) : set;
}

function readClass(node: AST.CharacterClass, how: Reading): CharSet {
  const set = setOf(node.elements.flatMap((element) => readSet(element, how)));
  return node.negate ? complement(set) : set;
}
