import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTamperWatch, type Tampering } from '../../../src/app/tamperWatch';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import type { GuardSettings } from '../../../src/guard/guardSettings';
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
  const watch = (through = files) =>
    createTamperWatch({
      files: through,
      folder: folder(),
      guardFolder: join(folder(), 'guard'),
      programFolder: join(folder(), 'guard/v4'),
      paths: () => [snapshot(), settings(), join(folder(), 'rulewright.db')],
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
    });
  const ruleCount = (): number => readPublishedPolicy(snapshot()).size;
  /** Performs an attack while a window watches, which must notice it without a call of `check`. */
  const noticed = async (attack: () => void): Promise<readonly Tampering[]> => {
    const open = watch();
    try {
      await open.check();
      // The second call compares the files that the first one wrote.
      await open.check();
      found = [];
      const notice = new Promise<void>((resolve) => {
        next = resolve;
      });
      attack();
      await notice;
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

  it('detects and repairs a forged policy of the same version and number', async () => {
    const forged = snapshotBytes({ ...POLICY, rules: [] }, 7);
    const [one] = await noticed(() => {
      writeFileSync(snapshot(), forged);
    });
    assert.match(one?.text ?? '', /changed the published policy.*policy\.snapshot\.foreign/);
    assert.equal(ruleCount(), 1);
    assert.deepEqual(readFileSync(`${snapshot()}.foreign`), Buffer.from(forged));
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

  it('detects forged settings, and rewrites them', async () => {
    const [one] = await noticed(() => {
      writeFileSync(settings(), '{"onError":"ask","allow":true}');
    });
    assert.match(one?.text ?? '', /settings of the guard.*guard\.json\.foreign/);
    assert.deepEqual(JSON.parse(readFileSync(settings(), 'utf8')), SETTINGS);
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
