import assert from 'node:assert/strict';
import { approve } from '../../../src/core/approval';
import { isRulewrightError } from '../../../src/core/errors';

const subject = {
  subjectId: 's1',
  diffHash: 'h1',
  policyVersion: 'v1',
  author: 'Ada',
  comment: '',
};

describe('approve', () => {
  it('accepts the word APPLY', () => {
    assert.deepEqual({ ...approve(subject, 'APPLY') }, subject);
  });

  for (const typed of [
    '',
    'apply',
    'Apply',
    ' APPLY',
    'APPLY ',
    'APPLY\n',
    'ＡＰＰＬＹ',
    'APPLYAPPLY',
  ]) {
    it(`refuses ${JSON.stringify(typed)}`, () => {
      assert.throws(
        () => approve(subject, typed),
        (error) =>
          isRulewrightError(error, 'wrong-token') &&
          error.message === 'Invalid confirmation token. Type APPLY to confirm.',
      );
    });
  }

  it('rejects an empty author', () => {
    assert.throws(
      () => approve({ ...subject, author: '  ' }, 'APPLY'),
      (error) => isRulewrightError(error, 'invalid-input'),
    );
  });

  it('is immutable', () => {
    const approval = approve(subject, 'APPLY');
    assert.throws(() => Object.assign(approval, { diffHash: 'another' }), TypeError);
  });
});
