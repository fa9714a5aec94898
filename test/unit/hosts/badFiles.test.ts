import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Files } from '../../../src/core/fileAccess';
import { HOST_FILES } from '../../../src/hosts/allFiles';
import { createConfigReader } from '../../../src/hosts/configReader';
import { fileError } from '../../../src/files/fileError';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { CALM } from '../../support/calmSurroundings';
import { hookInputs } from '../../support/hookInputs';
import { testConnections } from '../../support/testConnections';

/** Every file in the home folder that determines whether a host calls the guard, and the hosts that read it. */
const READERS = new Map<string, string[]>();
for (const host of Object.keys(HOST_FILES)) {
  for (const name of hookInputs(host).reads ?? []) {
    READERS.set(name, [...(READERS.get(name) ?? []), host]);
  }
}
/** Files for which the user is told that they are not valid JSON or TOML. */
const PARSED = /^\.(?:(?!copilot\/config|gemini\/trusted|quiet).)*\.(?:json|toml)$/;

describe('a configuration file of an agent host', function () {
  if (process.platform === 'win32') return;
  let folder = '';
  /** The same for all tests, because the files name it. */
  const home = (): string => join(folder, 'home');
  const untouched = (): string => join(folder, 'untouched');
  let good: Readonly<Record<string, string>>;

  const connectionsOver = (files: Files) =>
    testConnections(home(), {
      files,
      environment: () => ({ ...CALM, projects: () => Promise.resolve([join(home(), 'shop')]) }),
    });
  const states = async (files = createNodeFiles()): Promise<Readonly<Record<string, string>>> => {
    const list = await connectionsOver(files).list();
    return Object.fromEntries(list.map(({ host, state }) => [host, state]));
  };
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(dirname(join(home(), name)), { recursive: true });
    await writeFile(join(home(), name), text);
  };

  /** Every host is connected, and the project is trusted. */
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-test-'));
    const shop = join(home(), 'shop');
    await write(
      '.codex/config.toml',
      `[projects.${JSON.stringify(shop)}]\ntrust_level="trusted"\n`,
    );
    await write('.codex/quiet.config.toml', 'model = "small"\n');
    await write('.copilot/config.json', JSON.stringify({ trustedFolders: [shop] }));
    await write('.gemini/trustedFolders.json', JSON.stringify({ [shop]: 'TRUST_FOLDER' }));
    const connections = connectionsOver(createNodeFiles());
    for (const host of Object.keys(HOST_FILES)) {
      await connections.write(await connections.propose(host, 'connect'));
    }
    good = await states();
    cpSync(home(), untouched(), { recursive: true });
  });
  beforeEach(() => {
    rmSync(home(), { recursive: true });
    cpSync(untouched(), home(), { recursive: true });
  });
  after(() => rm(folder, { recursive: true }));

  /** Hosts that do not read the file keep their state; the others are `unreadable`, or keep theirs as well. */
  const expectStates = async (name: string, isUnreadable: boolean, files?: Files) => {
    const readers = READERS.get(name) ?? [];
    const bad = Object.fromEntries(readers.map((host) => [host, 'unreadable']));
    assert.deepEqual(await states(files), isUnreadable ? { ...good, ...bad } : good);
  };
  const isOfProject = (name: string): boolean =>
    name.startsWith('shop/') || name === '.gemini/trustedFolders.json';

  it('is covered by these tests', async () => {
    assert.equal(good['claude'], 'connected');
    const seen = new Set<string>();
    const files = createNodeFiles();
    const stat: Files['stat'] = (path) => {
      seen.add(relative(home(), path));
      return files.stat(path);
    };
    await states({ ...files, stat });
    const isFolder = (name: string): boolean => /^(?!\.env$)[^/]*$|\/opencode$/.test(name);
    const isElsewhere = (name: string): boolean => /^(?:\.\.|guard)\//.test(name);
    const names = [...seen].filter((name) => !isFolder(name) && !isElsewhere(name));
    assert.deepEqual(names.sort(), [...READERS.keys()].sort());
  });

  for (const name of READERS.keys()) {
    describe(name, () => {
      const path = (): string => join(home(), name);

      beforeEach(async () => {
        await mkdir(dirname(path()), { recursive: true });
      });

      it('may be huge', async () => {
        await write(name, '');
        await truncate(path(), 5 * 1024 * 1024);
        await expectStates(name, true);
      });

      it('may be a pipe without a writer', async () => {
        await rm(path(), { force: true });
        execFileSync('mkfifo', [path()]);
        await expectStates(name, true);
      });

      it('may be a cyclic link, which for a project means that the host cannot read it either', async () => {
        await rm(path(), { force: true });
        await symlink(`${path()}.2`, path());
        await symlink(path(), `${path()}.2`);
        await expectStates(name, !isOfProject(name));
      });

      it('may have no read permission', async () => {
        const text = await readFile(path(), 'utf8').catch(() => '{}');
        await write(name, text);
        const files = createNodeFiles();
        const read: Files['read'] = (wanted) =>
          wanted === path()
            ? Promise.reject(
                fileError(Object.assign(new Error(), { code: 'EACCES' }), 'read', wanted),
              )
            : files.read(wanted);
        await expectStates(name, !isOfProject(name), { ...files, read });
      });

      if (!name.endsWith('.js')) {
        it('may contain binary data', async () => {
          await writeFile(path(), Buffer.from([0xff, 0xfe, 0, 0x7b, 0xc3, 0x28]));
          await expectStates(name, PARSED.test(name));
        });
      }
    });
  }

  it('is read again if it changes in the meantime, a limited number of times', async () => {
    const path = join(home(), 'settings.json');
    const files = createNodeFiles();
    let reads = 0;
    const changing = (times: number): Files => ({
      ...files,
      read: async (wanted) => {
        const bytes = await files.read(wanted);
        reads += 1;
        if (reads <= times) await writeFile(path, `after read ${reads}`);
        return bytes;
      },
    });
    const textAfter = async (times: number): Promise<string | undefined> => {
      reads = 0;
      await writeFile(path, 'at first');
      return createConfigReader(changing(times))().text(path);
    };
    assert.equal(await textAfter(1), 'after read 1');
    assert.equal(reads, 2);
    assert.equal(await textAfter(Infinity), 'after read 2');
    assert.equal(reads, 3);
  });
});
