import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditText } from '../../src/core/auditLine';
import { sha256Hex } from '../../src/core/hash';
import type { AuditReport } from '../../src/cli/auditVerify';
import { runBundle } from '../support/bundle';
import { openSigningKey } from '../../src/store/signatures';
import { anAnchor } from '../support/corruption';
import { aPrivateKey } from '../support/signingKeys';
import { anAdd, change, openTestStore } from '../support/storeUnderTest';
import { useTempFolder } from '../support/tempFolder';

describe('rulewright audit verify', function () {
  this.timeout(60_000);
  const folder = useTempFolder();
  let file: string;
  let text: string;
  let key: string;
  let kept: string;

  /** The export of a new store with one rule, signed with a key. */
  const exported = async (storage: string, kept: string, pattern: string) => {
    const anchor = anAnchor({ privateKey: kept, isKept: true });
    const store = await openTestStore(storage, { anchor });
    const { policies } = store;
    await change(policies, { add: [anAdd({ pattern })] });
    const versions = await policies.listVersions();
    const { own, signatures } = await policies.listSignatures();
    const signer = openSigningKey(kept);
    assert.ok(signer);
    const { fingerprint, publicKey } = signer;
    const trail = { audit: await policies.listAudit(), versions, signatures };
    await store.close();
    const written = await auditText(trail, (bytes) =>
      Promise.resolve({ fingerprint, publicKey, signature: signer.sign(bytes) }),
    );
    return { text: written, key: own ?? '' };
  };

  beforeEach(async () => {
    kept = aPrivateKey();
    ({ text, key } = await exported(folder(), kept, 'mkfs'));
    file = join(folder(), 'audit.jsonl');
    writeFileSync(file, text);
  });

  const verify = (...args: string[]) => runBundle('cli.cjs', ['audit', 'verify', ...args]);

  it('prints what verified, and exits with 0', async () => {
    const { code, stdout } = await verify(file, '--key', key.toUpperCase());
    assert.equal(code, 0, stdout);
    assert.match(stdout, new RegExp(`versions signed with ${key}: 1\n`));
    assert.match(
      stdout,
      /approved up to version: 1\n[^]*every line is covered by the signature of the last one\nverified\n$/,
    );
    assert.doesNotMatch(stdout, /only the file says/);
  });

  it('warns that without --key the key is only claimed by the file', async () => {
    const { code, stdout } = await verify(file);
    assert.equal(code, 0);
    assert.match(stdout, /Whose key this is, only the file says/);
  });

  it('prints the first invalid line with its cause, and exits with 1; also as JSON', async () => {
    writeFileSync(file, text.replaceAll('mkfs', 'mkfx'));
    const { code, stdout } = await verify(file, '--key', key);
    assert.equal(code, 1);
    assert.match(stdout, /\nline 2: the content of version 1 was changed/);
    const json = await verify(file, '--json');
    assert.equal(json.code, 1);
    assert.equal((JSON.parse(json.stdout) as AuditReport).fault?.line, 2);
  });

  it('reports the missing end of an empty file and of one truncated after a line', async () => {
    for (const [content, line] of [
      ['', 1],
      [text.slice(0, text.indexOf('\n') + 1), 2],
    ] as const) {
      writeFileSync(file, content);
      const { code, stdout } = await verify(file);
      assert.equal(code, 1);
      assert.match(stdout, new RegExp(`line ${line}: the last line is missing`));
    }
  });

  it('reports lines that were dropped, moved, edited, or taken from another trail', async () => {
    const [first = '', second = '', ...rest] = text.trimEnd().split('\n');
    mkdirSync(join(folder(), 'other'));
    const [, other = ''] = (await exported(join(folder(), 'other'), kept, 'shred')).text.split(
      '\n',
    );
    const end = { entries: 0, seq: 0, hash: '', digest: sha256Hex('') };
    for (const [lines, problem] of [
      [[second, first, ...rest], 'line 1: entry 1 should stand here, not entry 2'],
      [[first, ...rest], 'line 2: it counts 2 entries, and the file has 1: lines are missing'],
      [[first, other, ...rest], 'line 3: it names version 1 as the newest, which is not the last'],
      [
        [first.replace('"author":"', '"author":"x'), second, ...rest],
        'line 3: a line before the end was changed',
      ],
      [[JSON.stringify({ end })], 'line 1: it is not signed'],
    ] as const) {
      writeFileSync(file, `${lines.join('\n')}\n`);
      const { code, stdout } = await verify(file, '--key', key);
      assert.equal(code, 1, problem);
      assert.ok(stdout.includes(`\n${problem}`), stdout);
    }
    const { code, stdout } = await verify(file);
    assert.equal(code, 0);
    assert.match(stdout, /Nothing in the file is signed/);
  });

  it('rejects another key, an invalid fingerprint, a database, a large file and a missing file', async () => {
    const other = await verify(file, '--key', 'f'.repeat(64));
    assert.equal(other.code, 1);
    assert.match(
      other.stdout,
      /versions signed with another key, [^\n]*: 1\n[^]*line 2: no signature/,
    );
    const short = await verify(file, '--key', key.slice(0, 16));
    assert.equal(short.code, 1);
    assert.match(short.stderr, /not a fingerprint/);
    assert.match((await verify(join(folder(), 'none'))).stderr, /There is no file/);
    const database = join(folder(), 'some.db');
    writeFileSync(database, 'SQLite format 3\0');
    assert.match((await verify(database)).stderr, /is a database/);
    truncateSync(file, 200_000_001);
    const large = await verify(file);
    assert.equal(large.code, 1);
    assert.match(large.stderr, /larger than 200 MB/);
  });
});
