import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CASES } from '../agent-hosts/cases';
import type { Seen } from '../agent-hosts/checks';
import { host as codex } from '../agent-hosts/hosts/codex';
import { judge } from '../agent-hosts/judge';
import { LIMITS, type Limit } from '../agent-hosts/limits';

describe('the cases of the tests with real agent hosts', () => {
  const names = CASES.map(({ name }) => name);

  it('have unique names', () => {
    assert.equal(new Set(names).size, names.length);
  });

  it('are documented in docs/agent-hooks.md, which lists no others', () => {
    const [, section = ''] = readFileSync('docs/agent-hooks.md', 'utf8').split(
      '## Tested with real hosts',
    );
    const rows = section.split('\n').filter((line) => line.startsWith('|'));
    const named = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual([...new Set(named)].sort(), [...names].sort());
  });

  it('include the check of every listed limit', () => {
    for (const { case: name, check } of LIMITS) {
      const cases = CASES.filter((one) => name === undefined || one.name === name);
      const checks = cases.flatMap((one) => one.checks.map((each) => each.name));
      assert.ok(checks.includes(check), `${name ?? 'No case'} has a check ${check}`);
    }
  });
});

describe('a limit of a host', () => {
  const hang = CASES.find(({ name }) => name === 'hang');
  assert.ok(hang);
  const limit: Limit = { host: 'codex', case: 'hang', check: 'blocks', reason: 'It is one.' };
  const judged = (version: string, more: Partial<Seen> = {}, until?: string) =>
    judge({ ...installed, version }, hang, { ...seen, ...more }, [
      until === undefined ? limit : { ...limit, until },
    ]);
  const installed = { host: codex, version: codex.npm.version, program: [], env: {} };
  const seen: Seen = {
    ran: [],
    results: [{ id: 'call', text: 'The guard took longer than 8 seconds.' }],
    requests: 2,
    spool: [],
    agents: [],
    left: [],
    rows: { run: 'changed' },
    ownFile: '',
    exit: 0,
  };

  it('suppresses the check that it names', () => {
    const { problems, limits } = judged('1.0.0', { ran: ['denied-ran'] });
    assert.deepEqual([problems.length, limits.length], [0, 1]);
  });

  it('suppresses no other check', () => {
    const { problems } = judged('1.0.0', { ran: ['denied-ran'], requests: 11 });
    assert.deepEqual(problems, ['ends: 11 requests to the model']);
  });

  it('fails if the check passes, so that the list stays up to date', () => {
    const { problems } = judged('1.0.0');
    assert.deepEqual(problems, ['blocks: it holds; take it out of limits.ts']);
  });

  it('applies only to the versions that have it', () => {
    const ran = { ran: ['denied-ran'] };
    assert.equal(judged('2.1.294', ran, '2.1.295').problems.length, 0);
    assert.equal(judged('2.1.1000', ran, '2.1.295').problems.length, 1);
  });
});
