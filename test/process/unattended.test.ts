import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shellWord } from '../../src/core/shellQuoted';
import { processNamespace } from '../../src/guard/hostProcess';
import { snapshotBytes } from '../../src/policy/snapshotBytes';
import { hookInput } from '../support/hookInputs';
import { ruleInForce } from '../support/suggesting';
import { useTempFolder } from '../support/tempFolder';

/**
 * A host that runs the guard and saves its answer in a file; the remaining arguments are its own.
 */
const HOST = `
const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const [guard, storage, input, answer] = process.argv.slice(1);
const asked = spawnSync(process.execPath, [guard, '--storage', storage, '--host', 'gemini', 'pre'], { input });
writeFileSync(answer, asked.stdout);
`;

describe('Gemini CLI if a rule asks', () => {
  const storage = useTempFolder();

  beforeEach(() => {
    const rule = { ...ruleInForce('npm publish'), effect: 'ask' as const };
    const policy = { rules: [rule], version: 'v1', seq: 1 };
    writeFileSync(join(storage(), 'policy.snapshot'), snapshotBytes(policy, 7));
  });

  /** The answer to a host that was started with these arguments. */
  const answerTo = (args: readonly string[], hasTerminal: boolean): string => {
    const answer = join(storage(), 'answer');
    const input = hookInput('gemini', 'pre', 'npm publish');
    const ours = [resolve('dist', 'guard.cjs'), storage(), input, answer];
    const words = ['-e', HOST, '--', ...ours, ...args];
    if (hasTerminal) {
      const line = [process.execPath, ...words].map(shellWord).join(' ');
      spawnSync('script', ['-qec', `exec ${line}`, '/dev/null']);
    } else {
      spawnSync(process.execPath, words, { stdio: 'pipe' });
    }
    return readFileSync(answer, 'utf8');
  };
  const asked = /^\{"decision":"ask","reason":"Rulewright asks about this command: /;
  // Without /proc it is unknown how the host was started.
  const denied =
    processNamespace() === undefined
      ? asked
      : /^\{"decision":"deny","reason":"Rulewright blocked this command, as nobody is there to be asked/;

  for (const [what, args, hasTerminal, wanted] of [
    ['at a terminal', [], true, asked],
    ['at a terminal with a prompt to begin with', ['-i', 'publish it'], true, asked],
    ['by an editor', ['--acp'], false, asked],
    ['with a prompt only', ['--prompt', 'publish it'], true, denied],
    ['with a prompt only, in one word', ['--prompt=publish it'], true, denied],
    ['without a terminal', [], false, denied],
  ] as const) {
    const answer = wanted === asked ? 'is told to ask' : 'is told that it is denied';
    it(`${answer} when it was started ${what}`, () => {
      assert.match(answerTo(args, hasTerminal), wanted);
    });
  }
});
