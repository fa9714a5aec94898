import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PolicyDiff } from '../../src/core/diff';
import { type Outcome, runBundle } from '../support/bundle';
import { BROKEN_CSV, BROKEN_DIFFS, ONE_CLASS_CSV } from '../support/brokenInput';
import { tinyBuild } from '../support/smallBase';
import { useTempFolder } from '../support/tempFolder';

describe('rulewright train, suggest and predict', function () {
  this.timeout(120_000);
  const folder = useTempFolder();
  const at = (name: string): string => join(folder(), name);
  const run = (...args: readonly string[]): Promise<Outcome> => runBundle('cli.cjs', args);

  /** The output for invalid input: one message, no stack, and nothing written. */
  function refused({ code, stderr, stdout }: Outcome, message: RegExp): void {
    assert.equal(code, 1, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.equal(stdout, '');
  }

  for (const verb of ['train', 'suggest', 'predict', 'backtest', 'check', 'explain', 'hook']) {
    it(`explains ${verb}, and exits with 2 for invalid usage`, async () => {
      const { code, stdout } = await run(verb, '--help');
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: rulewright ${verb} `));
      assert.equal((await run(verb, '--colour')).code, 2);
    });
  }

  it('produce suggestions from a sample that stop unsafe commands, deterministically', async () => {
    const from = tinyBuild(folder());
    const run = (...args: readonly string[]): Promise<Outcome> =>
      runBundle('cli.cjs', args, { from });
    assert.equal((await run('sample', '--count', '300', '--out', at('history.csv'))).code, 0);
    for (const n of ['1', '2']) {
      const csv = ['--csv', at('history.csv')];
      const model = at(`model${n}.json`);
      const report = ['--report', at(`report${n}.json`)];
      assert.equal((await run('train', ...csv, '--out', model, ...report)).code, 0);
      const out = ['--model', model, '--out', at(`diff${n}.json`)];
      assert.equal((await run('suggest', ...csv, ...out)).code, 0);
    }
    for (const name of ['model', 'report', 'diff']) {
      assert.equal(
        readFileSync(at(`${name}1.json`), 'utf8'),
        readFileSync(at(`${name}2.json`), 'utf8'),
        name,
      );
    }
    const diff = PolicyDiff.parse(JSON.parse(readFileSync(at('diff1.json'), 'utf8')));
    assert.ok(diff.add.length > 0);
    assert.ok(diff.add.every(({ effect }) => effect !== 'allow'));
    assert.equal((await run('lint', at('diff1.json'))).code, 0);

    const predict = ['predict', '--model', at('model1.json'), '--json', '--'];
    const risky = await run(...predict, 'rm -rf /');
    assert.equal((JSON.parse(risky.stdout) as { label: string }).label, 'unsafe');
    const harmless = await run(...predict, 'git status');
    assert.equal((JSON.parse(harmless.stdout) as { label: string }).label, 'safe');
  });

  for (const { name, content, message } of [
    ...BROKEN_CSV,
    { name: 'one-class.csv', content: ONE_CLASS_CSV, message: /unsafe/ },
  ]) {
    it(`reject ${name} and write no model`, async () => {
      writeFileSync(at(name), content);
      refused(await run('train', '--csv', at(name), '--out', at('model.json')), message);
      assert.equal(existsSync(at('model.json')), false);
    });
  }

  it('reject an invalid model', async () => {
    writeFileSync(at('model.json'), '{"trees": 3}');
    refused(await run('predict', '--model', at('model.json'), '--', 'ls'), /model\.json/);
    refused(await run('predict', '--model', at('none.json'), '--', 'ls'), /none\.json/);
  });

  it('lint reports the fault of every kind of invalid diff', async () => {
    for (const [path, diff] of BROKEN_DIFFS) {
      writeFileSync(at('diff.json'), JSON.stringify(diff));
      const outcome = await run('lint', at('diff.json'));
      assert.equal(outcome.code, 1);
      assert.ok(outcome.stderr.includes(`${path}: `), `${path}\n${outcome.stderr}`);
    }
  });
});
