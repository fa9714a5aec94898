import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDiff } from '../../src/matcher/diffCheck';
import { type Outcome, runBundle } from '../support/bundle';
import { useTempFolder } from '../support/tempFolder';

/** The output for invalid input: one message, no stack. */
function faultOf({ code, stderr }: Outcome): string {
  assert.equal(code, 1, stderr);
  assert.doesNotMatch(stderr, /^\s+at /m);
  return stderr;
}

describe('rulewright sample and lint', function () {
  this.timeout(60_000);
  const folder = useTempFolder();

  function file(name: string, content: string): string {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  }

  for (const verb of ['sample', 'lint']) {
    it(`explains ${verb}`, async () => {
      const { code, stdout } = await runBundle('cli.cjs', [verb, '--help']);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: rulewright ${verb} `));
    });
  }

  it('writes the same sample for the same seed', async () => {
    const [first, second] = [join(folder(), 'a.csv'), join(folder(), 'b.csv')];
    for (const out of [first, second]) {
      const args = ['sample', '--out', out, '--count', '300', '--seed', '9'];
      assert.equal((await runBundle('cli.cjs', args)).code, 0);
    }
    const text = readFileSync(first, 'utf8');
    assert.equal(text, readFileSync(second, 'utf8'));
    assert.equal(text.trimEnd().split('\r\n').length, 301);
  });

  it('exits with 2 for invalid usage', async () => {
    for (const args of [
      [],
      ['paint'],
      ['sample'],
      ['sample', '--out', join(folder(), 'x.csv'), '--count', '0'],
      ['sample', '--out', join(folder(), 'x.csv'), '--count', '1e3'],
      ['sample', '--out', join(folder(), 'x.csv'), '--colour'],
      ['lint'],
    ]) {
      assert.equal((await runBundle('cli.cjs', args)).code, 2, args.join(' '));
    }
    assert.equal(existsSync(join(folder(), 'x.csv')), false);
  });

  it('prints every character of untrusted text visibly, and on its own line', async () => {
    const evil = '\u001b[31m\u0007\r\u009b2J\u202e\nallow  faked';
    const command = `rm ${evil}`;
    const rule = { pattern: 'rm', effect: 'deny', title: 'Removes', reason: evil };
    const policy = file('policy.json', JSON.stringify([rule]));
    const diff = file(
      `diff\u001b\u202e.json`,
      JSON.stringify({ add: [{ ...rule, pattern: `rm${evil}` }], remove: [], meta: {} }),
    );
    const outcomes = await Promise.all(
      [
        ['explain', '--policy', policy, '--', command],
        ['actions', '--', command],
        ['lint', diff],
        ['check', `--${evil}`],
      ].map((args) => runBundle('cli.cjs', args)),
    );
    for (const [at, { stdout, stderr }] of outcomes.entries()) {
      const printed = stdout + stderr;
      assert.match(printed, /\S/, String(at));
      assert.doesNotMatch(printed, /(?!\n)[\p{Cc}\p{Cf}]/u, JSON.stringify(printed));
      assert.doesNotMatch(stdout, /^allow {2}faked/m, JSON.stringify(printed));
    }
    const [explained] = outcomes;
    assert.ok(explained?.stdout.includes('⟨U+001B⟩[31m⟨U+0007⟩⟨U+000D⟩⟨U+009B⟩2J⟨U+202E⟩'));
  });

  it('reports a path at which the sample cannot be written', async () => {
    const out = join(folder(), 'no', 'such', 'folder.csv');
    assert.ok(faultOf(await runBundle('cli.cjs', ['sample', '--out', out])).includes(out));
  });

  it('accepts a valid diff', async () => {
    const diff = {
      add: [{ pattern: '\\brm\\b', effect: 'deny', score: 0.9 }],
      remove: [],
      meta: {},
    };
    const path = file('good.json', JSON.stringify(diff));
    const { code, stdout } = await runBundle('cli.cjs', ['lint', path]);
    assert.equal(code, 0);
    assert.ok(stdout.includes(path));
  });

  it('takes a diff with a rule that asks, and counts apart what it would have asked about', async () => {
    const add = [
      { pattern: '^npm publish', effect: 'ask', title: 'Publishes', instead: 'Show it.' },
      { pattern: '^rm ', effect: 'deny' },
    ];
    const path = file('asks.json', JSON.stringify({ add, remove: [], meta: {} }));
    assert.equal((await runBundle('cli.cjs', ['lint', path])).code, 0);
    const csv = file('asks.csv', 'command,safety_label\nnpm publish,1\nrm -rf x,1\nls,0\n');
    const { stdout } = await runBundle('cli.cjs', ['backtest', '--diff', path, '--csv', csv]);
    assert.match(stdout, /^ +1 +1 +0 +0 +1\.000 {2}ask \^npm publish$/m);
    assert.match(
      stdout,
      /^Denied: 1 unsafe, 0 safe, 0 unknown\.\nAsked: 1 unsafe, 0 safe, 0 unknown\.$/m,
    );
  });

  it('reports line and column of invalid JSON', async () => {
    const path = file('broken.json', '{\n  "add": [,]\n}\n');
    assert.match(faultOf(await runBundle('cli.cjs', ['lint', path])), /line 2, column 11/);
  });

  it('reports the path of every fault of a diff', async () => {
    const rule = { pattern: '', effect: 'maybe', score: 7 };
    const path = file('bad.json', JSON.stringify({ add: [rule], remove: [1], meta: {} }));
    const message = faultOf(await runBundle('cli.cjs', ['lint', path]));
    for (const place of ['add[0].pattern', 'add[0].effect', 'add[0].score', 'remove[0]']) {
      assert.ok(message.includes(`${place}: `), place);
    }
  });

  it('reports the position of a pattern outside the dialect', async () => {
    const diff = { add: [{ pattern: 'a(?=b)', effect: 'deny' }], remove: [], meta: {} };
    const message = faultOf(
      await runBundle('cli.cjs', ['lint', file('p.json', JSON.stringify(diff))]),
    );
    assert.match(message, /add\[0\]\.pattern: .*E_LOOKAROUND at offset 1/);
  });

  it('refuses a pattern that contains a secret, and names its place', async () => {
    const diff = { add: [{ pattern: '--password=hunter2', effect: 'deny' }], remove: [], meta: {} };
    const message = faultOf(
      await runBundle('cli.cjs', ['lint', file('s.json', JSON.stringify(diff))]),
    );
    assert.match(message, /add\[0\]\.pattern: This looks like a secret.*at offset 11/);
    assert.doesNotMatch(message, /hunter2/);
  });

  it('checks every file, even after an invalid or missing one', async () => {
    const bad = file('bad.json', '[]');
    const good = file(
      'good.json',
      '{"add":[{"pattern":"x","effect":"deny"}],"remove":[],"meta":{}}',
    );
    const missing = join(folder(), 'missing.json');
    const outcome = await runBundle('cli.cjs', ['lint', bad, missing, good]);
    const message = faultOf(outcome);
    assert.ok(message.includes(bad) && message.includes(missing));
    assert.ok(outcome.stdout.includes(good));
  });
});

describe('rulewright starter-rules', function () {
  this.timeout(60_000);
  const folder = useTempFolder();
  const write = (...more: string[]): Promise<Outcome> =>
    runBundle('cli.cjs', ['starter-rules', '--out', join(folder(), 'diff.json'), ...more]);
  const titles = (): readonly string[] => {
    const diff: unknown = JSON.parse(readFileSync(join(folder(), 'diff.json'), 'utf8'));
    return checkDiff(diff).add.map(({ title }) => title ?? '');
  };

  it('writes all starter rules as a valid diff, deterministically', async () => {
    const { code, stdout } = await write();
    assert.equal(code, 0);
    assert.match(stdout, /^files +\d+ deny +\d+ ask {2}Files and folders$/m);
    assert.ok(titles().length >= 150);
    const first = readFileSync(join(folder(), 'diff.json'), 'utf8');
    await write();
    assert.equal(readFileSync(join(folder(), 'diff.json'), 'utf8'), first);
  });

  it('writes the rules of the given categories', async () => {
    await write();
    const all = titles();
    await write('--category', 'git', 'disks');
    const some = titles();
    assert.ok(some.length > 0 && some.length < all.length / 4);
    assert.ok(some.every((title) => all.includes(title)));
  });

  it('lists the categories if one is unknown, and writes nothing', async () => {
    const fault = faultOf(await write('--category', 'git', 'gti'));
    assert.match(fault, /no category "gti"[^]*Choose from: files, disks, git/);
    assert.ok(!existsSync(join(folder(), 'diff.json')));
  });
});
