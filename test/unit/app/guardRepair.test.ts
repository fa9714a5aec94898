import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGuardRepairs } from '../../../src/app/guardRepair';
import { createGuardSeal } from '../../../src/app/createGuardSeal';
import { LAYOUT } from '../../../src/core/layout';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { HOST_FILES } from '../../../src/hosts/allFiles';
import { installGuard, LAUNCHER, type GuardPlace } from '../../../src/hosts/guardFiles';
import { earlierGuardFolderIn, guardFolderIn } from '../../../src/hosts/guardFolder';
import { withHooks } from '../../../src/hosts/hookFile';
import { FORMAT } from '../../../src/policy/snapshotFormat';
import { NO_ANCHOR, type KeptKey } from '../../../src/store/anchor';
import { aKey } from '../../support/signingKeys';
import { useTempFolder } from '../../support/tempFolder';

const FILES = { 'guard.main.js': 'main', 'guard.cjs': 'start', [LAUNCHER]: '#!/bin/sh\nnode=x\n' };

describe('the guard that hosts start', () => {
  const home = useTempFolder();
  const files = createNodeFiles();
  let key: KeptKey;

  const storage = (): string => join(home(), 'storage');
  const folder = (): string => guardFolderIn(storage());
  const at = (name: string): string => join(folder(), name);
  const text = (name: string): string => readFileSync(at(name), 'utf8');

  /** A window of a version of the extension, with its own key or the one of this machine. */
  const windowOf = (version: string, kept: KeptKey | undefined = key): GuardPlace => {
    const built = join(home(), `built-${version}`);
    mkdirSync(built, { recursive: true });
    for (const [name, content] of Object.entries(FILES)) {
      writeFileSync(join(built, name), `${content} of ${version}`);
    }
    const keeper = { ...NO_ANCHOR, key: () => Promise.resolve(kept) };
    const seal = createGuardSeal(keeper);
    return { built, version, folder: folder(), node: '/usr/bin/node', seal };
  };
  const repairsOf = (place: GuardPlace) =>
    createGuardRepairs({
      files,
      place,
      earlierFolder: earlierGuardFolderIn(storage()),
      hosts: { home: home(), env: {} },
    });
  const connect = (launcher: string): void => {
    mkdirSync(join(home(), '.claude'), { recursive: true });
    const hooks = withHooks(undefined, HOST_FILES.claude, launcher);
    writeFileSync(join(home(), '.claude/settings.json'), hooks);
  };
  /** A foreign guard, with a list that claims to be of this version. */
  const forge = async (version: string, forger?: KeptKey): Promise<void> => {
    await installGuard(files, windowOf(version, forger ?? aKey()));
  };

  beforeEach(async () => {
    key = aKey();
    await installGuard(files, windowOf('1.9.0'));
  });

  it('is in a folder named after the format of its policy', () => {
    assert.equal(LAYOUT.guardFormat, `v${FORMAT}`);
  });

  it('is not changed after installation', async () => {
    const before = text('installed.json');
    assert.equal(await repairsOf(windowOf('1.9.0'))(), undefined);
    assert.equal(text('installed.json'), before);
  });

  for (const unsigned of [true, false]) {
    const how = unsigned ? 'without a signature' : 'with a signature of another key';
    it(`is replaced if a list ${how} claims that a newer one is installed`, async () => {
      const repair = repairsOf(windowOf('1.9.0'));
      await repair();
      await forge('9999.0.0');
      if (unsigned) {
        const list = JSON.parse(text('installed.json')) as {
          signature: object;
        };
        writeFileSync(at('installed.json'), JSON.stringify({ ...list, signature: undefined }));
      }
      const found = await repair();
      assert.match(found?.text ?? '', /changed the guard \(guard\.main\.js.*installed\.json\)/);
      assert.equal(text('guard.main.js'), 'main of 1.9.0');
      assert.equal(readFileSync(`${at('guard.main.js')}.foreign`, 'utf8'), 'main of 9999.0.0');
      assert.equal(await repair(), undefined);
    });
  }

  it('is replaced if only its list is forged, so that later changes are detected', async () => {
    const list = JSON.parse(text('installed.json')) as object;
    writeFileSync(at('installed.json'), JSON.stringify({ ...list, version: '10.0.0' }));
    assert.match((await repairsOf(windowOf('1.9.0'))())?.text ?? '', /\(installed\.json\)/);
    assert.equal((JSON.parse(text('installed.json')) as { version: string }).version, '1.9.0');
  });

  it('is kept if a window of a newer version installed it', async () => {
    await installGuard(files, windowOf('1.10.0'));
    const older = windowOf('1.9.0');
    assert.equal(await repairsOf(older)(), undefined);
    await installGuard(files, older);
    assert.equal(text('guard.main.js'), 'main of 1.10.0');
  });

  it('is silently updated from an older version, only with proof', async () => {
    assert.equal(await repairsOf(windowOf('1.10.0'))(), undefined);
    assert.equal(text('guard.main.js'), 'main of 1.10.0');
    await forge('1.8.0');
    assert.match((await repairsOf(windowOf('1.10.0'))())?.text ?? '', /changed the guard/);
    assert.equal(text('guard.main.js'), 'main of 1.10.0');
  });

  it('is silently updated with a temporary key, and without a key', async () => {
    for (const kept of [aKey(false), undefined]) {
      await forge('1.8.0', aKey(false));
      const place = windowOf('1.9.0', kept);
      const seal = createGuardSeal({ ...NO_ANCHOR, key: () => Promise.resolve(kept) });
      assert.equal(await repairsOf({ ...place, seal })(), undefined);
      assert.equal(text('guard.main.js'), 'main of 1.9.0');
    }
  });

  it('is reinstalled if deleted, partly or completely', async () => {
    const repair = repairsOf(windowOf('1.9.0'));
    await repair();
    rmSync(at(LAUNCHER));
    assert.match((await repair())?.text ?? '', /deleted the guard \(guard\.sh\)/);
    rmSync(folder(), { recursive: true });
    assert.match((await repair())?.text ?? '', /deleted the guard/);
    assert.ok(existsSync(at(LAUNCHER)));
  });

  it('is installed at startup only if a host calls it', async () => {
    rmSync(storage(), { recursive: true });
    assert.equal(await repairsOf(windowOf('1.9.0'))(), undefined);
    assert.equal(existsSync(at(LAUNCHER)), false);
    connect(at(LAUNCHER));
    assert.match((await repairsOf(windowOf('1.9.0'))())?.text ?? '', /deleted the guard/);
    assert.ok(existsSync(at(LAUNCHER)));
  });

  it('is reinstalled if replaced by a pipe', async () => {
    rmSync(at('guard.cjs'));
    execFileSync('mkfifo', [at('guard.cjs')]);
    assert.match((await repairsOf(windowOf('1.9.0'))())?.text ?? '', /changed the guard/);
    assert.equal(text('guard.cjs'), 'start of 1.9.0');
  });

  it('is reinstalled, and reported, even if its list is a folder', async () => {
    rmSync(at('installed.json'));
    mkdirSync(at('installed.json/a'), { recursive: true });
    writeFileSync(at('guard.main.js'), 'mine');
    assert.match((await repairsOf(windowOf('1.9.0'))())?.text ?? '', /\(guard\.main\.js\)/);
    assert.equal(text('guard.main.js'), 'main of 1.9.0');
    assert.match(text('installed.json'), /1\.9\.0/);
  });

  it('is reinstalled if a file of it has two gigabytes, which are not read', async () => {
    const read: typeof files.read = (path) => {
      assert.notEqual(path, at('guard.cjs'));
      return files.read(path);
    };
    const repair = createGuardRepairs({
      files: { ...files, read },
      place: windowOf('1.9.0'),
      earlierFolder: earlierGuardFolderIn(storage()),
      hosts: { home: home(), env: {} },
    });
    truncateSync(at('guard.cjs'), 2_000_000_000);
    assert.match((await repair())?.text ?? '', /the guard \(guard\.cjs\)/);
    assert.equal(text('guard.cjs'), 'start of 1.9.0');
  });

  it('is reinstalled if replaced by a link to itself or a folder', async () => {
    for (const command of ['rm "$0"; ln -s "$0" "$0"', 'rm "$0"; mkdir -p "$0/a"']) {
      execFileSync('sh', ['-c', command, at(LAUNCHER)]);
      assert.match((await repairsOf(windowOf('1.9.0'))())?.text ?? '', /the guard \(guard\.sh\)/);
      assert.match(text(LAUNCHER), /of 1\.9\.0/);
    }
  });

  describe('in the folder of earlier versions', () => {
    const earlier = (name: string): string => join(earlierGuardFolderIn(storage()), name);
    const NAMES = [...Object.keys(FILES), 'installed.json', 'guard.json'];

    beforeEach(() => {
      for (const name of NAMES) writeFileSync(earlier(name), name === 'guard.json' ? '{}' : 'old');
    });

    it('is kept and updated as long as a host calls it', async () => {
      connect(earlier(LAUNCHER));
      const old = { ...windowOf('1.8.0', aKey()), folder: earlierGuardFolderIn(storage()) };
      await installGuard(files, old);
      const repair = repairsOf(windowOf('1.9.0'));
      assert.equal(await repair(), undefined);
      assert.equal(readFileSync(earlier('guard.main.js'), 'utf8'), 'main of 1.9.0');
      writeFileSync(earlier('guard.main.js'), 'mine');
      assert.match((await repair())?.text ?? '', /changed the guard \(guard\.main\.js\)/);
      assert.equal(readFileSync(earlier('guard.main.js'), 'utf8'), 'main of 1.9.0');
    });

    it('is removed if no host calls it, except for a launcher that starts the current one', async () => {
      connect(at(LAUNCHER));
      assert.equal(await repairsOf(windowOf('1.9.0'))(), undefined);
      assert.deepEqual(
        NAMES.filter((name) => existsSync(earlier(name))),
        [LAUNCHER, 'guard.json'],
      );
      writeFileSync(at(LAUNCHER), 'echo "$@"');
      const { stdout } = spawnSync('/bin/sh', [earlier(LAUNCHER), '--host', 'claude', 'pre']);
      assert.equal(stdout.toString(), '--host claude pre\n');
    });
  });
});
