import type { AST } from '@eslint-community/regexpp';
import { patternFault, type PatternFault } from './patternFault';

/** Escapes of letters and digits that mean one character, the same in JavaScript and RE2. */
const SAFE_ESCAPES = /^\\(?:[tnrfv]|x[0-9a-fA-F]{2})$/;
/** Escapes of ASCII punctuation: the character itself. */
const PUNCTUATION = /^\\[!-/:-@[-`{-~ ]$/;

/** What the dialect has against one character outside a class, if anything. */
export function faultOfCharacter(node: AST.Character): PatternFault | undefined {
  const fault = faultOfEscape(node);
  if (fault !== undefined) return fault;
  if (node.raw === '{' && /^\{,\d*\}/.test(textFrom(node))) {
    const message = 'A repeat without its lower count means different things to different engines.';
    return patternFault('E_UNSUPPORTED', node.start, message, 'Write {0,n}, or \\{ for the brace.');
  }
  return undefined;
}

/** What the dialect has against a character class, if anything. */
export function faultOfClass(node: AST.CharacterClass): PatternFault | undefined {
  if (node.elements.length === 0) {
    const message = 'An empty class is not understood the same everywhere.';
    return patternFault('E_UNSUPPORTED', node.start, message, 'Write \\[ for the bracket.');
  }
  const posix = node.raw.indexOf('[:');
  if (posix > 0 && node.raw.includes(':]')) {
    const message = 'POSIX classes are not understood.';
    return patternFault('E_UNSUPPORTED', node.start + posix, message, 'Write [a-zA-Z], \\d, \\w …');
  }
  for (const [at, element] of node.elements.entries()) {
    const fault = faultOfMember(element) ?? faultOfRange(node.elements, at);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfMember(element: AST.CharacterClassElement): PatternFault | undefined {
  if (element.type === 'Character') return faultOfClassCharacter(element);
  if (element.type !== 'CharacterClassRange') return undefined;
  return faultOfClassCharacter(element.min) ?? faultOfClassCharacter(element.max);
}

function faultOfClassCharacter(node: AST.Character): PatternFault | undefined {
  if (node.value >= 0xd800 && node.value <= 0xdfff) {
    const message = 'A character beyond U+FFFF stands in a class.';
    return patternFault('E_UNSUPPORTED', node.start, message, 'Use alternatives: (?:…|…).');
  }
  return faultOfEscape(node);
}

/** `[a-\d]`: JavaScript takes the hyphen literally, RE2 refuses it. */
function faultOfRange(
  elements: readonly AST.CharacterClassElement[],
  at: number,
): PatternFault | undefined {
  const [before, hyphen, after] = elements.slice(at, at + 3);
  if (hyphen?.raw !== '-' || after?.type !== 'CharacterSet' || before?.type !== 'Character') {
    return undefined;
  }
  const message = 'A range cannot end in a set.';
  return patternFault('E_UNSUPPORTED', hyphen.start, message, 'Write \\- for a hyphen.');
}

function faultOfEscape(node: AST.Character): PatternFault | undefined {
  const { raw, start } = node;
  if (!raw.startsWith('\\')) return loneSurrogate(node);
  if (SAFE_ESCAPES.test(raw) || PUNCTUATION.test(raw)) return undefined;
  if (/^\\[1-9]/.test(raw) && node.parent.type !== 'CharacterClass') {
    return patternFault('E_BACKREF', start, 'Back-references cannot be matched in linear time.');
  }
  const message = `The escape ${raw} is not understood the same everywhere.`;
  return patternFault('E_UNSUPPORTED', start, message, 'Write the character itself, or \\xHH.');
}

function loneSurrogate(node: AST.Character): PatternFault | undefined {
  if (textFrom(node, -1).slice(0, 3).isWellFormed()) return undefined;
  const unit = node.value;
  const around = textFrom(node, unit >= 0xdc00 ? -1 : 0).slice(0, 2);
  if (unit < 0xd800 || unit > 0xdfff || around.isWellFormed()) return undefined;
  return patternFault('E_UNSUPPORTED', node.start, 'Half of a surrogate pair stands alone.');
}

/** The pattern from this node on, or from `shift` characters beside it. */
function textFrom(node: AST.Node, shift = 0): string {
  let root: AST.Node = node;
  while (root.parent !== null) root = root.parent;
  return root.raw.slice(Math.max(0, node.start - root.start + shift));
}
