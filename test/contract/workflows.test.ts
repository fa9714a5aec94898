import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../scripts/testKinds.mjs';

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), 'utf8'));

describe('the workflows', () => {
  it('pin every action to a commit, with its version in a comment', () => {
    const uses = workflows.flatMap((text) => text.match(/uses: .*/g) ?? []);
    assert.ok(uses.length > 0);
    for (const line of uses) assert.match(line, /^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('limit the time of every job', () => {
    for (const text of workflows) {
      const jobs = text.match(/runs-on:/g) ?? [];
      assert.equal(text.match(/timeout-minutes:/g)?.length, jobs.length);
    }
  });

  it('run the real agent hosts, and sum up every job', () => {
    const text = workflows.join('\n');
    assert.match(text, /run: npm run test:hosts$/m);
    const [, summed = ''] = /^ +needs: \[(.*)\]$/m.exec(text) ?? [];
    const jobs = [...text.matchAll(/^ {2}([\w-]+):\n {4}(?:name|strategy)/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(
      summed.split(', '),
      jobs.filter((name) => name !== 'summary'),
    );
  });

  it('run every kind of test of `npm test`', () => {
    const [, listed = ''] = /^ +kind: \[(.*)\]$/m.exec(workflows.join('\n')) ?? [];
    assert.deepEqual(
      listed.split(', '),
      kinds().map(({ kind }) => kind),
    );
  });
});
