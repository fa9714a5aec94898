import assert from 'node:assert/strict';
import { countedHits } from '../../../src/review/countedHits';
import type { Rule } from '../../../src/core/rule';
import type { PolicyVersion } from '../../../src/core/version';
import { aRule } from '../../support/aRule';

describe('the hits of a rule whose mode was changed', () => {
  const shadow = aRule({ id: 'a', pattern: 'mkfs', mode: 'shadow' });
  const enforced: Rule = { ...shadow, id: 'b', mode: 'enforce' };
  const again: Rule = { ...shadow, id: 'c' };
  const version = (removedRules: readonly Rule[], addedRules: readonly Rule[]) =>
    ({ removedRules, addedRules }) as unknown as PolicyVersion;
  const counted = (hits: Record<string, [number, string]>, versions: readonly PolicyVersion[]) =>
    countedHits(
      {
        ruleHits: () =>
          Promise.resolve(
            new Map(Object.entries(hits).map(([id, [count, lastTs]]) => [id, { count, lastTs }])),
          ),
      },
      // Newest first, as the store lists them.
      { listVersions: () => Promise.resolve(versions.toReversed()) },
    );

  it('include those of each mode, and how many were before the change', async () => {
    const versions = [
      version([], [shadow]),
      version([shadow], [enforced]),
      version([enforced], [again]),
    ];
    const hits = await counted(
      { a: [3, '2026-01-01'], b: [2, '2026-01-02'], c: [1, '2026-01-03'] },
      versions,
    );
    assert.deepEqual(hits.get('b'), { count: 5, lastTs: '2026-01-02', earlier: 3 });
    assert.deepEqual(hits.get('c'), { count: 6, lastTs: '2026-01-03', earlier: 5 });
    assert.deepEqual(hits.get('a'), { count: 3, lastTs: '2026-01-01', earlier: 0 });
  });

  it('are kept without hits since the change', async () => {
    const hits = await counted({ a: [3, '2026-01-01'] }, [version([shadow], [enforced])]);
    assert.deepEqual(hits.get('b'), { count: 3, lastTs: '2026-01-01', earlier: 3 });
  });

  it('exclude those of another rule removed by the same version', async () => {
    const other: Rule = { ...enforced, pattern: 'other' };
    const same: Rule = { ...shadow, id: 'b' };
    for (const rule of [other, same]) {
      const hits = await counted({ a: [3, '2026-01-01'] }, [version([shadow], [rule])]);
      assert.equal(hits.get('b'), undefined);
    }
  });
});
