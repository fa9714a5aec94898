import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LearningReport } from '../../src/ml/model/report';
import { type Outcome, runBundle } from '../support/bundle';
import { madeUpHistory } from '../support/commands';
import { tinyBuild } from '../support/smallBase';
import { useTempFolder } from '../support/tempFolder';

const LABELS = { safe: '0', unsafe: '1', unknown: '2' } as const;

/** A history in the short form. */
function shortForm(rows: readonly (readonly [command: string, label: string])[]): string {
  const lines = rows.map(([command, label]) => `"${command.replaceAll('"', '""')}",${label}`);
  return `command,label\n${lines.join('\n')}\n`;
}

const ordinary = madeUpHistory(80, 7).map(
  ({ command, label }) => [command, LABELS[label]] as const,
);

describe('a broken history on the command line', function () {
  this.timeout(120_000);
  const folder = useTempFolder();
  let buildFolder = '';
  let from = '';
  before(() => {
    buildFolder = mkdtempSync(join(tmpdir(), 'rulewright-build-'));
    from = tinyBuild(buildFolder);
  });
  after(() => {
    rmSync(buildFolder, { recursive: true });
  });

  const run = (...args: readonly string[]): Promise<Outcome> =>
    runBundle('cli.cjs', args, { from });

  function history(rows: readonly (readonly [string, string])[]): string {
    const path = join(folder(), 'history.csv');
    writeFileSync(path, shortForm(rows));
    return path;
  }

  function train(csv: string): Promise<Outcome> {
    const [out, report] = [join(folder(), 'model.json'), join(folder(), 'report.json')];
    return run('train', '--csv', csv, '--out', out, '--report', report, '--workers', '1');
  }

  function report(): LearningReport {
    return JSON.parse(readFileSync(join(folder(), 'report.json'), 'utf8')) as LearningReport;
  }

  /** A single message with the cause, no stack, and no file next to the history. */
  function assertRefused({ code, stderr }: Outcome, why: RegExp): void {
    assert.equal(code, 1, stderr);
    assert.match(stderr, why);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.deepEqual(readdirSync(folder()), ['history.csv']);
  }

  it('rejects a history with only one class', async () => {
    const safe = ordinary.filter(([, label]) => label === '0');
    assertRefused(
      await train(history(safe)),
      /All \d+ labelled commands are safe\. Training needs both labels/,
    );
  });

  it('rejects fewer than ten labels', async () => {
    assertRefused(
      await train(history(ordinary.slice(0, 9))),
      /at least 10 labelled commands; there are 9/,
    );
  });

  it('reports contradictory labels and uses the newest', async () => {
    const twice = [
      ['make deploy', '1'],
      ['make deploy', '1'],
      ['make deploy', '0'],
    ] as const;
    const { code, stderr } = await train(history([...twice, ...ordinary]));
    assert.equal(code, 0, stderr);
    assert.deepEqual(report().contradictions, ['make deploy']);
    const before = report().counts.safe;
    assert.equal((await train(history(ordinary))).code, 0);
    assert.equal(report().counts.safe, before - 1);
  });

  it('rejects a file with a command of a megabyte, naming its line', async () => {
    const path = history([...ordinary, ['x'.repeat(1_000_000), '0']]);
    assertRefused(await train(path), /Line 82 of history\.csv is longer than 512 KB/);
  });

  it('rejects a file with zero bytes, naming the line', async () => {
    const path = history([...ordinary, ['ls \0 | \0', '0']]);
    assertRefused(await train(path), /Line 82 of history\.csv contains binary data/);
  });

  it('learns despite a long command and half of the rows being invalid', async () => {
    const path = history([...ordinary, ['x'.repeat(400_000), '0']]);
    const broken = Array.from({ length: ordinary.length }, (_, at) => `"open ${at} "x,0,1,2,9\n`);
    writeFileSync(path, readFileSync(path, 'utf8') + broken.join(''));
    const { code, stderr } = await train(path);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /80 of 161 rows were skipped/);
    assert.equal(report().counts.events, ordinary.length + 1);
  });

  it('learns if half of the commands are not shell commands', async () => {
    const odd = ordinary.map(
      (_, at) => [`((( 'open ${at} "$( `, at % 9 === 0 ? '1' : '0'] as const,
    );
    const { code, stderr } = await train(history([...ordinary, ...odd]));
    assert.equal(code, 0, stderr);
  });

  it('reports a full disk while saving the model, and leaves no incomplete file', () => {
    const csv = history(ordinary);
    const out = join(folder(), 'model.json');
    // No file may grow beyond 8 KB, so the write fails as on a full disk.
    const command = `ulimit -f 8; exec "$0" "$@"`;
    const args = [join(from, 'cli.cjs'), 'train', '--csv', csv, '--out', out, '--workers', '1'];
    const { status, stderr } = spawnSync('bash', ['-c', command, process.execPath, ...args], {
      encoding: 'utf8',
    });
    assertRefused({ code: status, stdout: '', stderr }, /Cannot write .*model\.json/);
  });

  it('suggests rules from the short form, and evaluates it row by row', async () => {
    const csv = history([...ordinary, ['make maybe', '2']]);
    const [model, diff, verdicts] = ['model.json', 'diff.json', 'verdicts.ndjson'].map((name) =>
      join(folder(), name),
    ) as [string, string, string];
    assert.equal((await train(csv)).code, 0);
    const suggested = await run('suggest', '--csv', csv, '--model', model, '--out', diff);
    assert.equal(suggested.code, 0, suggested.stderr);
    const against = ['--diff', diff, '--csv', csv];
    const judged = await run('backtest', ...against, '--json', '--verdicts', verdicts);
    assert.equal(judged.code, 0, judged.stderr);
    const { total } = JSON.parse(judged.stdout) as { total: Record<string, number> };
    assert.equal(total['unknown'], 1);
    assert.equal(total['rows'], ordinary.length + 1);
    assert.equal(total['precision'], 1);
    const lines = readFileSync(verdicts, 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, ordinary.length + 1);
    for (const [at, line] of lines.entries()) {
      assert.match(
        line,
        new RegExp(`^{"row":${at + 1},"verdict":"(?:deny|ask|none)","rules":\\[[\\d,]*\\]}$`),
      );
    }
  });
});
