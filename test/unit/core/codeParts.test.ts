import * as assert from 'node:assert/strict';
import { codeParts } from '../../../src/core/codeParts';

const shown = (text: string): readonly string[] =>
  codeParts(text).map((part) => (part.code ? `<${part.text}>` : part.text));

describe('codeParts', () => {
  it('separates text from the code between backticks', () => {
    assert.deepEqual(shown('`git` with `--hard`: stops 1'), [
      '<git>',
      ' with ',
      '<--hard>',
      ': stops 1',
    ]);
  });

  it('treats an unpaired backtick, and an empty pair, as text', () => {
    assert.deepEqual(shown('half `of'), ['half `of']);
    assert.deepEqual(shown('``'), ['``']);
    assert.deepEqual(shown(''), []);
  });

  it('loses no character', () => {
    const text = 'a `b` ` c `d\ne` `f`';
    assert.equal(
      codeParts(text)
        .map((part) => (part.code ? `\`${part.text}\`` : part.text))
        .join(''),
      text,
    );
  });
});
