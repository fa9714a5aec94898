import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createForeignPolicyReports,
  foreignPolicyParts,
  type ForeignPolicyOptions,
} from '../../../src/app/foreignPolicyReport';
import { guardOwnFiles } from '../../../src/guard/guardOwnFiles';
import type { PolicyDifference } from '../../../src/core/foreignPolicy';
import { snapshotBytes, type PolicyInForce } from '../../../src/policy/snapshotBytes';
import { aRule } from '../../support/aRule';
import { anEvent } from '../../support/events';
import { withTable } from '../../support/forgedSnapshot';
import { useTempFolder } from '../../support/tempFolder';
import { bundleTrainer } from '../../support/threads';

const POLICY: PolicyInForce = {
  rules: [aRule({ pattern: 'push --force', title: 'Force push' })],
  version: 'v2',
  seq: 2,
};
const TOKEN = `ghp_${'aB3'.repeat(12)}`;

describe('the report of a foreign policy', function () {
  this.timeout(30_000);
  const folder = useTempFolder();
  let workerPath = '';
  before(async () => {
    workerPath = await bundleTrainer();
  });
  after(() => rm(workerPath));

  let reported: { readonly text: string; readonly difference: PolicyDifference | undefined }[] = [];
  let onText: () => void;
  let next: Promise<void>;
  beforeEach(() => {
    reported = [];
    next = new Promise((resolve) => {
      onText = resolve;
    });
  });

  const file = (): string => join(folder(), 'policy.snapshot.foreign');
  const reports = (commands: readonly string[], changed: Partial<ForeignPolicyOptions> = {}) =>
    createForeignPolicyReports({
      workerPath,
      recent: () =>
        Promise.resolve(commands.map((command, at) => anEvent({ id: String(at), command }))),
      inForce: () => Promise.resolve(POLICY),
      ownFiles: guardOwnFiles({ storage: '/s', guard: undefined }, { HOME: '/home/ada' }),
      onReport: (text, difference) => {
        reported.push({ text, difference });
        onText();
        return Promise.resolve();
      },
      onError: (error) => {
        throw error;
      },
      ...changed,
    });
  const report = async (...given: Parameters<typeof reports>): Promise<string> => {
    const open = reports(...given);
    open.report('It was changed.', file());
    await next;
    await open.close();
    assert.equal(reported.length, 1);
    return reported[0]?.text ?? '';
  };

  it('says which recent commands it would have allowed, and which rules it lacks', async () => {
    writeFileSync(file(), snapshotBytes({ rules: [], version: 'v2', seq: 2 }, 1));
    const text = await report([
      `TOKEN=${TOKEN} git push --force`,
      `git push --force \u202e${'x'.repeat(300)}`,
      'git push --force',
      'git push --force',
      'ls',
    ]);
    const long = `git push --force ⟨U+202E⟩${'x'.repeat(74)}…`;
    assert.equal(
      text,
      `It was changed. Guards used the changed file until now. It would have allowed 3 recent commands that your policy denies or asks about, for example: \`TOKEN=[secret:github-token] git push --force\`, \`${long}\`, \`git push --force\`. Rules missing from it: Force push.`,
    );
    const { before = '', after = '' } = reported[0]?.difference ?? {};
    assert.match(before, /deny: git push --force\n[^]*deny: Force push/);
    assert.match(after, /none: git push --force\n[^]*No rules\./);
  });

  it('says that no recent command would have been decided more weakly', async () => {
    const rules = [...POLICY.rules, aRule({ pattern: 'x', effect: 'allow' })];
    writeFileSync(file(), snapshotBytes({ ...POLICY, rules }, 1));
    assert.equal(
      await report(['git push --force', 'ls', 'ls']),
      'It was changed. Guards used the changed file until now. It would have decided none of your 2 recent commands more weakly. Rules added to it: 1.',
    );
  });

  it('is about commands that can be sent and decided in limited time', async () => {
    writeFileSync(file(), snapshotBytes(POLICY, 1));
    const long = Array.from({ length: 200 }, (_, at) => `ls ${at} ${'x'.repeat(15_000)}`);
    assert.match(await report(long), /none of your 133 recent commands/);
  });

  it('copies a large policy in parts, so that the window is never blocked for long', async () => {
    const rules = Array.from({ length: 2500 }, (_, at) =>
      aRule({ id: `r${at}`, pattern: `^deploy ${at}$`, title: `Deploys ${at}` }),
    );
    const commands = Array.from({ length: 1200 }, (_, at) => ({ command: `deploy ${at}` }));
    const parts = foreignPolicyParts(rules, commands);
    assert.equal(parts.length, 3);
    assert.ok(parts.every((part) => part.rules.length <= 1000 && part.recent.length <= 1000));
    assert.deepEqual(
      parts.flatMap((part) => part.rules),
      rules,
    );
    assert.deepEqual(
      parts.flatMap(({ recent }) => recent),
      commands,
    );
    writeFileSync(file(), snapshotBytes({ rules: [], version: 'v2', seq: 2 }, 1));
    const text = await report(
      commands.map(({ command }) => command),
      {
        inForce: () => Promise.resolve({ ...POLICY, rules }),
        decideMs: 20_000,
        deadlineMs: 25_000,
      },
    );
    assert.match(text, /would have allowed 1,200 recent commands/);
    assert.match(text, /Rules missing from it: Deploys 0, Deploys 1, Deploys 2 and 2,497 more/);
  });

  it('is about one command if there is no time', async () => {
    writeFileSync(file(), snapshotBytes(POLICY, 1));
    assert.match(await report(['ls', 'pwd'], { decideMs: 0 }), /none of your 1 recent commands/);
  });

  it('says that guards do not accept a file', async () => {
    writeFileSync(file(), 'no policy');
    assert.match(await report(['ls']), /Guards do not accept the changed file/);
    assert.equal(reported[0]?.difference, undefined);
  });

  for (const [what, changed] of [
    ['needs a policy that failed its checks', { inForce: () => Promise.resolve(undefined) }],
    ['needs a program that is missing', { workerPath: '/nowhere/trainer.cjs' }],
  ] as const) {
    it(`is made even if the comparison ${what}`, async () => {
      writeFileSync(file(), snapshotBytes({ rules: [], version: 'v2', seq: 2 }, 1));
      assert.match(await report(['git push --force'], changed), /could not be determined/);
    });
  }

  it('is made even if the tables of the file never end', async () => {
    writeFileSync(file(), withTable(snapshotBytes(POLICY, 1), 'grams', 0xff));
    const changed = { deadlineMs: 1000 };
    assert.match(await report(['git push --force'], changed), /could not be determined/);
  });

  it('is made even if the file was removed', async () => {
    rmSync(file(), { force: true });
    assert.match(await report(['git push --force']), /could not be determined/);
  });

  it('is made on close, without waiting for the comparison', async () => {
    writeFileSync(file(), snapshotBytes({ rules: [], version: 'v2', seq: 2 }, 1));
    const open = reports(['git push --force']);
    open.report('It was changed.', file());
    await open.close();
    assert.match(reported[0]?.text ?? '', /^It was changed\. .*could not be determined/);
  });
});
