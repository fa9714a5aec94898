import assert from 'node:assert/strict';
import { AuditEnd, auditEndText, AuditLine, auditText } from '../../../src/core/auditLine';
import { type AuditReport, verifyAudit } from '../../../src/cli/auditVerify';
import { canonicalJson } from '../../../src/core/canonicalJson';
import { sha256Hex } from '../../../src/core/hash';
import { signedText } from '../../../src/files/signature';
import { openSigningKey } from '../../../src/store/signatures';
import { anAnchor } from '../../support/corruption';
import {
  anAdd,
  approvalOf,
  change,
  goBack,
  openTestStore,
  propose,
} from '../../support/storeUnderTest';
import { aPrivateKey } from '../../support/signingKeys';
import { useTempFolder } from '../../support/tempFolder';

const signerOf = (privateKey: string) => {
  const key = openSigningKey(privateKey);
  assert.ok(key);
  return key;
};
/** The signer of a window's exports. */
const signWith = (privateKey: string) => (bytes: Uint8Array) => {
  const { fingerprint, publicKey, ...key } = signerOf(privateKey);
  return Promise.resolve({ fingerprint, publicKey, signature: key.sign(bytes) });
};
const verify = (lines: readonly string[], ...keys: string[]): AuditReport =>
  verifyAudit(
    lines.map((line) => Buffer.from(line)),
    keys,
  );

describe('verifyAudit', () => {
  const folder = useTempFolder();
  const mine = aPrivateKey();
  const key = signerOf(mine).fingerprint;
  /** The lines of a real export: propose, apply 1, propose, reject, propose, apply 2, rollback 3, end. */
  let lines: string[];

  const exported = async (privateKey: string, work: (store: Store) => Promise<void>) => {
    const anchor = anAnchor({ privateKey, isKept: true });
    const store = await openTestStore(folder(), { anchor });
    await work(store);
    const [audit, versions] = [
      await store.policies.listAudit(),
      await store.policies.listVersions(),
    ];
    const { own, signatures } = await store.policies.listSignatures();
    assert.equal(own, signerOf(privateKey).fingerprint);
    await store.close();
    const text = await auditText({ audit, versions, signatures }, signWith(privateKey));
    return text.trimEnd().split('\n');
  };
  type Store = Awaited<ReturnType<typeof openTestStore>>;
  const fill = async ({ policies }: Store): Promise<void> => {
    await change(policies, {
      add: [anAdd({ pattern: 'mkfs', title: 'Formatiert „eine“ Platte' })],
    });
    const { id } = await propose(policies, { add: [anAdd({ pattern: 'ls' })] });
    await policies.reject({ suggestionId: id, author: 'Bo', comment: '' });
    const second = await change(policies, { add: [anAdd({ pattern: 'fdisk' })] });
    await goBack(policies, 'rollback', second.version);
  };
  const entryAt = (number: number): AuditLine =>
    AuditLine.parse(JSON.parse(lines[number - 1] ?? ''));
  const edit = (number: number, changed: (line: AuditLine) => unknown): readonly string[] =>
    lines.with(number - 1, JSON.stringify(changed(entryAt(number))));
  /** Edits a version and recomputes its hash. */
  const rehash = (version: NonNullable<AuditLine['version']>) => {
    return { ...version, hash: sha256Hex(canonicalJson({ ...version, hash: undefined })) };
  };
  const fails = (damaged: readonly string[], line: number, problem: RegExp, by = key): void => {
    const { fault } = verify(damaged, by);
    assert.match(fault?.problem ?? 'verified', problem);
    assert.equal(fault?.line, line);
  };

  beforeEach(async () => {
    lines = await exported(mine, fill);
  });

  it('verifies an export of a store, and reports what no signature covers', () => {
    const report = verify(lines, key);
    assert.deepEqual(report, {
      entries: 7,
      versions: 3,
      head: { seq: 3, hash: entryAt(7).version?.hash },
      approvedTo: 3,
      trusted: [key],
      keys: [{ fingerprint: key, versions: 3 }],
      isSealed: true,
      unsignedLines: [1, 3, 4, 5],
      coveredLines: [],
      fault: undefined,
    });
    assert.equal(verify(lines).fault, undefined);
  });

  it('verifies a store without a version', async () => {
    const trail = { audit: [], versions: [], signatures: [] };
    const none = (await auditText(trail, signWith(mine))).trimEnd().split('\n');
    assert.deepEqual([verify(none, key).fault, verify(none).versions], [undefined, 0]);
  });

  it('reports an edited diff, comment or rule', () => {
    const edited = edit(2, ({ version, ...line }) => {
      assert.ok(version);
      return { ...line, version: { ...version, diff: { ...version.diff, add: [] } } };
    });
    fails(edited, 2, /content of version 1 was changed/);
    fails(
      edit(6, (line) => ({ ...line, comment: 'never said' })),
      6,
      /does not describe version 2/,
    );
  });

  it('reports the signature if an edited version has a recomputed hash', () => {
    const edited = edit(7, ({ version, ...line }) => {
      assert.ok(version);
      return { ...line, version: rehash({ ...version, removedRules: [] }) };
    });
    fails(edited, 7, /a signature of version 3 is not valid/);
    const both = edit(2, ({ version, ...line }) => {
      assert.ok(version);
      return { ...line, signatures: undefined, version: rehash({ ...version, addIds: [] }) };
    });
    fails(both, 6, /version 2 does not follow the version before it/);
  });

  it('reports a dropped line, swapped lines and a repeated line', () => {
    fails(lines.toSpliced(2, 1), 3, /entry 3 should stand here, not entry 4/);
    fails(lines.with(0, lines[1] ?? '').with(1, lines[0] ?? ''), 1, /entry 1 should stand here/);
    fails(lines.toSpliced(1, 0, lines[0] ?? ''), 2, /entry 2 should stand here, not entry 1/);
  });

  it('reports a file truncated at any line and inside one', () => {
    for (let kept = 0; kept < lines.length; kept += 1) {
      fails(lines.slice(0, kept), kept + 1, /the last line is missing: the file was cut off/);
    }
    fails([...lines.slice(0, 3), lines[3]?.slice(0, 40) ?? ''], 4, /damaged or cut off/);
    const end = AuditEnd.parse(JSON.parse(lines.at(-1) ?? ''));
    fails([...lines.slice(0, -2), JSON.stringify(end)], 7, /counts 7 entries, and the file has 6/);
    const head = { end: { ...end.end, hash: 'f'.repeat(64) } };
    fails(lines.with(-1, JSON.stringify(head)), 8, /not the last of the file/);
    fails([...lines, lines[0] ?? ''], 9, /after the end/);
  });

  it('does not accept another key than the given one', () => {
    const other = signerOf(aPrivateKey()).fingerprint;
    const report = verify(lines, other);
    assert.deepEqual(report.keys, [{ fingerprint: key, versions: 3 }]);
    assert.equal(report.approvedTo, 0);
    fails(lines, 2, new RegExp(`no signature of the key ${other} covers version 1`), other);
  });

  it('reports a newest version signed only by another key, and accepts it once this key covers it', async () => {
    const other = aPrivateKey();
    const more = await exported(other, async (store) => {
      const offer = await store.historyOffer();
      assert.match(offer?.text ?? '', new RegExp(signerOf(other).fingerprint));
      await store.approveHistory(approvalOf(offer?.subjectId ?? '', offer?.diffHash ?? ''));
      await change(store.policies, { add: [anAdd({ pattern: 'dd of=' })] });
    });
    fails(more, 10, /no signature of the key [0-9a-f]{64} covers version 4/);
    const report = verify(more, signerOf(other).fingerprint);
    assert.equal(report.fault, undefined);
    assert.deepEqual([report.approvedTo, report.coveredLines], [4, [2, 6]]);
  });

  it('reports a foreign signature with the fingerprint of this key', () => {
    const forger = signerOf(aPrivateKey());
    for (const publicKey of [forger.publicKey, signerOf(mine).publicKey]) {
      const forged = edit(7, (line) => {
        assert.ok(line.version);
        const signature = forger.sign(signedText(line.version));
        return { ...line, signatures: [{ fingerprint: key, publicKey, signature }] };
      });
      fails(forged, 7, /a signature of version 3 is not valid/);
    }
  });

  it('reports versions whose signatures were removed, from the first one that is not covered', () => {
    const bare = [6, 7].reduce<readonly string[]>((now, number) => {
      const line = { ...entryAt(number), signatures: undefined };
      return now.with(number - 1, JSON.stringify(line));
    }, lines);
    fails(bare, 6, /no signature of the key [0-9a-f]{64} covers version 2: it was not approved/);
    assert.equal(verify(bare, key).approvedTo, 1);
  });

  describe('with the signature of the end', () => {
    const endOf = (): AuditEnd => AuditEnd.parse(JSON.parse(lines.at(-1) ?? ''));
    /** The file without its last `count` entries, and with an end that a program without the key can write. */
    const cutOff = (count: number, change: (end: AuditEnd) => AuditEnd): readonly string[] => {
      const kept = lines.slice(0, lines.length - 1 - count);
      const digest = sha256Hex(kept.map((line) => `${line}\n`).join(''));
      const last = AuditLine.parse(JSON.parse(kept.at(-1) ?? '')).version;
      const { end, signature } = endOf();
      const head = last ?? { seq: end.seq, hash: end.hash };
      const made = { entries: kept.length, seq: head.seq, hash: head.hash, digest };
      return [...kept, JSON.stringify(change({ end: made, signature }))];
    };

    it('reports a changed entry that changed no rule', () => {
      for (const field of ['author', 'comment', 'time'] as const) {
        const changed = edit(4, (line) => ({ ...line, [field]: 'Mallory' }));
        fails(changed, 8, /a line before the end was changed/);
        const { end, signature } = endOf();
        const digest = sha256Hex(
          changed
            .slice(0, -1)
            .map((line) => `${line}\n`)
            .join(''),
        );
        const again = changed.with(-1, JSON.stringify({ end: { ...end, digest }, signature }));
        fails(again, 8, /its signature is not valid/);
      }
    });

    it('reports entries truncated together with the end, which was rewritten', () => {
      for (const count of [1, 5]) {
        const line = lines.length - count;
        const again = cutOff(count, (end) => end);
        fails(again, line, /its signature is not valid/);
        const bare = cutOff(count, ({ end }) => ({ end }));
        fails(bare, line, /it is not signed/);
      }
    });

    it('reports that nothing is signed if every version was truncated', () => {
      for (const entries of [0, 1]) {
        const kept = lines.slice(0, entries);
        const digest = sha256Hex(kept.map((line) => `${line}\n`).join(''));
        const end = { entries, seq: 0, hash: '', digest };
        fails([...kept, JSON.stringify({ end })], entries + 1, /it is not signed/);
        const { signature } = endOf();
        const again = [...kept, JSON.stringify({ end, signature })];
        fails(again, entries + 1, /its signature is not valid/);
      }
    });

    it('reports an end signed with another key, or without its digest', () => {
      const forger = signerOf(aPrivateKey());
      const { end, signature } = endOf();
      const { fingerprint, publicKey } = forger;
      const foreign = { fingerprint, publicKey, signature: forger.sign(auditEndText(end)) };
      const other = lines.with(-1, JSON.stringify({ end, signature: foreign }));
      fails(other, 8, /signed with another key/);
      assert.equal(verify(other, key, fingerprint).fault, undefined, 'both keys are trusted');
      const bare = JSON.stringify({ end: { ...end, digest: undefined }, signature });
      fails(lines.with(-1, bare), 8, /it is not signed/);
    });
  });

  it('reports invalid data with its line', () => {
    fails(['\u0000\u0001'], 1, /not JSON/);
    fails(['null'], 1, /not an entry of an audit trail/);
    fails([...lines.slice(0, 2), '{"seq":3,"kind":"erase"}'], 3, /not an entry .*\(at /);
    fails(
      edit(1, (line) => ({ ...line, signatures: [] })),
      1,
      /signatures, but no version/,
    );
    const { fault } = verifyAudit([Buffer.from([0x22, 0xff, 0x22])], [key]);
    assert.match(fault?.problem ?? '', /not JSON/);
  });
});
