import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditEnd, AuditLine, auditText } from '../../../src/core/auditLine';
import { policyText } from '../../../src/core/policyText';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { sha256Hex } from '../../../src/core/hash';
import { writeAtomic } from '../../../src/files/writeAtomic';
import { seqsOf, versionTitle } from '../../../src/providers/nodes/versionTitle';
import type { OpenStore } from '../../../src/store/openStore';
import { anAdd, change, goBack, openTestStore, propose } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

describe('versions of a policy', () => {
  const folder = useTempFolder();
  let store: OpenStore;
  beforeEach(async () => {
    store = await openTestStore(folder());
    const { policies } = store;
    await change(policies, {
      add: [anAdd({ pattern: 'mkfs', title: 'Formats a disk' }), anAdd({ pattern: 'dd of=' })],
    });
    const rejected = await propose(policies, { add: [anAdd({ pattern: 'ls' })] });
    await policies.reject({ suggestionId: rejected.id, author: 'Bo', comment: 'a\nb "c"' });
    await policies.reopen({ suggestionId: rejected.id, author: 'Bo' });
    const disk = (await policies.listRules()).find(({ pattern }) => pattern === 'mkfs');
    await change(policies, {
      add: [anAdd({ pattern: 'mkfs', title: 'Formats a disk', mode: 'shadow' })],
      remove: [disk?.id ?? ''],
    });
    const [, first] = await policies.listVersions();
    await goBack(policies, 'restore', first?.version ?? '');
    await goBack(policies, 'rollback', first?.version ?? '');
  });
  afterEach(async () => {
    await store.close();
  });

  it('are exported as lines that can be parsed, each change with its version and hash', async () => {
    const { policies } = store;
    const [audit, versions] = [await policies.listAudit(), await policies.listVersions()];
    const { signatures } = await policies.listSignatures();
    const path = join(folder(), 'audit.jsonl');
    const text = await auditText({ audit, versions, signatures }, () => Promise.resolve(undefined));
    await writeAtomic(createNodeFiles(), path, new TextEncoder().encode(text));
    const read = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const { end } = AuditEnd.parse(JSON.parse(read.pop() ?? ''));
    const digest = sha256Hex(read.map((line) => `${line}\n`).join(''));
    assert.deepEqual(end, { entries: 9, seq: 4, hash: versions[0]?.hash, digest });
    const lines = read.map((line) => AuditLine.parse(JSON.parse(line)));
    assert.deepEqual(
      lines.map(({ seq, kind, version }) => [seq, kind, version?.seq]),
      [
        [1, 'propose', undefined],
        [2, 'apply', 1],
        [3, 'propose', undefined],
        [4, 'reject', undefined],
        [5, 'reopen', undefined],
        [6, 'propose', undefined],
        [7, 'apply', 2],
        [8, 'restore', 3],
        [9, 'rollback', 4],
      ],
    );
    assert.deepEqual(
      [lines[3]?.author, lines[3]?.comment, lines[3]?.subject],
      ['Bo', 'a\nb "c"', lines[2]?.subject],
    );
    const chain = lines.flatMap(({ version }) => version ?? []);
    const hashes = versions.toSorted((a, b) => a.seq - b.seq).map(({ hash }) => hash);
    assert.deepEqual(
      chain.map(({ hash }) => hash),
      hashes,
    );
    assert.deepEqual(
      chain.map(({ prevHash }) => prevHash),
      ['', ...hashes.slice(0, -1)],
    );
    const [, second] = chain;
    assert.ok(second);
    assert.deepEqual(
      second.addedRules.map(({ title, mode }) => [title, mode]),
      [['Formats a disk', 'shadow']],
    );
    assert.deepEqual(
      second.removedRules.map(({ title, mode }) => [title, mode]),
      [['Formats a disk', 'enforce']],
    );
  });

  it('have titles that describe the change', async () => {
    const versions = await store.policies.listVersions();
    const titles = versions.map((version) => versionTitle(version, seqsOf(versions)));
    assert.deepEqual(titles.reverse(), [
      'Added 2 rules: Formats a disk, dd of=',
      'Put 1 rule in shadow: Formats a disk',
      'Back to version 1',
      'Back to the start, before version 1',
    ]);
  });

  it('name the categories of many starter rules in their titles', async () => {
    const [version] = (await store.policies.listVersions()).toReversed();
    const [rule] = version?.addedRules ?? [];
    assert.ok(version !== undefined && rule !== undefined);
    const addedRules = ['a', 'b', 'c', 'd'].map((pattern) => ({
      ...rule,
      title: pattern,
      pattern,
    }));
    const titleWith = (titles: readonly (string | null)[]): string => {
      const diff = { ...version.diff, add: addedRules, meta: { rule_categories: titles } };
      return versionTitle({ ...version, addedRules, diff }, () => undefined);
    };
    assert.equal(titleWith(['Git', 'Git', 'Git', 'Backups']), 'Added 4 rules: Git, Backups');
    assert.equal(titleWith(['A', 'B', 'C', 'D']), 'Added 4 rules: A, B, C, …');
    // One of them has no category.
    assert.equal(titleWith(['Git', 'Git', 'Git', null]), 'Added 4 rules: a, b, c, …');
  });

  it('are replayed to the rules in force after each, and compared as text', async () => {
    const [none = [], first = [], second = [], third, fourth] = await Promise.all(
      [0, 1, 2, 3, 4].map((seq) => store.policies.rulesAfter(seq)),
    );
    assert.deepEqual(fourth, await store.policies.listRules());
    assert.deepEqual(third, first);
    assert.equal(policyText(none), 'No rules.\n');
    const [one, two] = [first, second].map((rules) => policyText(rules).split('\n'));
    assert.deepEqual(
      two?.filter((line, at) => line !== one?.[at]),
      ['  mode: shadow'],
    );
  });

  it('escape texts that look like another part of the policy', () => {
    const rule = { id: 'a', effect: 'deny', addedBy: '', confidence: null, ts: '' } as const;
    const text = policyText([
      { ...rule, mode: 'enforce', pattern: 'x', reason: 'a\n  mode: shadow', title: 'b\nallow' },
    ]);
    assert.equal(
      text,
      'deny: b\\nallow\n  mode: enforce\n  pattern: x\n  reason: a\\n  mode: shadow\n',
    );
  });
});
