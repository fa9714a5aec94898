import assert from 'node:assert/strict';
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { REDACT_TABLES } from '../../../../src/history/redact/redactRules';

/** Marks a gap of unknown text in a match. */
const OPEN = '\0';
const MAX_SPELLINGS = 5000;

/** All possible texts of a match, with gaps. A text that is in each of them is in every match. */
function spellings(node: AST.Node): readonly string[] {
  // What must not follow or precede is not part of a match.
  if (node.type === 'Assertion' && 'negate' in node && node.negate) return [''];
  if ('alternatives' in node && node.type !== 'ClassStringDisjunction') {
    return [...new Set(node.alternatives.flatMap((one) => sequence(one.elements)))];
  }
  if (node.type === 'Quantifier') return repeated(node);
  if (node.type === 'Character') return [String.fromCodePoint(node.value)];
  if (node.type === 'CharacterClass') return members(node);
  return node.type === 'Assertion' ? [''] : [OPEN];
}

function members({ negate, elements }: AST.CharacterClass): readonly string[] {
  const each = elements.flatMap((one) =>
    one.type === 'Character' ? [String.fromCodePoint(one.value)] : [OPEN],
  );
  return negate || each.length > 8 ? [OPEN] : each;
}

function sequence(elements: readonly AST.Node[]): readonly string[] {
  return elements.reduce<readonly string[]>((all, one) => joined(all, one), ['']);
}

function repeated({ element, min, max }: AST.Quantifier): readonly string[] {
  if (min === 0) return max === 1 ? ['', ...spellings(element)] : [OPEN];
  return spellings(element).map((once) => (max === 1 ? once : once + OPEN));
}

function joined(heads: readonly string[], element: AST.Node): readonly string[] {
  const tails = spellings(element);
  const kept = heads.length * tails.length > MAX_SPELLINGS ? [OPEN] : tails;
  return [...new Set(heads.flatMap((head) => kept.map((tail) => head + tail)))];
}

describe('REDACT_TABLES', () => {
  for (const { flags, rules } of REDACT_TABLES) {
    for (const { kind, needs, before, secret, after } of rules) {
      const pattern = new RegExpParser().parsePattern(`(${before})${secret}(${after})`);
      it(`has a correct prefilter for ${kind}: ${JSON.stringify(needs)}`, () => {
        const texts = spellings(pattern).map((text) => (flags === 'i' ? text.toLowerCase() : text));
        for (const clause of needs) {
          const without = texts.filter((text) => !clause.some((need) => text.includes(need)));
          assert.deepEqual(without.slice(0, 3), []);
        }
      });
    }
  }
});
