import { strict as assert } from 'node:assert';
import { codeTexts, escapedText } from '../../../src/shell/nested/code';
import { decoded, printed } from '../../../src/shell/words/printedText';
import { commandViews } from '../../../src/shell/views';
import { globbedNames } from '../../../src/shell/words/globbedNames';
import { withoutVersion } from '../../../src/shell/programs/interpreters';
import { nestsDeeper } from '../../../src/shell/walk/nesting';

/** Long enough that quadratic work would never end. */
const LENGTH = 2_000_000;

describe('parsing hostile text', function () {
  this.timeout(60_000);

  for (const piece of [
    '1',
    ' ',
    'a',
    '{,',
    '"',
    "'",
    '`',
    '|',
    '(',
    'run(',
    'system "',
    '<<E\n',
    '<<"E" ',
    '$({"',
    'qx(',
    '* ',
    '\\x',
  ]) {
    it(`ends for ${JSON.stringify(piece)} repeated`, () => {
      const text = `${piece.repeat(LENGTH / piece.length)}!`;
      withoutVersion(text);
      nestsDeeper(`${'{'.repeat(60)}\n${text}`, 1_000_000);
      nestsDeeper(text, 48);
      escapedText(text);
      globbedNames(text);
      printed(['printf', text]);
      decoded(['base64', '-d'], text);
      decoded(['rev'], text);
      for (const program of ['python', 'perl', 'awk', 'crontab', 'vim']) codeTexts(text, program);
    });
  }

  it('shows likely commands without using up the limit for certain ones', () => {
    const { views, truncated } = commandViews(`${'firejail '.repeat(500)}x; rm -rf y`);
    assert.ok(views.some(({ text }) => text === 'rm -f -r y'));
    assert.equal(truncated, false);
  });
});
