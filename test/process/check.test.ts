import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, runBundle } from '../support/bundle';
import { useTempFolder } from '../support/tempFolder';

describe('rulewright check and explain', function () {
  this.timeout(60_000);
  const folder = useTempFolder();

  const rules = [
    { pattern: '^rm ', effect: 'deny' },
    { pattern: '^git status$', effect: 'allow' },
  ];

  function policy(content: unknown): string {
    const path = join(folder(), 'policy.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  function check(content: unknown, ...words: string[]): Promise<Outcome> {
    return runBundle('cli.cjs', ['check', '--policy', policy(content), '--', ...words]);
  }

  for (const [form, content] of [
    ['a list of rules', rules],
    ['an object with rules', { rules }],
    ['a policy diff', { add: rules, remove: [], meta: {} }],
  ] as const) {
    it(`decides by ${form}`, async () => {
      assert.equal((await check(content, 'sudo rm x')).code, 3);
      assert.equal((await check(content, 'git status')).code, 0);
    });
  }

  it('asks for an ask rule, with exit code 4, and names the rule', async () => {
    const asking = [...rules, { id: 'p', pattern: '^npm publish', effect: 'ask' }];
    const { code, stdout } = await check(asking, 'npm publish');
    assert.equal(code, 4);
    assert.match(stdout, /^ask /);
    const output = await runBundle('cli.cjs', [
      'explain',
      '--policy',
      policy([...asking, { pattern: 'npm', effect: 'deny' }]),
      '--',
      'npm publish',
    ]);
    assert.match(output.stdout, /Rule {5}p \(ask\)[^]*is ignored: a stronger rule decides/);
  });

  it('asks about commands that are too long to evaluate', async () => {
    assert.equal((await check(rules, `echo ${'a'.repeat(20_000)}`)).code, 4);
  });

  it('preserves a quoted word, as the shell passes it', async () => {
    assert.equal((await check(rules, 'git', 'commit', '-m', 'x; rm -rf y')).code, 0);
    assert.equal((await check(rules, 'sh', '-c', 'rm -rf y')).code, 3);
  });

  it('treats a single argument as a complete command line', async () => {
    assert.equal((await check(rules, 'true; rm -rf y')).code, 3);
  });

  it('names the file and the position in a policy that it cannot read', async () => {
    for (const [content, expected] of [
      ['{"add": [', /policy\.json is not valid JSON: line 1, column 10/],
      [
        [{ pattern: 'a', effect: 'maybe' }],
        /policy\.json is not a valid policy.*"maybe"[^]*\[0\]\.effect/,
      ],
      [[{ pattern: '(a', effect: 'deny' }], /rule-1: [^]*E_SYNTAX at offset/],
      [{ add: [], remove: [], meta: {} }, /neither adds nor removes/],
    ] as const) {
      const { code, stderr } = await check(content, 'ls');
      assert.equal(code, 1);
      assert.match(stderr, expected);
    }
  });

  it('prints which rule matched which bytes', async () => {
    const args = ['explain', '--policy', policy(rules), '--', 'cd a && rm -rf b'];
    const { code, stdout } = await runBundle('cli.cjs', args);
    assert.equal(code, 3);
    assert.match(stdout, /rule-1 \(deny\): \^rm /);
    assert.match(stdout, /bytes 8–11 of the command/);
  });

  it('decides without the program table where it is missing or damaged, and says so', async () => {
    const dist = join(folder(), 'dist');
    const table = join(dist, 'programs.txt');
    cpSync('dist', dist, { recursive: true });
    for (const damage of [
      () => {
        rmSync(table);
      },
      () => {
        writeFileSync(table, 'hello');
      },
    ]) {
      damage();
      const args = ['check', '--policy', policy(rules), '--', 'sudo rm x; gradle build'];
      const { code, stdout, stderr } = await runBundle('cli.cjs', args, { from: dist });
      assert.equal(code, 3);
      assert.match(stdout, /^deny /);
      assert.match(stderr, /^The program table is not used: .*Install Rulewright again\.$/m);
    }
    assert.equal((await check(rules, 'sudo rm x; gradle build')).stderr, '');
  });
});
