import assert from 'node:assert/strict';
import { formatCount, setNumberLanguage } from '../../../src/core/formatCount';
import { checkPattern } from '../../../src/matcher/dialect';

describe('formatCount', () => {
  afterEach(() => {
    setNumberLanguage('en');
  });

  it('separates thousands as the display language does', () => {
    assert.equal(formatCount(999), '999');
    assert.equal(formatCount(20_005), '20,005');
    setNumberLanguage('de');
    assert.equal(formatCount(20_005), '20.005');
  });

  it('is used in messages of modules without VS Code', () => {
    assert.match(JSON.stringify(checkPattern('x'.repeat(20_005))), /has 20,005 characters/);
  });
});
