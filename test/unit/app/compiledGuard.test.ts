import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED_FILE, createCompiledGuard } from '../../../src/app/compiledGuard';
import { createGuardSeal } from '../../../src/app/createGuardSeal';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { NO_ANCHOR, type KeptKey } from '../../../src/store/anchor';
import { useTempFolder } from '../../support/tempFolder';

const aKey = (): KeptKey => ({
  privateKey: generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .toString('base64'),
  isKept: true,
});
const FORM = 'node-v20.19.0-x64---no-opt.code';

describe('the code cache of the guard', () => {
  const folder = useTempFolder();
  const at = (name: string): string => join(folder(), name);
  const form = (): string => readFileSync(at(FORM), 'utf8');
  let key: KeptKey;
  let nowMs: number;
  let runs: number;

  /** A window in which a guard creates the code cache if there is none. */
  const aWindow = () =>
    createCompiledGuard({
      files: createNodeFiles(),
      folder: folder(),
      programFolder: at('v4'),
      seal: createGuardSeal({ ...NO_ANCHOR, key: () => Promise.resolve(key) }),
      clock: { now: () => nowMs },
      tryOut: () => {
        runs += 1;
        if (!existsSync(at(FORM))) writeFileSync(at(FORM), `form ${runs}`);
        return Promise.resolve();
      },
    });

  beforeEach(() => {
    key = aKey();
    nowMs = 1_000_000;
    runs = 0;
    mkdirSync(at('v4'));
    writeFileSync(at('v4/guard.main.js'), 'program');
    writeFileSync(at('v4/guard.sh'), 'launcher');
  });

  it('is created by the window, replacing any other, and then kept', async () => {
    writeFileSync(at(FORM), 'planted');
    const one = aWindow();
    assert.equal(await one.check(), undefined);
    assert.equal(form(), 'form 1');
    assert.equal(await one.check(), undefined);
    assert.equal(await aWindow().check(), undefined);
    assert.deepEqual([form(), runs], ['form 1', 1]);
  });

  it('is not created if no guard is installed', async () => {
    rmSync(at('v4/guard.sh'));
    assert.equal(await aWindow().check(), undefined);
    assert.deepEqual([runs, existsSync(at(COMPILED_FILE))], [0, false]);
  });

  for (const [what, deed] of [
    [
      'replaced',
      () => {
        writeFileSync(at(FORM), 'forged');
      },
    ],
    ['a pipe', () => execFileSync('sh', ['-c', 'rm "$0"; mkfifo "$0"', at(FORM)])],
  ] as const) {
    it(`is detected if it is ${what}, in this session and at the next start`, async () => {
      const one = aWindow();
      await one.check();
      nowMs += 60_000;
      for (const window of [one, aWindow()]) {
        deed();
        assert.match((await window.check())?.text ?? '', /code cache.*\.code\.foreign/);
        assert.match(form(), /^form/);
        assert.equal(await window.check(), undefined);
        nowMs += 60_000;
      }
    });
  }

  it('is silently recreated if its list is forged or signed by another key', async () => {
    await aWindow().check();
    writeFileSync(at(FORM), 'forged');
    const forger = aWindow();
    const mine = key;
    key = aKey();
    rmSync(at(COMPILED_FILE));
    await forger.check();
    writeFileSync(at(FORM), 'forged');
    const list = JSON.parse(readFileSync(at(COMPILED_FILE), 'utf8')) as { files: object };
    writeFileSync(at(COMPILED_FILE), JSON.stringify({ ...list, files: { [FORM]: 'x' } }));
    key = mine;
    assert.equal(await aWindow().check(), undefined);
    assert.match(form(), /^form/);
  });

  it('is silently recreated for another program, and after a guard started earlier wrote it', async () => {
    const one = aWindow();
    await one.check();
    writeFileSync(at(FORM), 'of a guard that was still running');
    assert.equal(await one.check(), undefined);
    nowMs += 60_000;
    writeFileSync(at('v4/guard.main.js'), 'newer program');
    writeFileSync(at(FORM), 'of the newer program');
    assert.equal(await one.check(), undefined);
    assert.match(form(), /^form/);
  });

  it('is detected and recreated even if folders have the names of its files', async () => {
    const one = aWindow();
    await one.check();
    nowMs += 60_000;
    mkdirSync(at('node-a.code/b'), { recursive: true });
    rmSync(at(COMPILED_FILE));
    mkdirSync(at(`${COMPILED_FILE}/b`), { recursive: true });
    writeFileSync(at(FORM), 'forged');
    assert.match((await one.check())?.text ?? '', /code cache.*\.code\.foreign/);
    assert.equal(form(), 'form 2');
    assert.equal(await aWindow().check(), undefined);
    assert.equal(runs, 2);
  });

  it('is removed if it is for a Node that no guard uses', async () => {
    const one = aWindow();
    await one.check();
    nowMs += 60_000;
    writeFileSync(at('node-v99.0.0-x64.code'), 'planted');
    assert.equal(await one.check(), undefined);
    assert.equal(existsSync(at('node-v99.0.0-x64.code')), false);
  });
});
