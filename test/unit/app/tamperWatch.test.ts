import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  createTamperWatch,
  type Tampering,
  type TamperOptions,
} from '../../../src/app/tamperWatch';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { PAUSE_MS, type GuardSettings } from '../../../src/guard/guardSettings';
import { createPolicyPublisher } from '../../../src/policy/publishedPolicy';
import { readPublishedPolicy } from '../../../src/policy/readSnapshot';
import { snapshotBytes, type PolicyInForce } from '../../../src/policy/snapshotBytes';
import { aRule } from '../../support/aRule';
import { useTempFolder } from '../../support/tempFolder';

const POLICY: PolicyInForce = {
  rules: [aRule({ id: 'r1', pattern: 'rm' })],
  version: 'v2',
  seq: 2,
};
const SETTINGS: GuardSettings = { onError: 'deny', allow: false, record: true };

describe('the watch over the files that guards read', () => {
  const folder = useTempFolder();
  const snapshot = (): string => join(folder(), 'policy.snapshot');
  const settings = (): string => join(folder(), 'guard/guard.json');
  const files = createNodeFiles();
  let stored = POLICY;
  let wanted = SETTINGS;
  let found: Tampering[] = [];
  let next: (() => void) | undefined;

  const publisher = () =>
    createPolicyPublisher({ files, path: snapshot(), inForce: () => Promise.resolve(stored) });
  const watch = (through = files, changed: Partial<TamperOptions> = {}) =>
    createTamperWatch({
      files: through,
      folder: folder(),
      guardFolder: join(folder(), 'guard'),
      programFolder: join(folder(), 'guard/v4'),
      paths: () => [snapshot(), settings(), join(folder(), 'rulewright.db')],
      clock: Date,
      repairGuard: () => Promise.resolve(undefined),
      publisher: publisher(),
      guardSettings: () => Promise.resolve(wanted),
      onTampering: (one) => {
        found.push(one);
        next?.();
      },
      onError: (error) => {
        throw error;
      },
      ...changed,
    });
  const ruleCount = (): number => readPublishedPolicy(snapshot()).size;
  /** Performs an attack while a window watches, which must notice it without a call of `check`. */
  const noticed = async (
    attack: () => void,
    changed: Partial<TamperOptions> = {},
  ): Promise<readonly Tampering[]> => {
    const open = watch(files, changed);
    try {
      await open.check();
      // The second call compares the files that the first one wrote.
      await open.check();
      found = [];
      const notice = new Promise<void>((resolve) => {
        next = resolve;
      });
      const start = performance.now();
      attack();
      await notice;
      const ms = Math.round(performance.now() - start);
      process.stdout.write(`      noticed after ${ms} ms\n`);
      return found;
    } finally {
      await open.close();
    }
  };

  /** Writes a file and restores its exact modification time. */
  const forgeAtSameTime = (path: string, content: string | Uint8Array): void => {
    execFileSync('cp', ['--preserve=timestamps', path, `${path}.time`]);
    writeFileSync(path, content);
    execFileSync('touch', ['-r', `${path}.time`, path]);
  };

  beforeEach(() => {
    stored = POLICY;
    wanted = SETTINGS;
    found = [];
    next = undefined;
    mkdirSync(join(folder(), 'guard'), { recursive: true });
  });

  it('leaves a folder alone that is created while it looks for it', async () => {
    const program = join(folder(), 'guard/v4');
    const file = join(program, 'guard.sh');
    const open = watch({
      ...files,
      stat: async (path) => {
        const stat = await files.stat(path);
        if (path === program && stat === undefined) {
          mkdirSync(program);
          writeFileSync(file, '');
        }
        return stat;
      },
    });
    await open.check();
    await open.close();
    assert.deepEqual(found, []);
    assert.ok(existsSync(file));
  });

  it('publishes, writes the settings, and detects no problem', async () => {
    const open = watch();
    await open.check();
    await open.check();
    await open.close();
    const other = watch();
    await other.check();
    await other.close();
    assert.deepEqual(found, []);
    assert.equal(ruleCount(), 1);
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
  });

  /** Puts a policy without rules in the place of the published one, and checks the notice and the repair. */
  const replacesForgedPolicy = async (): Promise<void> => {
    const forged = snapshotBytes({ ...POLICY, rules: [] }, 7);
    const [one] = await noticed(() => {
      writeFileSync(snapshot(), forged);
    });
    assert.match(one?.text ?? '', /changed the published policy.*policy\.snapshot\.foreign/);
    assert.equal(one?.foreignPolicy, `${snapshot()}.foreign`);
    assert.equal(ruleCount(), 1);
    assert.deepEqual(readFileSync(`${snapshot()}.foreign`), Buffer.from(forged));
  };

  it('detects and repairs a forged policy of the same version and number', async () => {
    await replacesForgedPolicy();
  });

  it('reports only the first of consecutive errors', async () => {
    let checks = 0;
    let fails = true;
    const troubles: unknown[] = [];
    const open = watch(files, {
      guardSettings: () => {
        checks += 1;
        return fails ? Promise.reject(new Error('damaged')) : Promise.resolve(wanted);
      },
      onError: (error) => troubles.push(error),
    });
    /** Changes a file until the watch has compared the files. */
    const change = async (): Promise<void> => {
      const before = checks;
      for (let count = 0; checks < before + 4; count += 1) {
        writeFileSync(join(folder(), 'any'), String(count));
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    };
    await change();
    await change();
    assert.equal(troubles.length, 1);
    fails = false;
    await change();
    fails = true;
    await change();
    await open.close();
    assert.equal(troubles.length, 2);
  });

  it('waits on close for the check of a changed file', async () => {
    let isClosed = false;
    const troubles: unknown[] = [];
    const gate = new EventEmitter();
    const begun = once(gate, 'begun');
    const goesOn = once(gate, 'goesOn');
    const open = createTamperWatch({
      files,
      folder: folder(),
      guardFolder: join(folder(), 'guard'),
      programFolder: join(folder(), 'guard/v4'),
      paths: () => [snapshot(), settings()],
      repairGuard: () => Promise.resolve(undefined),
      clock: Date,
      publisher: createPolicyPublisher({
        files,
        path: snapshot(),
        inForce: async () => {
          gate.emit('begun');
          await goesOn;
          if (isClosed) throw new Error('The store is closed.');
          return stored;
        },
      }),
      guardSettings: () => Promise.resolve(wanted),
      onTampering: () => undefined,
      onError: (error) => troubles.push(error),
    });
    writeFileSync(snapshot(), snapshotBytes(POLICY, 7));
    await begun;
    const closing = open.close().then(() => {
      isClosed = true;
    });
    setImmediate(() => gate.emit('goesOn'));
    await closing;
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(troubles, []);
    assert.equal(ruleCount(), 1);
  });

  it('detects it at the next start', async () => {
    writeFileSync(snapshot(), snapshotBytes({ ...POLICY, rules: [] }, 7));
    const open = watch();
    await open.check();
    await open.close();
    assert.equal(found.length, 1);
    assert.equal(ruleCount(), 1);
  });

  it('detects a policy with a future number, and publishes later changes', async () => {
    const future = snapshotBytes({ rules: [], version: 'v9', seq: 2 ** 53 - 1 }, 7);
    await noticed(() => {
      writeFileSync(snapshot(), future);
    });
    writeFileSync(snapshot(), future);
    stored = { ...POLICY, version: 'v3', seq: 3 };
    await publisher().publish(stored);
    assert.equal(readPublishedPolicy(snapshot()).version, 'v3');
  });

  it('detects an older policy that was restored, and a deleted one', async () => {
    const older = snapshotBytes({ rules: [], version: 'v1', seq: 1 }, 7);
    assert.equal(
      (
        await noticed(() => {
          writeFileSync(snapshot(), older);
        })
      ).length,
      1,
    );
    assert.equal(ruleCount(), 1);
    const [one] = await noticed(() => {
      execFileSync('rm', [snapshot()]);
    });
    assert.match(one?.text ?? '', /deleted the published policy/);
    assert.equal(ruleCount(), 1);
  });

  it('detects a pipe in its place', async () => {
    await noticed(() => {
      execFileSync('sh', ['-c', 'rm "$0"; mkfifo "$0"', snapshot()]);
    });
    assert.equal(ruleCount(), 1);
  });

  it('detects a folder, and a link to itself, in its place', async () => {
    for (const command of ['rm "$0"; mkdir -p "$0/a"', 'rm "$0"; ln -s "$0" "$0"']) {
      await noticed(() => {
        execFileSync('sh', ['-c', command, snapshot()]);
      });
      assert.equal(ruleCount(), 1);
    }
  });

  it('repairs it even if the name under which it keeps the foreign file is a folder', async () => {
    mkdirSync(join(folder(), 'policy.snapshot.foreign/a'), { recursive: true });
    await replacesForgedPolicy();
  });

  it('repairs a policy and settings of two gigabytes without reading them', async () => {
    for (const path of [snapshot(), settings()]) {
      const { external } = process.memoryUsage();
      let peak = 0;
      const sampling = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().external - external);
      }, 1);
      await noticed(() => {
        truncateSync(path, 2_000_000_000);
      });
      clearInterval(sampling);
      assert.ok(peak < 100_000_000, String(peak));
      rmSync(`${path}.foreign`);
    }
    assert.equal(ruleCount(), 1);
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
  });

  it('repairs settings that are a folder when the window opens', async () => {
    mkdirSync(join(settings(), 'a'), { recursive: true });
    const open = watch();
    await open.check();
    await open.close();
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
  });

  for (const [what, replace] of [
    [
      'a file',
      (path: string) => {
        writeFileSync(path, '');
      },
    ],
    [
      'a link to itself',
      (path: string) => {
        symlinkSync(path, path);
      },
    ],
  ] as const) {
    it(`detects ${what} in place of the folder of the guard`, async () => {
      const guard = join(folder(), 'guard');
      const aGuardInIt = {
        repairGuard: () => Promise.resolve(found.length === 0 ? undefined : { text: 'deleted' }),
      };
      const [one] = await noticed(() => {
        rmSync(guard, { recursive: true });
        replace(guard);
      }, aGuardInIt);
      assert.match(one?.text ?? '', /in the place of a folder of the guard.*guard\.foreign/);
      assert.equal(found.length, 1);
      assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
    });
  }

  it('compares everything, even if one comparison fails', async () => {
    let guardChecks = 0;
    const open = watch(files, {
      repairGuard: () => {
        guardChecks += 1;
        return Promise.resolve(undefined);
      },
      guardSettings: () => Promise.resolve(wanted),
      publisher: {
        ...publisher(),
        repair: () => Promise.reject(new Error('The policy cannot be repaired.')),
      },
    });
    await assert.rejects(open.check(), /cannot be repaired/);
    await open.close();
    assert.deepEqual([guardChecks, JSON.parse(readFileSync(settings(), 'utf8'))], [1, SETTINGS]);
  });

  it('compares the other files if the settings cannot be determined', async () => {
    const open = watch(files, {
      guardSettings: () => Promise.reject(new Error('The store is damaged.')),
    });
    writeFileSync(snapshot(), snapshotBytes({ ...POLICY, rules: [] }, 7));
    await assert.rejects(open.check(), /store is damaged/);
    await open.close();
    assert.equal(ruleCount(), 1);
    assert.equal(found.length, 1);
  });

  it('detects forged settings, and rewrites them', async () => {
    const [one] = await noticed(() => {
      writeFileSync(settings(), '{"onError":"ask","allow":true}');
    });
    assert.match(one?.text ?? '', /settings of the guard.*guard\.json\.foreign/);
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
  });

  for (const [how, forged] of [
    ['ask instead of deny', { ...SETTINGS, onError: 'ask' }],
    ['allow', { ...SETTINGS, allow: true }],
    ['record nothing', { ...SETTINGS, record: false }],
    ['are paused', { ...SETTINGS, pausedUntilMs: Date.now() + PAUSE_MS }],
  ] as const) {
    it(`detects at the next start that the settings ${how}`, async () => {
      writeFileSync(settings(), JSON.stringify(forged));
      const open = watch();
      await open.check();
      await open.check();
      await open.close();
      assert.equal(found.length, 1);
      assert.match(found[0]?.text ?? '', /While no window was open.*guard\.json\.foreign/);
      assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
      assert.deepEqual(JSON.parse(readFileSync(`${settings()}.foreign`, 'utf8')), forged);
    });
  }

  it('writes settings at the next start without a warning if they allowed less', async () => {
    wanted = { onError: 'ask', allow: true, record: false };
    for (const before of [SETTINGS, { ...wanted, pausedUntilMs: 1 }, undefined]) {
      if (before === undefined) rmSync(settings());
      else writeFileSync(settings(), JSON.stringify(before));
      const open = watch();
      await open.check();
      await open.close();
      assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), wanted);
    }
    assert.deepEqual(found, []);
  });

  it('detects settings of the same size whose time was set back', async () => {
    const [one] = await noticed(() => {
      const forged = readFileSync(settings(), 'utf8').replace('false', '1    ');
      forgeAtSameTime(settings(), forged);
    });
    assert.match(one?.text ?? '', /changed the settings of the guard/);
  });

  it('detects a policy of the same size whose time was set back', async () => {
    const [one] = await noticed(() => {
      const bytes = readFileSync(snapshot());
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      forgeAtSameTime(snapshot(), bytes);
    });
    assert.match(one?.text ?? '', /changed the published policy/);
  });

  it('reads the files again only if one of them or of the policy has changed', async () => {
    let reads = 0;
    const read: typeof files.read = (path) => {
      reads += 1;
      return files.read(path);
    };
    const open = watch({ ...files, read });
    const readsIn = async (calls: number): Promise<number> => {
      reads = 0;
      for (let call = 0; call < calls; call += 1) await open.check();
      return reads;
    };
    await readsIn(3);
    assert.equal(await readsIn(20), 0);
    writeFileSync(join(folder(), 'rulewright.db'), 'changed');
    assert.ok((await readsIn(1)) > 0);
    await open.close();
  });

  it('writes settings changed by the user without a warning', async () => {
    const open = watch();
    await open.check();
    wanted = { ...SETTINGS, onError: 'ask' };
    await open.check();
    await open.close();
    assert.deepEqual(found, []);
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), wanted);
  });

  it('publishes a change of the policy without a warning', async () => {
    const open = watch();
    await open.check();
    stored = { rules: [], version: 'v3', seq: 3 };
    // As another window would.
    await publisher().publish(stored);
    await open.check();
    await open.close();
    assert.deepEqual(found, []);
    assert.equal(readPublishedPolicy(snapshot()).version, 'v3');
  });
});
