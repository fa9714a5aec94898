import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createCompiledGuard } from '../../../src/app/compiledGuard';
import { createGuardSeal } from '../../../src/app/createGuardSeal';
import { CODE_CACHES_FILE } from '../../../src/core/layout';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { NO_ANCHOR, type KeptKey } from '../../../src/store/anchor';
import { readWhole } from '../../../src/files/wholeFile';
import { aKey } from '../../support/signingKeys';
import { useTempFolder } from '../../support/tempFolder';

interface ListFile {
  readonly version: string;
  readonly marks?: object;
}

const NODE = 'node-v20.19.0-x64---no-opt';
const FORM = `${NODE}.code`;
const LIST = CODE_CACHES_FILE;

describe('the code cache of the guard', () => {
  const folder = useTempFolder();
  const at = (name: string): string => join(folder(), name);
  const form = (): string => readFileSync(at(FORM), 'utf8');
  let key: KeptKey;
  let nowMs: number;
  let runs: number;

  /** A window in which a guard creates the code cache. */
  const aWindow = () =>
    createCompiledGuard({
      files: createNodeFiles(),
      folder: folder(),
      programFolder: at('v4'),
      seal: createGuardSeal({ ...NO_ANCHOR, key: () => Promise.resolve(key) }),
      clock: { now: () => nowMs },
      pauseMs: 20,
      compile: () => {
        runs += 1;
        writeFileSync(at(FORM), `form ${runs}`);
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

  it('is listed with the status of the files, which may change without a report', async () => {
    const one = aWindow();
    await one.check();
    const marks = (): unknown => (JSON.parse(readFileSync(at(LIST), 'utf8')) as ListFile).marks;
    const actual = () => ({
      'guard.main.js': readWhole(at('v4/guard.main.js')).mark,
      [FORM]: readWhole(at(FORM)).mark,
    });
    assert.deepEqual(marks(), actual());
    const before = marks();
    for (const path of ['v4/guard.main.js', FORM]) utimesSync(at(path), 1000, 1000);
    await wait(60);
    assert.equal(await one.check(), undefined);
    assert.notDeepEqual(marks(), before);
    assert.deepEqual(marks(), actual());
    // Marks that another program wrote would let guards run what it wrote.
    nowMs += 60_000;
    const list = JSON.parse(readFileSync(at(LIST), 'utf8')) as ListFile;
    writeFileSync(at(LIST), JSON.stringify({ ...list, marks: { ...list.marks, x: 'y' } }));
    assert.match((await one.check())?.text ?? '', /did not run it.*compiled\.json\.foreign/);
  });

  it('is not created if no guard is installed', async () => {
    rmSync(at('v4/guard.sh'));
    assert.equal(await aWindow().check(), undefined);
    assert.deepEqual([runs, existsSync(at(LIST))], [0, false]);
  });

  for (const [what, action] of [
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
      for (const window of [one, aWindow()]) {
        action();
        const { text = '' } = (await window.check()) ?? {};
        assert.match(text, /code cache.*Guards did not run it.*\.code\.foreign/);
        assert.match(form(), /^form/);
        assert.equal(await window.check(), undefined);
      }
    });
  }

  it('is silently recreated if its list is forged or signed by another key', async () => {
    await aWindow().check();
    writeFileSync(at(FORM), 'forged');
    const forger = aWindow();
    const mine = key;
    key = aKey();
    rmSync(at(LIST));
    await forger.check();
    writeFileSync(at(FORM), 'forged');
    const list = JSON.parse(readFileSync(at(LIST), 'utf8')) as { files: object };
    writeFileSync(at(LIST), JSON.stringify({ ...list, files: { [FORM]: 'x' } }));
    key = mine;
    assert.equal(await aWindow().check(), undefined);
    assert.match(form(), /^form/);
  });

  it('is silently recreated for another program', async () => {
    const one = aWindow();
    await one.check();
    writeFileSync(at('v4/guard.main.js'), 'newer program');
    writeFileSync(at(FORM), 'of the newer program');
    assert.equal(await one.check(), undefined);
    assert.match(form(), /^form/);
  });

  for (const isKept of [true, false]) {
    it(`is detected if its list is replaced too, or alone, with a key that is ${isKept ? '' : 'not '}kept`, async () => {
      key = { ...key, isKept };
      const one = aWindow();
      await one.check();
      nowMs += 60_000;
      const forge = (): void => {
        const list = JSON.parse(readFileSync(at(LIST), 'utf8')) as { version: string };
        const hash = createHash('sha256').update(form()).digest('hex');
        writeFileSync(at(LIST), JSON.stringify({ version: list.version, files: { [FORM]: hash } }));
      };
      writeFileSync(at(FORM), 'forged');
      forge();
      const { text = '' } = (await one.check()) ?? {};
      assert.match(text, /may have run it.*\.code\.foreign, .*compiled\.json\.foreign/);
      nowMs += 60_000;
      forge();
      assert.match((await one.check())?.text ?? '', /did not run it.*compiled\.json\.foreign/);
      nowMs += 60_000;
      rmSync(at(LIST));
      assert.match((await one.check())?.text ?? '', /deleted the list/);
      assert.equal(await one.check(), undefined);
      assert.equal(await aWindow().check(), undefined);
      assert.equal(runs, 4);
    });

    it(`is shared by two windows with a key that is ${isKept ? '' : 'not '}kept`, async () => {
      const mine = { ...key, isKept };
      const others = isKept ? mine : { ...aKey(), isKept };
      const as = <T>(user: KeptKey, work: () => Promise<T>): Promise<T> => {
        key = user;
        return work();
      };
      const [one, other] = [aWindow(), aWindow()];
      await as(mine, () => one.check());
      assert.equal(await as(others, () => other.check()), undefined);
      assert.equal(runs, 1);
      nowMs += 60_000;
      // A guard of another Node was called.
      writeFileSync(at('node-v22.1.0-x64.json'), '{}');
      assert.equal(await as(mine, () => one.check()), undefined);
      // Without a key, the list of the first window cannot be distinguished from a forged one.
      const found = await as(others, () => other.check());
      assert.equal(found === undefined, isKept);
      const after = runs;
      for (const [user, window] of [
        [mine, one],
        [others, other],
        [mine, one],
      ] as const) {
        assert.equal(await as(user, () => window.check()), undefined);
      }
      assert.equal(runs, after);
    });
  }

  it('is created again after a guard of another Node found none', async () => {
    const one = aWindow();
    await one.check();
    writeFileSync(at(`${NODE}.json`), '{}');
    assert.equal(await one.check(), undefined);
    assert.equal(runs, 1);
    writeFileSync(at('node-v22.1.0-x64.json'), '{}');
    assert.equal(await one.check(), undefined);
    assert.deepEqual([runs, existsSync(at('node-v22.1.0-x64.json'))], [2, false]);
    // The launcher does not start it: trying again would not help.
    writeFileSync(at('node-v22.1.0-x64.json'), '{}');
    assert.equal(await one.check(), undefined);
    assert.equal(runs, 2);
  });

  it('is detected and recreated even if folders have the names of its files', async () => {
    const one = aWindow();
    await one.check();
    mkdirSync(at('node-a.code/b'), { recursive: true });
    rmSync(at(LIST));
    mkdirSync(at(`${LIST}/b`), { recursive: true });
    writeFileSync(at(FORM), 'forged');
    assert.match((await one.check())?.text ?? '', /code cache.*\.code\.foreign/);
    assert.equal(form(), 'form 2');
    assert.equal(await aWindow().check(), undefined);
    assert.equal(runs, 2);
  });

  it('is removed if it is for a Node that no guard uses', async () => {
    const one = aWindow();
    await one.check();
    writeFileSync(at('node-v99.0.0-x64.code'), 'planted');
    assert.equal(await one.check(), undefined);
    assert.equal(existsSync(at('node-v99.0.0-x64.code')), false);
  });
});
