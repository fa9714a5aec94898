import assert from 'node:assert/strict';
import type { RuleToTest } from '../../../../src/core/liveBacktest';
import { createMatcher } from '../../../../src/matcher/matcher';
import { ReadCommands } from '../../../../src/ml/rules/readCommands';
import { commandViews } from '../../../../src/shell/views';
import { labelled, madeUpHistory } from '../../../support/commands';

const allow = (pattern: string): RuleToTest => ({ pattern, effect: 'allow' });

/** The commands that a rule allows. */
function allowed(read: ReadCommands, rules: readonly RuleToTest[]): readonly (readonly string[])[] {
  return read.hitsOf(rules).map(({ hits }) => read.rowsOf(hits).map(({ command }) => command));
}

function readAll(commands: readonly string[]): ReadCommands {
  const read = new ReadCommands(commands.map((command) => labelled(command, 'unknown')));
  read.readOn(() => false);
  return read;
}

describe('allow rules that are tested together', () => {
  const commands = [
    ...madeUpHistory(200, 4).map(({ command }) => command),
    ...['git status && npm test', 'git log | head', 'git diff; git log', 'npm test\nls', 'ls "'],
  ];
  const rules = ['^git (?:status|log|diff)', '^npm test', '^head', '^ls', '^.*$', '^git log'].map(
    allow,
  );

  it('each allow the commands that they allow alone', () => {
    const alone = rules.map(
      (rule) =>
        new Set(
          commands.filter((command) => {
            const matcher = createMatcher([{ id: 'one', ...rule }]);
            return matcher.matchViews(commandViews(command)).hits.length > 0;
          }),
        ),
    );
    const together = allowed(readAll(commands), rules);
    assert.deepEqual(
      together.map((one) => [...new Set(one)].sort()),
      alone.map((one) => [...one].sort()),
    );
    // Both parts are allowed, but by different rules.
    assert.ok(!together.some((one, at) => at !== 4 && one.includes('git status && npm test')));
    assert.ok(together[0]?.includes('git diff; git log'));
  });

  it('match only what was read since', () => {
    const read = new ReadCommands(commands.map((command) => labelled(command, 'unknown')));
    read.readOn(() => true);
    allowed(read, rules.slice(0, 2));
    read.readOn(() => false);
    assert.deepEqual(allowed(read, rules), allowed(readAll(commands), rules));
  });

  it('are judged alone if there are too many for a long command', () => {
    const long = `npm test ${'ab'.repeat(7500)}`;
    const many = Array.from({ length: 600 }, (_, at) =>
      allow(`^npm test [ab]*[c-z]{1,${at + 1}}$`),
    );
    const command = createMatcher(
      [...many, allow('^npm test')].map((rule) => ({ id: 'x', ...rule })),
    );
    assert.equal(command.matchViews(commandViews(long)).exhausted, true);
    const found = allowed(readAll([long]), [...many, allow('^npm test')]);
    assert.deepEqual(found.at(-1), [long]);
    assert.ok(found.slice(0, -1).every((one) => one.length === 0));
  });
});
