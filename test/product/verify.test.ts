import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { STAGES } from './stages';

/** Runs `npm run verify:product` on the existing build. */
function verify(args: readonly string[]): { code: number | null; lines: readonly string[] } {
  const script = ['--import', 'tsx', 'test/product/verify.ts', ...args];
  const { status, stdout } = spawnSync(process.execPath, script, { encoding: 'utf8' });
  return { code: status, lines: stdout.trimEnd().split('\n') };
}

describe('the verification of the product', function () {
  this.timeout(600_000);

  it('passes, and detects every sabotaged stage', () => {
    const { code, lines } = verify(['--break', 'each']);
    const noticed = lines.filter((line) => /^✓ pass .* noticed: /.test(line));
    assert.equal(noticed.length, STAGES.length, lines.join('\n'));
    assert.equal(code, 0);
  });

  it('fails for a sabotaged stage, and does not continue', () => {
    const { code, lines } = verify(['--break', 'history']);
    assert.equal(code, 1);
    assert.match(lines[0] ?? '', /^✗ FAIL {2}history/);
    assert.match(lines[1] ?? '', new RegExp(`^0 of ${STAGES.length} stages passed`));
  });

  it('reports an unknown stage as invalid usage', () => {
    assert.equal(verify(['--break', 'nothing']).code, 2);
  });
});
