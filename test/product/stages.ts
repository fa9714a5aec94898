import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYOUT } from './product';
import { POLICY_STAGES } from './policyStages';
import { cli, csvOf, diffOf, inWindow, storageOf, AUTHOR, type World } from './world';

/** One step from history to enforced policy, through the product's public interfaces. */
export interface Stage {
  readonly name: string;
  /** What comes before the point at which the sabotage takes effect. It runs once, also with a sabotage. */
  prepare?(world: World): void | Promise<void>;
  /** Resolves to the counts. Calls `damage` at the point at which its sabotage takes effect. */
  run(world: World, damage: () => void | Promise<void>): Promise<string>;
  /** Damages the input or output of this stage. The stage must detect it. */
  sabotage(world: World): void | Promise<void>;
}

const ROWS = 300;
const UNLABELLED = 20;
const report = (world: World): string => join(world.folder, 'report.json');
const model = (world: World): string => join(world.folder, 'model.json');

/** Files in a folder of the storage whose names contain `part`. */
const stored = (world: World, folder: string, part: string): readonly string[] =>
  readdirSync(join(storageOf(world), folder))
    .filter((name) => name.includes(part))
    .map((name) => join(storageOf(world), folder, name));

const LEARNING_STAGES: readonly Stage[] = [
  {
    name: 'history',
    prepare: (world) => {
      cli(world, ['sample', '--out', csvOf(world), '--count', String(ROWS), '--seed', '7']);
      takeLabelsAway(world);
      world.rows = ROWS;
    },
    run: async (world, damage) => {
      await damage();
      const { imported, skipped } = await inWindow(world, ({ history }) =>
        history.importCsv(csvOf(world)),
      );
      assert.deepEqual({ imported, skipped }, { imported: ROWS, skipped: 0 });
      return `${imported} commands imported, ${skipped} skipped`;
    },
    sabotage: (world) => {
      truncateSync(csvOf(world), readFileSync(csvOf(world)).length - 40);
    },
  },
  {
    name: 'labels',
    prepare: async (world) => {
      world.unknown = await inWindow(world, async ({ history }) => {
        const { labels } = await history.summary();
        for await (const { id, command } of history.all()) {
          const known = world.unlabelled[command];
          if (known !== undefined) await history.label(id, known, AUTHOR);
        }
        return labels.unknown;
      });
    },
    run: async (world, damage) => {
      await damage();
      const { labels } = await inWindow(world, ({ history }) => history.summary());
      assert.equal(labels.unknown, world.unknown - UNLABELLED);
      return `${UNLABELLED} commands labelled by hand, ${labels.safe} safe and ${labels.unsafe} unsafe now`;
    },
    sabotage: (world) => {
      for (const file of stored(world, LAYOUT.history, '.labels.')) rmSync(file);
    },
  },
  {
    name: 'train',
    prepare: async (world) => {
      world.trained = (await inWindow(world, ({ learning }) => learning.train({}))).modelVersion;
    },
    run: async (world, damage) => {
      await damage();
      return inWindow(world, async ({ learning }) => {
        const newest = await learning.newest();
        assert.equal(newest?.modelVersion, world.trained);
        const [unsafe, safe] = [await learning.predict('rm -rf /'), await learning.predict('ls')];
        assert.ok(unsafe.probability > safe.probability);
        return `model ${world.trained.slice(0, 12)}, risk ${unsafe.probability.toFixed(2)} for rm -rf /, ${safe.probability.toFixed(2)} for ls`;
      });
    },
    sabotage: (world) => {
      for (const file of stored(world, LAYOUT.models, '')) truncateSync(file, 100);
    },
  },
  {
    name: 'report',
    prepare: async (world) => {
      await inWindow(world, ({ history }) => history.exportCsv(csvOf(world)));
    },
    run: async (world, damage) => {
      await damage();
      const written = ['--out', model(world), '--report', report(world)];
      cli(world, ['train', '--csv', csvOf(world), ...written]);
      const { test } = JSON.parse(readFileSync(report(world), 'utf8')) as {
        test: { rows: number; accuracy: number; safe: Count; unsafe: Count };
      };
      const guessing = Math.max(test.safe.support, test.unsafe.support) / test.rows;
      const right = `${test.accuracy} right, ${guessing} by guessing`;
      assert.ok(test.accuracy > Math.max(guessing, 0.75), right);
      return `${test.rows} held-out commands, ${percent(test.accuracy)} right (${percent(guessing)} by guessing)`;
    },
    sabotage: (world) => {
      // Give every row the opposite of the next row's label.
      const lines = readFileSync(csvOf(world), 'utf8').split('\r\n');
      const mixed = lines.map((line, at) =>
        line.replace(LABEL_CELLS, (_, score, _label, rest) => `,,${at % 2},${String(rest)}`),
      );
      writeFileSync(csvOf(world), mixed.join('\r\n'));
    },
  },
  {
    name: 'suggest',
    prepare: (world) => {
      const csv = ['--csv', csvOf(world)];
      cli(world, ['suggest', ...csv, '--model', model(world), '--out', diffOf(world)]);
    },
    run: async (world, damage) => {
      await damage();
      const csv = ['--csv', csvOf(world)];
      const text = cli(world, ['backtest', '--diff', diffOf(world), ...csv, '--json']);
      const { total } = JSON.parse(text) as { total: { unsafeDenied: number; safeDenied: number } };
      const { unsafeDenied, safeDenied } = total;
      assert.ok(unsafeDenied > 0, 'no unsafe command would be stopped');
      assert.ok(unsafeDenied >= 9 * safeDenied, `${safeDenied} safe commands would be stopped`);
      const { suggestions } = await inWindow(world, ({ learning }) => learning.generate({}));
      assert.ok(suggestions.length > 2, 'too few suggestions');
      world.generated = suggestions.map(({ id }) => id);
      return `${suggestions.length} suggestions; they stop ${unsafeDenied} unsafe commands of the history and ${safeDenied} safe ones`;
    },
    sabotage: (world) => {
      const diff = diffIn(world);
      const add = [{ ...diff.add[0], pattern: '\\w' }];
      writeFileSync(diffOf(world), JSON.stringify({ ...diff, add }));
    },
  },
  {
    name: 'lint',
    run: async (world, damage) => {
      await damage();
      cli(world, ['lint', diffOf(world)]);
      const broken = join(world.folder, 'broken.json');
      writeFileSync(broken, JSON.stringify({ add: [{ pattern: '(', effect: 'deny' }] }));
      cli(world, ['lint', broken], 1);
      return `${diffIn(world).add.length} rules accepted, a broken pattern refused`;
    },
    sabotage: (world) => {
      const diff = diffIn(world);
      const add = diff.add.map((rule) => ({ ...rule, effect: 'maybe' }));
      writeFileSync(diffOf(world), JSON.stringify({ ...diff, add }));
    },
  },
];

/** Every stage, in the order of the pipeline. */
export const STAGES: readonly Stage[] = [...LEARNING_STAGES, ...POLICY_STAGES];

interface Count {
  readonly support: number;
}

const LABEL_CELLS = /,(\d*(?:\.\d+)?),(\w*),(\{.*)$/;

/** Removes score and label from some rows; the removed values are what the user knows. */
function takeLabelsAway(world: World): void {
  const lines = readFileSync(csvOf(world), 'utf8').split('\r\n');
  const commands = lines.map((line) => line.split(',')[6] ?? '');
  let left = UNLABELLED;
  const changed = lines.map((line, at) => {
    const [, , label] = LABEL_CELLS.exec(line) ?? [];
    const command = commands[at] ?? '';
    const isOnce = commands.filter((other) => other === command).length === 1;
    if (label === undefined || left === 0 || !isOnce || command.includes('"')) return line;
    left -= 1;
    world.unlabelled[command] = label === '1' ? 'unsafe' : 'safe';
    return line.replace(LABEL_CELLS, ',,,$3');
  });
  writeFileSync(csvOf(world), changed.join('\r\n'));
}

function diffIn(world: World): { add: readonly object[] } {
  return JSON.parse(readFileSync(diffOf(world), 'utf8')) as { add: readonly object[] };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
