import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '../../src/policy/compilePolicy';
import { explain } from '../../src/policy/explain';
import { parseSnapshot } from '../../src/policy/readSnapshot';
import { snapshotBytes } from '../../src/policy/snapshotBytes';

/** Files that create a regular expression from text at run time, each only from constants. */
const OWN_EXPRESSIONS = [
  'src/history/redact/redact.ts',
  'src/hosts/opencode/plugin.ts',
  'src/shell/own/hostExpressions.ts',
  'src/store/sealedFile.ts',
];

const RULE = {
  id: 'r',
  pattern: 'zq[x-z]+w',
  effect: 'deny' as const,
  addedBy: '',
  confidence: null,
  ts: '',
  mode: 'enforce' as const,
  reason: '',
};
const COMMAND = 'zqxyzw a';

describe('a rule’s pattern', () => {
  it('is never used as a RegExp in the source', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('src', name).replaceAll('\\', '/'));
    const makers = files.filter((file) => /\bRegExp\s*\(/.test(readFileSync(file, 'utf8')));
    assert.deepEqual(makers.sort(), OWN_EXPRESSIONS);
    const handedOver = /\.(?:match|matchAll|search)\((?!\/|[A-Z][A-Z_]+\))/;
    const users = files.filter((file) => handedOver.test(readFileSync(file, 'utf8')));
    assert.deepEqual(users.sort(), ['src/shell/nested/code.ts']);
  });

  it('is not run by a RegExp when a command is evaluated and explained', () => {
    const seen = watched(() => {
      const made = compilePolicy({ rules: [RULE], version: 'v', seq: 1 });
      const read = parseSnapshot(snapshotBytes({ rules: [RULE], version: 'v', seq: 1 }, 1), 'p');
      for (const policy of [made, read]) {
        assert.equal(explain(policy, COMMAND).verdict.decision, 'deny');
      }
    });
    assert.deepEqual(
      seen.filter((text) => text.includes(RULE.pattern)),
      [],
    );
  });

  it('would be detected if it were run by a RegExp', () => {
    const run = (): boolean => new RegExp(RULE.pattern).test(COMMAND);
    assert.ok(watched(run).includes(RULE.pattern));
  });
});

/** The sources of all regular expressions that run during `work`. */
function watched(work: () => unknown): readonly string[] {
  const seen: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` and put back
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    seen.push(this.source);
    return exec.call(this, text);
  };
  try {
    work();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return seen;
}
