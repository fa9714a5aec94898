import type { AST } from '@eslint-community/regexpp';
import * as l10n from '@vscode/l10n';
import { formatCount } from '../core/formatCount';
import { backreference, faultOfCharacter, faultOfClass } from './pattern/characterFaults';
import { PATTERN_LIMITS, patternFault, type PatternFault } from './pattern/patternFault';
import { parseSyntax } from './pattern/regexSyntax';

export type { PatternFault } from './pattern/patternFault';

/** The first fault of a rule's pattern; undefined if it is within the dialect of docs/matching.md. */
export function checkPattern(pattern: string): PatternFault | undefined {
  if (pattern === '') return patternFault('E_SYNTAX', 0, l10n.t('The pattern is empty.'));
  if (pattern.length > PATTERN_LIMITS.length) {
    const message = l10n.t('The pattern has {0} characters.', formatCount(pattern.length));
    return patternFault('E_LEN', PATTERN_LIMITS.length, message);
  }
  const parsed = parseSyntax(pattern);
  if ('fault' in parsed) return parsed.fault;
  return faultOf(parsed.tree, { depth: 0, repeat: 1 }) ?? sizeFault(parsed.tree);
}

/** A position in the tree: the depth of groups, and the product of all repeats around it. */
interface Place {
  readonly depth: number;
  readonly repeat: number;
}

function faultOf(node: AST.Node, place: Place): PatternFault | undefined {
  if (node.type === 'Pattern') return firstFault(node.alternatives, place);
  if (node.type === 'Alternative') return firstFault(node.elements, place);
  if (node.type === 'Group' || node.type === 'CapturingGroup') return faultOfGroup(node, place);
  return node.type === 'Quantifier' ? faultOfRepeat(node, place) : faultOfLeaf(node);
}

function firstFault(nodes: readonly AST.Node[], place: Place): PatternFault | undefined {
  for (const node of nodes) {
    const fault = faultOf(node, place);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfGroup(
  node: AST.Group | AST.CapturingGroup,
  place: Place,
): PatternFault | undefined {
  if (place.depth >= PATTERN_LIMITS.depth) {
    return patternFault('E_DEPTH', node.start, l10n.t('The groups are nested too deeply.'));
  }
  return firstFault(node.alternatives, { ...place, depth: place.depth + 1 });
}

function faultOfRepeat(node: AST.Quantifier, place: Place): PatternFault | undefined {
  const times = Math.max(1, node.min, node.max === Infinity ? 1 : node.max);
  const repeat = place.repeat * times;
  if (times > 1 && repeat > PATTERN_LIMITS.repeat) {
    return patternFault(
      'E_REP',
      node.element.end,
      l10n.t('This repeats {0} times.', formatCount(repeat)),
    );
  }
  if (node.max === Infinity && isOnlyRepeat(node.element)) {
    const message = l10n.t('An unlimited repeat is repeated without limit.');
    const hint = l10n.t('Remove one of the two repeats: (a+)+ matches the same as a+.');
    return patternFault('E_REP', node.element.end, message, hint);
  }
  if (node.element.type === 'Character' && isSurrogate(node.element.value)) {
    const message = l10n.t('A character above U+FFFF is repeated.');
    return patternFault('E_UNSUPPORTED', node.start, message, l10n.t('Put it in a group: (?:…)+.'));
  }
  return faultOf(node.element, { ...place, repeat });
}

/** Whether `node` is only an unlimited repeat, possibly in groups. Repeating it again makes backtracking engines hang. */
function isOnlyRepeat(node: AST.Node): boolean {
  if (node.type === 'Quantifier') return node.max === Infinity;
  if (node.type !== 'Group' && node.type !== 'CapturingGroup') return false;
  return node.alternatives.some(({ elements: [only, ...others] }) => {
    return only !== undefined && others.length === 0 && isOnlyRepeat(only);
  });
}

function faultOfLeaf(node: AST.Node): PatternFault | undefined {
  if (node.type === 'Character') return faultOfCharacter(node);
  if (node.type === 'CharacterClass') return faultOfClass(node);
  if (node.type === 'Backreference') {
    return patternFault('E_BACKREF', node.start, backreference());
  }
  const isLookaround = node.type === 'Assertion' && /^look/.test(node.kind);
  if (!isLookaround) return undefined;
  const message = l10n.t('Lookaround cannot be matched in linear time.');
  return patternFault('E_LOOKAROUND', node.start, message);
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function sizeFault(tree: AST.Pattern): PatternFault | undefined {
  const size = sizeOf(tree);
  if (size <= PATTERN_LIMITS.size) return undefined;
  const message = l10n.t(
    'The pattern compiles to {0} instructions; the limit is {1}.',
    formatCount(size),
    formatCount(PATTERN_LIMITS.size),
  );
  return patternFault('E_SIZE', largestRepeat(tree)?.start ?? 0, message);
}

/** The size of the compiled program: one instruction for each character, set, assertion, fork and jump. */
function sizeOf(node: AST.Node): number {
  if (node.type === 'Quantifier') return sizeOfRepeat(node);
  if (node.type === 'Alternative') return node.elements.reduce((sum, one) => sum + sizeOf(one), 0);
  if (node.type !== 'Pattern' && node.type !== 'Group' && node.type !== 'CapturingGroup') return 1;
  return node.alternatives.reduce((sum, one) => sum + sizeOf(one) + 2, -2);
}

function sizeOfRepeat(node: AST.Quantifier): number {
  const one = sizeOf(node.element);
  if (node.max === Infinity) return Math.max(1, node.min) * one + 2;
  return node.min * one + (node.max - node.min) * (one + 1);
}

function largestRepeat(tree: AST.Pattern): AST.Quantifier | undefined {
  let largest: AST.Quantifier | undefined;
  const visit = (node: AST.Node): void => {
    if (node.type === 'Quantifier') {
      if (largest === undefined || sizeOfRepeat(node) > sizeOfRepeat(largest)) largest = node;
      visit(node.element);
    } else if ('alternatives' in node) node.alternatives.forEach(visit);
    else if (node.type === 'Alternative') node.elements.forEach(visit);
  };
  visit(tree);
  return largest;
}
