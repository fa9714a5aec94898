import assert from 'node:assert/strict';
import type { RecentCommand } from '../../../src/core/foreignPolicy';
import type { Rule } from '../../../src/core/rule';
import { foreignPolicyEffect } from '../../../src/policy/foreignPolicy';
import { guardOwnFiles } from '../../../src/guard/guardOwnFiles';
import { snapshotBytes } from '../../../src/policy/snapshotBytes';
import { aRule } from '../../support/aRule';
import { sealed } from '../../support/forgedSnapshot';

const FORCE = aRule({ id: 'r1', title: 'Force push', pattern: 'push --force' });
const DELETE = aRule({ id: 'r2', pattern: '^rm ' });
const PUBLISH = aRule({ id: 'r3', pattern: 'npm publish', effect: 'ask' });
const IN_FORCE = [FORCE, DELETE, PUBLISH];
const COMMANDS = ['git push --force', 'rm a', 'npm publish', 'ls', 'sudo git push --force'];
const STORAGE = '/home/ada/storage';
const OWN_FILES = guardOwnFiles({ storage: STORAGE, guard: undefined }, { HOME: '/home/ada' }).data;

const snapshotOf = (rules: readonly Rule[]): Uint8Array =>
  snapshotBytes({ rules, version: 'v', seq: 1 }, 1);

describe('the effect of a foreign policy', () => {
  const effectOf = (
    foreign: readonly Rule[] | Uint8Array,
    commands: readonly RecentCommand[] = COMMANDS.map((command) => ({ command })),
    isOver: () => boolean = () => false,
  ) => {
    const bytes = foreign instanceof Uint8Array ? foreign : snapshotOf(foreign);
    const given = { foreign: bytes, rules: IN_FORCE, commands, ownFiles: OWN_FILES };
    return foreignPolicyEffect(given, isOver);
  };
  const compared = (...given: Parameters<typeof effectOf>) => {
    const effect = effectOf(...given);
    assert.equal(effect.state, 'compared');
    return effect;
  };

  it('is nothing for the same rules', () => {
    const { commands, passed, asked, allowed, missing, changed, added } = compared(IN_FORCE);
    const none = { count: 0, examples: [] };
    assert.deepEqual({ passed, asked, allowed }, { passed: none, asked: none, allowed: none });
    assert.deepEqual([commands, missing, changed, added], [5, [], [], 0]);
  });

  it('counts what would have run, and names the missing rules by title or pattern', () => {
    const { passed, asked, allowed, missing } = compared([]);
    assert.deepEqual(passed, { count: 4, examples: COMMANDS.slice(0, 3) });
    assert.deepEqual([asked.count, allowed.count], [0, 0]);
    assert.deepEqual(missing, ['Force push', '^rm ', 'npm publish']);
  });

  it('distinguishes what would have been asked about, and what no rule matches', () => {
    const allow = aRule({ id: 'x', pattern: '^ls$', effect: 'allow' });
    const { passed, asked, allowed, changed, added } = compared([
      { ...FORCE, effect: 'ask' },
      { ...DELETE, mode: 'shadow' },
      { ...PUBLISH, pattern: 'npm (publish|pack)' },
      allow,
    ]);
    assert.deepEqual(passed, { count: 1, examples: ['rm a'] });
    assert.deepEqual(asked, { count: 2, examples: [COMMANDS[0], COMMANDS[4]] });
    assert.deepEqual(allowed, { count: 1, examples: ['ls'] });
    assert.deepEqual([changed, added], [['Force push', '^rm ', 'npm publish'], 1]);
  });

  it('contains no stricter decision, and nothing that self-protection denies anyway', () => {
    const { passed } = compared([...IN_FORCE, aRule({ id: 'x', pattern: 'ls' })]);
    assert.equal(passed.count, 0);
    const own = [{ command: `rm ${STORAGE}/policy.snapshot` }];
    assert.equal(compared([], own).passed.count, 0);
  });

  it('counts a command once, and decides it in its folder', () => {
    const commands = ['/a', '/b'].map((cwd) => ({ command: 'rm a', cwd }));
    const { commands: pairs, passed } = compared([], commands);
    assert.deepEqual([pairs, passed.count], [2, 1]);
    const rules = [aRule({ id: 'h', pattern: '^rm ‹home›' })];
    const home = { command: 'rm *', cwd: '/home/ada' };
    const elsewhere = { folders: { storage: '/s', guard: undefined, env: {} }, hosts: [] };
    const given = { rules, commands: [home], ownFiles: elsewhere };
    const effect = foreignPolicyEffect({ ...given, foreign: snapshotOf([]) }, () => false);
    assert.equal(effect.state === 'compared' && effect.passed.count, 1);
  });

  it('is decided in the shell of the command', () => {
    const rules = [aRule({ id: 'p', pattern: '^Remove-Item ' })];
    const countIn = (shell: 'bash' | 'powershell'): number => {
      const commands = [{ command: 'Get-Process "a`" ; rm b', shell }];
      const effect = foreignPolicyEffect({ ...given, rules, commands }, () => false);
      return effect.state === 'compared' ? effect.passed.count : -1;
    };
    const given = { foreign: snapshotOf([]), ownFiles: OWN_FILES };
    assert.deepEqual([countIn('bash'), countIn('powershell')], [0, 1]);
  });

  it('is that of the tables that guards use, whatever the texts of the rules say', () => {
    const other = 'xxxx --xxxxx';
    const rules = [{ ...FORCE, pattern: other }, DELETE, PUBLISH];
    const forged = Buffer.from(snapshotOf(rules));
    forged.write(FORCE.pattern, forged.lastIndexOf(other));
    assert.deepEqual(effectOf(forged), { state: 'refused' });
    const { changed, passed } = compared(sealed(forged));
    assert.deepEqual([changed, passed.examples], [[], [COMMANDS[0], COMMANDS[4]]]);
  });

  it('is unknown to guards if they do not accept the file', () => {
    assert.deepEqual(effectOf(new Uint8Array(10)), { state: 'refused' });
  });

  it('is compared with the first commands until the time is over', () => {
    let left = 2;
    const { commands, passed } = compared([], undefined, () => {
      left -= 1;
      return left === 0;
    });
    assert.deepEqual([commands, passed.count], [2, 2]);
  });

  it('is shown as two texts that differ in decisions and rules, with every character visible', () => {
    const odd = { command: 'rm a\u202eb\n\nallow: x' };
    const { before, after } = compared([{ ...DELETE, effect: 'ask' }], [odd]).difference;
    assert.match(before, /^Decisions on recent commands\ndeny: rm a⟨U\+202E⟩b ↵ {2}↵ allow: x\n/);
    assert.match(after, /^Decisions on recent commands\nask: rm a⟨U\+202E⟩b ↵ {2}↵ allow: x\n/);
    assert.match(before, /deny: Force push\n {2}mode: enforce\n {2}pattern: push --force\n/);
    assert.match(after, /\nask\n {2}mode: enforce\n {2}pattern: \^rm /);
  });
});
