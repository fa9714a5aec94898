import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readPublishedPolicy } from '../../src/policy/readSnapshot';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import type { Database } from '../../src/store/database';
import { addSignature, openSigningKey } from '../../src/store/signatures';
import { readHead } from '../../src/store/versionLog';
import { anEvent } from '../support/events';
import { dropTriggers, editRows, forgeVersion } from '../support/corruption';
import { aPrivateKey } from '../support/signingKeys';
import { anAdd } from '../support/storeUnderTest';
import {
  DENIED,
  onClosed,
  openWindow,
  until,
  type Attack,
  type OpenWindow,
  type Result,
} from './attack';

const snapshotIn = (folder: string): string => join(folder, 'policy.snapshot');

/** A person applies a rule in a window, another program changes the policy file, and a window opens. */
function onHistory(name: string, forge: (database: Database) => void): Attack {
  return {
    name,
    run: async (folder) => {
      const first = await openWindow(folder);
      await applyRule(first);
      await first.app.close();
      await editRows(folder, forge);
      const { app } = await openWindow(folder, first.anchor);
      try {
        await app.app.publish();
        await wait(2_000);
        const { state } = await app.app.policies.health();
        const isKept = readPublishedPolicy(snapshotIn(folder)).size === 1;
        return isKept && state !== 'good' ? 'noticed' : 'unnoticed';
      } finally {
        await app.close();
      }
    },
  };
}

/** A person applies a rule that denies commands with `denied-mark`. */
async function applyRule({ app: { app: window } }: OpenWindow): Promise<void> {
  const diff = { add: [anAdd({ pattern: 'denied-mark' })], remove: [], meta: {} };
  const { id } = await window.policies.propose({ proposedBy: 'Ada', diff });
  const session = await window.openReview('suggestion', id);
  await session.apply({
    ...{ subjectId: id, diffHash: session.shown.diffHash, author: 'Ada' },
    ...{ comment: '', typed: 'APPLY', policyVersion: session.shown.policyVersion },
  });
}

const FORGED_POLICY: Attack = {
  name: 'a forged policy that would have allowed a recent command',
  run: async (folder) => {
    const window = await openWindow(folder);
    const { app } = window.app;
    try {
      await applyRule(window);
      await app.history.append([anEvent({ id: 'e1', command: DENIED })]);
      await app.publish();
      const policy = readPublishedPolicy(snapshotIn(folder));
      const forged = { version: policy.version, seq: policy.seq, rules: [] };
      writeFileSync(snapshotIn(folder), snapshotBytes(forged, 7));
      const wanted = `It would have allowed 1 recent command that your policy denies or asks about: \`${DENIED}\`.`;
      const isIn = (text: string): boolean => text.includes(wanted);
      if (!(await until(() => window.notices.some(isIn)))) return 'unnoticed';
      // The entry is written after the notice.
      const isNoted = await until(async () => {
        const audit = await app.policies.listAudit();
        return audit.some(({ action, comment }) => action === 'repair' && isIn(comment));
      });
      return isNoted ? 'noticed' : 'unnoticed';
    } finally {
      await window.app.close();
    }
  },
};

const HISTORY: readonly Attack[] = [
  onHistory('a version that another program appends under the name of the user', forgeVersion),
  onHistory('a version that another program appends and signs with its own key', (database) => {
    forgeVersion(database);
    const key = openSigningKey(aPrivateKey());
    if (key !== undefined) addSignature(database, key, readHead(database));
  }),
  onHistory('the signatures of the versions are removed', (database) => {
    dropTriggers(database);
    database.run('DELETE FROM policy_signatures');
    database.run('DELETE FROM policy_keys');
  }),
];

const CLOSED: readonly Attack[] = [
  onClosed(
    'a forged policy while no window is open',
    (folder) => {
      const policy = { rules: [], version: 'forged', seq: 0 };
      writeFileSync(snapshotIn(folder), snapshotBytes(policy, 9));
    },
    (folder) => existsSync(`${snapshotIn(folder)}.foreign`),
  ),
];

/** Root may write anywhere, so the window is opened as another user then. */
const READ_ONLY: Attack = {
  name: 'the storage is made read-only',
  run: async (folder): Promise<Result> => {
    const storage = join(folder, 'storage');
    mkdirSync(storage);
    const before = await openWindow(storage);
    await before.app.app.policies.health();
    await before.app.close();
    chmodSync(folder, 0o755);
    for (const name of readdirSync(storage, { recursive: true, encoding: 'utf8' })) {
      const path = join(storage, name);
      chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
    }
    chmodSync(storage, 0o555);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      const { app } = await openWindow(storage, before.anchor);
      const { state } = await app.app.policies.health();
      await app.close();
      return state === 'read-only' ? 'noticed' : 'unnoticed';
    } finally {
      if (isRoot) process.seteuid?.(0);
      for (const path of [storage, join(storage, 'guard')]) chmodSync(path, 0o755);
    }
  },
};

const NOBODY = 65_534;

/** Attacks on the policy file and on what is published from it. */
export const STORE_ATTACKS: readonly Attack[] = [...HISTORY, ...CLOSED, FORGED_POLICY, READ_ONLY];
