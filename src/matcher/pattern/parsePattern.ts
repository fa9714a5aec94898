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

/** The flags of a pattern: `ignoreCase` like `i` in JavaScript, `dotAll` like `s`. */
interface Flags {
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
 * Parses the pattern of a rule with this effect. In deny and ask rules, case is ignored and `.` matches line breaks, so that
 * neither can be used to evade them. In allow rules neither applies, so that `git branch -d` does not allow `-D`. A leading
 * `(?i)` ignores case. The pattern must have passed `checkPattern`.
 */
export function parsePattern(pattern: string, effect: Effect): Syntax {
  const parsed = parseSyntax(pattern);
  if ('fault' in parsed) throw new Error(`Unchecked pattern: ${parsed.fault.message}`);
  const isRestrictive = effect !== 'allow';
  return read(parsed.tree, {
    ignoreCase: isRestrictive || parsed.ignoreCase,
    dotAll: isRestrictive,
  });
}

function read(node: AST.Node, flags: Flags): Syntax {
  if (node.type === 'Alternative') return join('sequence', node.elements, flags);
  if (node.type === 'Pattern' || node.type === 'Group' || node.type === 'CapturingGroup') {
    return join('choice', node.alternatives, flags);
  }
  if (node.type === 'Quantifier') {
    return { type: 'repeat', item: read(node.element, flags), min: node.min, max: node.max };
  }
  return node.type === 'Assertion' ? readEdge(node) : { type: 'set', set: readSet(node, flags) };
}

function join(type: 'choice' | 'sequence', nodes: readonly AST.Node[], flags: Flags): Syntax {
  const items = nodes.map((node) => read(node, flags));
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { type, items };
}

function readEdge(node: AST.Assertion): Syntax {
  if (node.kind === 'word') return { type: 'edge', edge: node.negate ? 'notWord' : 'word' };
  if (node.kind === 'start' || node.kind === 'end') return { type: 'edge', edge: node.kind };
  throw new Error('Unchecked pattern: lookaround');
}

function readSet(node: AST.Node, flags: Flags): CharSet {
  if (node.type === 'Character') return cased([node.value, node.value], flags);
  if (node.type === 'CharacterClassRange') return cased([node.min.value, node.max.value], flags);
  if (node.type === 'CharacterSet') return readEscape(node, flags);
  if (node.type === 'CharacterClass') return readClass(node, flags);
  throw new Error(`Unchecked pattern: ${node.type}`);
}

function cased(set: CharSet, flags: Flags): CharSet {
  return flags.ignoreCase ? ignoringCase(set) : set;
}

function readEscape(node: AST.CharacterSet, flags: Flags): CharSet {
  if (node.kind === 'any') return flags.dotAll ? EVERYTHING : NOT_LINE_END;
  if (node.kind === 'property') throw new Error('Unchecked pattern: property');
  const set = ESCAPES[node.kind];
  return node.negate ? complement(set) : set;
}

function readClass(node: AST.CharacterClass, flags: Flags): CharSet {
  const set = setOf(node.elements.flatMap((element) => readSet(element, flags)));
  return node.negate ? complement(set) : set;
}
