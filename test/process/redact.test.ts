import assert from 'node:assert/strict';
import { runBundle } from '../support/bundle';

const TOKEN = `ghp_${'aB3dE6gH9jK2'.repeat(3)}`;

describe('rulewright redact', function () {
  this.timeout(60_000);
  const run = (stdin: string, ...args: string[]) =>
    runBundle('cli.cjs', ['redact', ...args], { stdin });

  it('copies its input except for secrets', async () => {
    const { code, stdout, stderr } = await run(`git push\nGH_TOKEN=${TOKEN} gh pr list`);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^git push\nGH_TOKEN=\[secret:[\w-]+\] gh pr list$/);
  });

  it('does not change its own output', async () => {
    const { stdout: once } = await run(`curl -u me:${TOKEN} https://x.example\n`);
    assert.equal((await run(once)).stdout, once);
  });

  it('lists the replaced secrets on request', async () => {
    const { stdout, stderr } = await run(`a ${TOKEN}\nb ${TOKEN}x\n`, '--kinds');
    assert.doesNotMatch(stdout, /ghp_/);
    assert.match(stderr, /^github-token: 2$/m);
  });

  it('does not change a text without secrets, with and without a line break at its end', async () => {
    for (const text of ['', 'ls -la', 'ls -la\n', 'é\r\n\n']) {
      assert.deepEqual((await run(text, '--kinds')).stdout, text);
    }
  });
});
