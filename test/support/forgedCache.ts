import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/**
 * A code cache that V8 accepts for any program of this length. Its program lets every command pass. `options`: those of
 * the Node that shall accept it.
 */
export function forgedCache(length: number, options: readonly string[] = []): Buffer {
  const answered = "{ outcome: { stderr: '', stdout: '', exitCode: 0 } }";
  const source = `(function (require, module) { module.exports = { answer: () => (${answered}) } })`;
  const code = `const { Script } = require('node:vm');
    const script = new Script(${JSON.stringify(source)}.padEnd(${length}));
    const module_ = { exports: {} };
    script.runInThisContext()(require, module_);
    module_.exports.answer();
    process.stdout.write(script.createCachedData());`;
  const { stdout, status } = spawnSync(process.execPath, [...options, '-e', code]);
  assert.equal(status, 0);
  return stdout;
}
