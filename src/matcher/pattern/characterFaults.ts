import type { AST } from '@eslint-community/regexpp';
import * as l10n from '@vscode/l10n';
import { patternFault, type PatternFault } from './patternFault';

/** Escapes with letters and digits that have the same meaning in JavaScript and RE2: a single character. */
const SAFE_ESCAPES = /^\\(?:[tnrfv]|x[0-9a-fA-F]{2})$/;
/** Escapes of ASCII punctuation, which mean the character itself. */
const PUNCTUATION = /^\\[!-/:-@[-`{-~ ]$/;

/** Why the dialect does not allow a character outside a class, if so. */
export function faultOfCharacter(node: AST.Character): PatternFault | undefined {
  const fault = faultOfEscape(node);
  if (fault !== undefined) return fault;
  if (node.raw === '{' && /^\{,\d*\}/.test(textFrom(node))) {
    const message = l10n.t(
      'Regular expression engines treat a repeat without a minimum differently.',
    );
    const hint = l10n.t('Write {0}, or {1} for the brace.', '{0,n}', '\\{');
    return patternFault('E_UNSUPPORTED', node.start, message, hint);
  }
  return undefined;
}

/** Why the dialect does not allow a character class, if so. */
export function faultOfClass(node: AST.CharacterClass): PatternFault | undefined {
  if (node.elements.length === 0) {
    const message = l10n.t('Regular expression engines treat an empty class differently.');
    const hint = l10n.t('Write {0} for the bracket.', '\\[');
    return patternFault('E_UNSUPPORTED', node.start, message, hint);
  }
  const posix = node.raw.indexOf('[:');
  if (posix > 0 && node.raw.includes(':]')) {
    const message = l10n.t('POSIX classes are not supported.');
    const hint = l10n.t('Write {0}, for example.', '[a-zA-Z], \\d, \\w');
    return patternFault('E_UNSUPPORTED', node.start + posix, message, hint);
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
    const message = l10n.t('A class contains a character above U+FFFF.');
    const hint = l10n.t('Use alternatives: {0}.', '(?:…|…)');
    return patternFault('E_UNSUPPORTED', node.start, message, hint);
  }
  return faultOfEscape(node);
}

/** `[a-\d]`: JavaScript treats the hyphen literally, RE2 rejects it. */
function faultOfRange(
  elements: readonly AST.CharacterClassElement[],
  at: number,
): PatternFault | undefined {
  const [before, hyphen, after] = elements.slice(at, at + 3);
  if (hyphen?.raw !== '-' || after?.type !== 'CharacterSet' || before?.type !== 'Character') {
    return undefined;
  }
  const message = l10n.t('A range cannot end with a set.');
  const hint = l10n.t('Write {0} for a hyphen.', '\\-');
  return patternFault('E_UNSUPPORTED', hyphen.start, message, hint);
}

function faultOfEscape(node: AST.Character): PatternFault | undefined {
  const { raw, start } = node;
  if (!raw.startsWith('\\')) return faultOfSurrogate(node);
  if (SAFE_ESCAPES.test(raw) || PUNCTUATION.test(raw)) return undefined;
  if (/^\\[1-9]/.test(raw) && node.parent.type !== 'CharacterClass') {
    return patternFault('E_BACKREF', start, backreference());
  }
  const message = l10n.t('Regular expression engines treat the escape {0} differently.', raw);
  const hint = l10n.t('Write the character itself, or {0}.', '\\xHH');
  return patternFault('E_UNSUPPORTED', start, message, hint);
}

/** The message for a backreference. */
export function backreference(): string {
  return l10n.t('Backreferences cannot be matched in linear time.');
}

function faultOfSurrogate(node: AST.Character): PatternFault | undefined {
  if (textFrom(node, -1).slice(0, 3).isWellFormed()) return undefined;
  const unit = node.value;
  const pair = textFrom(node, unit >= 0xdc00 ? -1 : 0).slice(0, 2);
  if (unit < 0xd800 || unit > 0xdfff || pair.isWellFormed()) return undefined;
  const message = l10n.t('The pattern contains an unpaired surrogate.');
  return patternFault('E_UNSUPPORTED', node.start, message);
}

/** The text of the pattern from this node on, shifted by `shift` characters. */
function textFrom(node: AST.Node, shift = 0): string {
  let root: AST.Node = node;
  while (root.parent !== null) root = root.parent;
  return root.raw.slice(Math.max(0, node.start - root.start + shift));
}
