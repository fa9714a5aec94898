import assert from 'node:assert/strict';
import { WordList } from '../../../../src/shell/words/wordList';

describe('a list of words', () => {
  const list = new WordList('rm cp mv');

  it('has each of its words, the first and the last too', () => {
    for (const word of ['rm', 'cp', 'mv']) assert.equal(list.has(word), true, word);
  });

  it('has no part of a word, no two words and no empty one', () => {
    for (const word of ['r', 'm', 'rm cp', ' ', '', 'rm '])
      assert.equal(list.has(word), false, word);
    assert.equal(new WordList('').has(''), false);
  });
});
