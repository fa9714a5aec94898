import assert from 'node:assert/strict';
import { backgroundLines } from '../../../../src/ml/worker/background';

describe('backgroundLines', () => {
  it('reads one command per line, with line breaks written as ␤', () => {
    const text = 'ls -la\n\n  cat <<EOF␤a␤EOF  \n';
    assert.deepEqual(backgroundLines(text), ['ls -la', 'cat <<EOF\na\nEOF']);
  });
});
