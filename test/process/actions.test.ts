import assert from 'node:assert/strict';
import { runBundle } from '../support/bundle';

describe('rulewright actions', function () {
  this.timeout(60_000);
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runBundle('cli.cjs', ['actions', ...args]);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  it('prints what a command does, with targets and working directory', async () => {
    const text = await run('--', 'cd ~ && sudo rm -rf -- * >log; git push --dry-run');
    assert.match(text, /^sudo rm -f -r ‹home› > ‹in home›$/m);
    assert.match(text, /^ {2}in the text +sudo rm -rf -- \* >log \(8–29\)$/m);
    assert.match(text, /^ {2}target +~\/\*: home$/m);
    assert.match(text, /^ {2}runs in +~$/m);
    assert.match(text, /^ {2}changes nothing +--dry-run$/m);
  });

  it('prints the same as JSON', async () => {
    const found = JSON.parse(await run('--json', '--', 'rm', '-rf', 'a b')) as Record<
      string,
      unknown
    >;
    assert.deepEqual([found['parsed'], found['truncated']], [true, false]);
    const [action] = found['actions'] as readonly Record<string, unknown>[];
    assert.equal(action?.['program'], 'rm');
    assert.deepEqual(
      (action['options'] as readonly { name: string }[]).map(({ name }) => name),
      ['-f', '-r'],
    );
  });

  it('parses PowerShell on request, and reports text that it could not parse', async () => {
    assert.match(await run('--powershell', '--', 'ri C:\\ -Recurse'), /^Remove-Item .*‹root›/m);
    assert.match(await run('--', 'rm -rf / )'), /The shell parser rejected this command/);
    assert.match(await run('--', '# nothing'), /runs no program/);
  });

  it('uses the given working directory', async () => {
    assert.match(await run('--', 'rm -rf *'), /project root$/m);
    assert.match(await run('--cwd', '/etc', '--', 'rm -rf *'), /system$/m);
  });
});
