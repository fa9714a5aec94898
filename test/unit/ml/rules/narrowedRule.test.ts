import assert from 'node:assert/strict';
import type { Effect } from '../../../../src/core/rule';
import type { Label } from '../../../../src/core/label';
import { openLiveHistory } from '../../../../src/ml/rules/liveBacktest';
import { labelled } from '../../../support/commands';

describe('a rule narrowed to exclude a command', () => {
  const PUSH = '^git push (?:[^|]* )?(?:-f|--force)(?: |$)';
  type Row = readonly [command: string, label: Label];
  const narrowed = (
    pattern: string,
    rows: readonly Row[],
    excluded: string,
    effect: Effect = 'deny',
  ) => {
    const live = openLiveHistory(
      rows.map(([command, label]) => labelled(command, label, 1)),
      [],
    );
    live.read(() => false);
    const rule = { pattern, effect };
    const result = live.exclude(rule, excluded);
    if (result.state === 'none') return result.why;
    const all = (own: string): readonly string[] =>
      live.hits({ rule: { pattern: own, effect } }, 0, 100).hits.map(({ command }) => command);
    assert.equal(all(pattern).includes(excluded), true);
    assert.equal(all(result.pattern).includes(excluded), false);
    const unsafe = rows.flatMap(([command, label]) => (label === 'unsafe' ? [command] : []));
    for (const command of unsafe.filter((one) => one !== excluded)) {
      assert.ok(all(result.pattern).includes(command), command);
    }
    for (const command of all(result.pattern)) assert.ok(all(pattern).includes(command), command);
    return result.pattern;
  };

  it('loses the alternative that matches it, at any position in the pattern', () => {
    const rows: Row[] = [
      ['mkfs.ext4 /dev/sda', 'unsafe'],
      ['fdisk /dev/sda', 'safe'],
      ['wipefs -a /dev/sda', 'unsafe'],
    ];
    assert.equal(narrowed('^mkfs|^fdisk|^wipefs', rows, 'fdisk /dev/sda'), '^mkfs|^wipefs');
    assert.equal(narrowed('^(?:mkfs|wipefs|fdisk)', rows, 'fdisk /dev/sda'), '^(?:mkfs|wipefs)');
    assert.equal(narrowed('^(?:fdisk|mkfs|wipefs)', rows, 'fdisk /dev/sda'), '^(?:mkfs|wipefs)');
  });

  it('keeps the words that the unsafe commands share and this one does not have', () => {
    const rows: Row[] = [
      ['git push --force origin main', 'unsafe'],
      ['git push -f origin main --tags', 'unsafe'],
      ['git push --force origin mine', 'safe'],
    ];
    const pattern = narrowed(PUSH, rows, 'git push --force origin mine');
    assert.equal(
      pattern,
      '^git (?:[^|]* )?push (?:[^|]* )?-f (?:[^|]* )?origin (?:[^|]* )?main(?: |$)',
    );
  });

  it('keeps each unsafe command literally if they share no other words', () => {
    const rows: Row[] = [
      ['git push --force origin main', 'unsafe'],
      ['git push --force origin live', 'unsafe'],
      ['git push --force origin mine', 'safe'],
    ];
    assert.match(
      narrowed(PUSH, rows, 'git push --force origin mine'),
      /main.*\|.*live|live.*\|.*main/,
    );
  });

  it('keeps as many hits without a label as it can', () => {
    const rows: Row[] = [
      ['git push --force origin main', 'unsafe'],
      ['git push --force fork main', 'unknown'],
      ['git push --force origin mine', 'safe'],
    ];
    const pattern = narrowed(PUSH, rows, 'git push --force origin mine');
    assert.equal(pattern, '^git (?:[^|]* )?push (?:[^|]* )?-f (?:[^|]* )?main(?: |$)');
  });

  it('reports that no hit would remain, or that the command is similar to an unsafe one', () => {
    const only: Row[] = [
      ['git push -f', 'unknown'],
      ['git push -f a', 'safe'],
    ];
    assert.equal(narrowed(PUSH, only, 'git push -f'), 'onlyHit');
    const alike: Row[] = [
      ['git push -f', 'unsafe'],
      ['git push --force', 'safe'],
    ];
    assert.equal(narrowed(PUSH, alike, 'git push --force'), 'alike');
    assert.equal(narrowed('(', alike, 'git push --force'), 'alike');
  });

  it('narrows an allow rule only by its alternatives', () => {
    const rows: Row[] = [
      ['ls', 'unknown'],
      ['cat x', 'unsafe'],
      ['pwd', 'unknown'],
    ];
    assert.equal(
      narrowed('^(?:ls|cat x|pwd)$', rows.slice(0, 3), 'ls', 'allow'),
      '^(?:cat x|pwd)$',
    );
    assert.equal(narrowed('^\\w+$', rows, 'ls', 'allow'), 'alike');
  });
});
