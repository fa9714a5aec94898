import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandViews } from '../../src/shell/views';
import {
  dangersInCarriers,
  everydayChains,
  inertCommands,
  otherSpellings,
  plainDangers,
  templates,
  type CorpusRow,
} from '../corpora/expand';

const templatesIn = (rows: readonly CorpusRow[]): number =>
  new Set(rows.map(({ template }) => template)).size;

describe('the corpora', () => {
  it('have enough different commands of enough templates', () => {
    assert.ok(everydayChains().length >= 400);
    assert.ok(templatesIn(everydayChains()) >= 200);
    assert.ok(otherSpellings().length >= 1000);
    assert.ok(templatesIn(otherSpellings()) >= 200);
    assert.ok(templatesIn(inertCommands()) >= 200);
    assert.ok(dangersInCarriers().length >= 3000);
    assert.ok(templatesIn(plainDangers()) + templatesIn(dangersInCarriers()) >= 200);
  });

  it('use every danger and every carrier', () => {
    const rows = dangersInCarriers();
    const groups = new Set(rows.map(({ group }) => group));
    assert.deepEqual([...groups], [...new Set(plainDangers().map(({ group }) => group))]);
    const used = new Set(rows.map(({ template }) => template));
    const carriers = templates('carriers').map(({ text }) => text.replaceAll('\n', '\\n'));
    assert.deepEqual(
      carriers.filter((carrier) => !used.has(carrier)),
      [],
    );
  });

  it('are deterministic', () => {
    assert.deepEqual(dangersInCarriers(), dangersInCarriers());
    assert.deepEqual(everydayChains(), everydayChains());
  });

  it('fill every slot', () => {
    const all = [everydayChains(), otherSpellings(), inertCommands(), dangersInCarriers()].flat();
    assert.deepEqual(
      all.filter(({ command }) => /[«»]/.test(command)),
      [],
    );
  });

  it('contain only valid shell commands', () => {
    const unread = [...everydayChains(), ...plainDangers(), ...inertCommands()].filter(
      ({ command }) => !commandViews(command).parsed,
    );
    assert.deepEqual(unread, []);
  });

  // Rules are evaluated on commands that were written before them. Commands written with knowledge of a rule belong in
  // `more`.
  it('do not change the half that was written before the rules', () => {
    const names = ['everyday', 'dangers', 'carriers', 'spellings', 'inert'];
    const hash = createHash('sha256');
    for (const name of names) {
      hash.update(readFileSync(join('test', 'corpora', 'first', `${name}.txt`)));
    }
    assert.equal(
      hash.digest('hex'),
      '471d16c082bc3d8a0b7f51fd3acd71a3425ab6bdde8ee4be810db1ff6819aed8',
    );
  });

  it('keep the lists that were written without the rules as they were', () => {
    const hashes = {
      fourth: '63fa366959758adf925e84be07422987db8190a4f22a927748e62a701caabbaa',
      fifth: '9dd27541d8c5256bc083f4f2adab4e72299731c5eda7baff44062fad68078f05',
    };
    for (const [list, expected] of Object.entries(hashes)) {
      const hash = createHash('sha256');
      for (const name of [`${list}Dangers`, `${list}Harmless`]) {
        hash.update(readFileSync(join('test', 'corpora', 'blind', `${name}.txt`)));
      }
      assert.equal(hash.digest('hex'), expected, list);
    }
  });
});
