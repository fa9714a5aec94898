import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CASES } from '../agent-hosts/cases';
import { LIMITS } from '../agent-hosts/limits';

describe('the cases of the tests with real agent hosts', () => {
  const names = CASES.map(({ name }) => name);

  it('have names of their own', () => {
    assert.equal(new Set(names).size, names.length);
  });

  it('are each named in docs/agent-hooks.md, and no others are', () => {
    const [, section = ''] = readFileSync('docs/agent-hooks.md', 'utf8').split(
      '## Tested with real hosts',
    );
    const rows = section.split('\n').filter((line) => line.startsWith('|'));
    const named = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual([...new Set(named)].sort(), [...names].sort());
  });

  it('have each listed limit as one of their checks', () => {
    const checks = CASES.flatMap((one) => one.checks.map((check) => `${one.name} ${check.name}`));
    for (const { case: name, check } of LIMITS) {
      assert.ok(checks.includes(`${name} ${check}`), `${name} has no check ${check}`);
    }
  });
});
