import assert from 'node:assert/strict';
import type { FolderCount, LabelledCommand } from '../../../../src/core/event';
import { STARTER_CATEGORY_TITLES } from '../../../../src/core/ruleCategories';
import { ReadCommands } from '../../../../src/ml/rules/readCommands';
import { starterCategories } from '../../../../src/ml/rules/starter/starterCategories';
import { starterChoices, starterDiff } from '../../../../src/ml/rules/starterRules';

/** Runs of a command, and where it ran as far as that is known. */
function ran(command: string, count: number, ...folders: FolderCount[]): LabelledCommand {
  return { command, label: 'unknown', count, folders };
}

/** What a category stops of a command: events, and commands that cannot be judged. */
function stopped(category: string, command: LabelledCommand) {
  const found = starterChoices([command]).categories.find(({ id }) => id === category);
  return { hits: found?.hits, unjudged: found?.unjudged, examples: found?.examples };
}

const SECRET = 'cat credentials';

describe('the categories of starter rules', () => {
  it('have the titles that the window knows', () => {
    const titles = starterCategories().map(({ id, title }) => [id, title]);
    assert.deepEqual(Object.entries(STARTER_CATEGORY_TITLES), titles);
  });
});

describe('what starter rules would have stopped', () => {
  it('depends on where each command ran', () => {
    const [secret, project]: FolderCount[] = [
      ['/home/ada/.aws', 2],
      ['/home/ada/work/app', 3],
    ];
    assert.ok(secret !== undefined && project !== undefined);
    const there = stopped('secrets', ran(SECRET, 5, secret, project));
    assert.deepEqual(there, { hits: 2, unjudged: 0, examples: [SECRET] });
    const elsewhere = stopped('secrets', ran(SECRET, 3, project));
    assert.deepEqual(elsewhere, { hits: 0, unjudged: 0, examples: [] });
    const { add, meta } = starterDiff([ran(SECRET, 5, secret, project)], { generatedAt: 'now' });
    const evidence = meta['evidence'] as { readonly unknownHits: number }[];
    assert.equal(evidence.length, add.length);
    assert.equal(Math.max(...evidence.map(({ unknownHits }) => unknownHits)), 2);
  });

  it('cannot be judged if the working directory is unknown', () => {
    const unknown = stopped('secrets', ran(SECRET, 5));
    assert.deepEqual(unknown, { hits: 0, unjudged: 1, examples: [] });
  });

  it('is certain where each folder has a rule of the category that matches', () => {
    const read = new ReadCommands([ran(SECRET, 4)]);
    read.readOn(() => false);
    const secret = { pattern: '^cat ‹secret›', effect: 'deny' } as const;
    const others = { pattern: '^cat ‹(?:[^s]|s[^e])', effect: 'ask' } as const;
    assert.deepEqual(read.hitsOfAny([secret]), { hits: [], unjudged: [0] });
    assert.deepEqual(read.hitsOfAny([others]), { hits: [], unjudged: [0] });
    assert.deepEqual(read.hitsOfAny([secret, others]), { hits: [0], unjudged: [] });
  });
});
