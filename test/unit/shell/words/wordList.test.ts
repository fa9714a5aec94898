import assert from 'node:assert/strict';
import { WordList } from '../../../../src/shell/words/wordList';

describe('a list of words', () => {
  const list = new WordList('rm cp mv');

  it('contains each of its words, including the first and the last', () => {
    for (const word of ['rm', 'cp', 'mv']) assert.equal(list.has(word), true, word);
  });

  it('does not contain parts of words, two words or an empty one', () => {
    for (const word of ['r', 'm', 'rm cp', ' ', '', 'rm '])
      assert.equal(list.has(word), false, word);
    assert.equal(new WordList('').has(''), false);
  });
});
