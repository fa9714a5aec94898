import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleMode } from '../../../src/core/rule';
import { hasRuleInForce } from '../../../src/policy/ruleInForce';
import { snapshotBytes } from '../../../src/policy/snapshotBytes';
import { MAX_RULES } from '../../../src/policy/snapshotFormat';
import { aRule } from '../../support/aRule';
import { withContent, withHeader } from '../../support/forgedSnapshot';
import { useTempFolder } from '../../support/tempFolder';

const SHADOW = 1;

describe('whether a published policy has a rule in force', () => {
  const folder = useTempFolder();
  const path = (): string => join(folder(), 'policy.snapshot');
  const policyOf = (...modes: readonly RuleMode[]): Uint8Array =>
    snapshotBytes(
      {
        rules: modes.map((mode, at) => aRule({ id: `r${at}`, pattern: 'mkfs', mode })),
        version: 'v1',
        seq: 1,
      },
      1,
    );
  const has = (bytes: Uint8Array): boolean => {
    writeFileSync(path(), bytes);
    return hasRuleInForce(path());
  };
  /** A policy with this number of shadow rules, whose texts are each the whole text table. */
  const forged = (rules: number, textBytes = 1): Buffer => {
    const flags = withContent(policyOf('shadow'), 'flags', Buffer.alloc(rules, SHADOW));
    const modes = withContent(flags, 'modes', Buffer.alloc(rules, SHADOW));
    const starts = Uint32Array.from({ length: 5 * rules + 1 }, (_, at) => (at % 2) * textBytes);
    const texts = withContent(modes, 'texts', Buffer.alloc(textBytes, 'x'));
    return withContent(texts, 'textStarts', new Uint8Array(starts.buffer));
  };

  it('is true for an enforced rule among others only', () => {
    assert.equal(has(policyOf('shadow', 'enforce', 'shadow')), true);
    assert.equal(has(policyOf('shadow', 'shadow')), false);
    assert.equal(has(policyOf()), false);
  });

  it('is true if guards cannot read it', () => {
    assert.equal(hasRuleInForce(path()), true);
    assert.equal(has(Buffer.from('no policy')), true);
    assert.equal(has(policyOf('shadow').fill(7, 100, 101)), true);
    for (const header of ['{', 'null', '{"format":4}', ' '.repeat(70_000) + '{}']) {
      assert.equal(has(withHeader(policyOf('shadow'), header)), true, header.slice(0, 20));
    }
    if (process.platform === 'win32') return;
    rmSync(path());
    spawnSync('mkfifo', [path()]);
    assert.equal(hasRuleInForce(path()), true);
  });

  it('is determined without the texts of the rules, which may be made to be slow', () => {
    assert.equal(has(forged(MAX_RULES, 3_000_000)), false);
  });

  it('is true for more rules and for larger files than can be read in a moment', () => {
    assert.equal(has(forged(MAX_RULES)), false);
    assert.equal(has(forged(MAX_RULES + 1)), true);
    assert.equal(has(forged(1, 4 * 1024 * 1024)), true);
  });
});
