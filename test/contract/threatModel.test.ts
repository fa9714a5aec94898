import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ATTACKS } from '../attacks/attacks';
import { readBefore } from '../attacks/before';
import { CALLER_ATTACKS } from '../attacks/callerAttacks';

const DOCS = readFileSync('docs/threat-model.md', 'utf8');
/** The cells of each row of the table: actor, attack, countermeasure, what remains, test. */
const LINES = (DOCS.split('## Who can do what')[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:actor|-)/.test(line))
  .map((line) => line.slice(1, -1).split(' | '));

/**
 * The paths named in a cell. A name without a folder is in the folder of the previous name; `ownFiles` is a case of the
 * host tests.
 */
function testsIn(cell: string): readonly string[] {
  let folder = '';
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
    if (!name.endsWith('.test.ts')) return name;
    const path = name.includes('/') ? name : join(folder, name);
    folder = dirname(path);
    return path;
  });
}

describe('docs/threat-model.md', () => {
  it('names existing tests in each row', () => {
    assert.ok(LINES.length >= 20);
    const cases = readFileSync('test/agent-hosts/cases.ts', 'utf8');
    for (const line of LINES) {
      assert.equal(line.length, 5, line[1]);
      assert.ok(
        line.every((cell) => cell.trim() !== ''),
        line[1],
      );
      const named = testsIn(line[4] ?? '');
      assert.ok(named.length > 0, `no test: ${line[1]}`);
      for (const name of named) {
        const isThere = name.endsWith('.test.ts')
          ? existsSync(name)
          : new RegExp(`\\b${name}: `).test(cases) || cases.includes(`'${name}'`);
        assert.ok(isThere, `${basename(name)} does not exist: ${line[1]}`);
      }
    }
  });

  it('states the number of attacks in the log', () => {
    const before = [...readBefore().values()];
    const count = (begins: string): number =>
      before.filter((what) => what.startsWith(begins)).length;
    assert.equal(before.length, ATTACKS.length + CALLER_ATTACKS.length);
    const [succeeded, stopped, untried] = ['succeeded', 'stopped already', 'not tried'].map(count);
    const summary = `${succeeded} of ${before.length} succeeded, ${stopped} were stopped already, ${untried} could not be tried`;
    assert.ok(DOCS.includes(summary), summary);
  });
});
