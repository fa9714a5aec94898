import assert from 'node:assert/strict';
import { createMatcher } from '../../../../src/matcher/matcher';
import { commandViews } from '../../../../src/shell/views';
import { starterRules } from '../../../../src/ml/rules/starter/starterCategories';

/** A learned rule that once stopped every deletion with errors redirected to the null device. */
const SYSTEM_FOLDER = String.raw`(?:^|\| )(?:sudo )?rm (?:[^|\n]* )?-r (?:[^|\n]* )?['"]?/(?:etc|usr|dev|var)(?:/[^ ]*)?['"]?(?: |$)`;

/** For each pair, a rule once matched its start in one command and its end in the other. */
const CHAINS = [
  'git checkout -b x && git add . && git commit -m y && git push -u origin x',
  'git checkout -b topic && ls -f',
  'git checkout main; git branch -f topic',
  'rm -rf out && make && ls /',
  'rm -rf build; mkdir -p build && cd build && cmake ..',
  'rm -r node_modules && npm ci && cp -r dist ~',
  'rm -rf node_modules 2>/dev/null || true',
  'rm -rf dist >/dev/null 2>&1; npm run build 2>&1 | tail -5',
  'rm -rf coverage &>/dev/null && npx vitest run --coverage </dev/null',
  'exec 3>&1; rm -rf .cache 2>&3 3>&-',
  'curl -s https://example.org/a.json -o a.json && bash ./build.sh',
];

describe('everyday chains of commands', () => {
  const rules = starterRules();
  const patterns = [...rules.map(({ pattern }) => pattern), SYSTEM_FOLDER];
  const matcher = createMatcher(
    patterns.map((pattern, at) => ({ id: String(at), pattern, effect: 'deny' as const })),
  );
  const stopped = (command: string): readonly string[] =>
    matcher.matchViews(commandViews(command)).hits.map(({ rule }) => patterns[rule] ?? '');

  for (const chain of CHAINS) {
    it(`are not stopped: ${chain}`, () => {
      assert.deepEqual(stopped(chain), []);
    });
  }

  it('are asked and not denied if one command deletes one object and another names a namespace', () => {
    const effects = stopped('kubectl get ns && kubectl delete pod web-1').map(
      (pattern) => rules.find((rule) => rule.pattern === pattern)?.effect,
    );
    assert.deepEqual(effects, ['ask']);
  });

  it('are stopped if one of their commands is', () => {
    for (const command of ['make && rm -rf /usr/lib 2>/dev/null', 'ls; git push -f || true']) {
      assert.notDeepEqual(stopped(command), [], command);
    }
  });
});
