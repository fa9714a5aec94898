import assert from 'node:assert/strict';
import { decisionText } from '../../../src/core/decisionText';
import type { Rule } from '../../../src/core/rule';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { evaluate } from '../../../src/policy/evaluate';
import { aRule } from '../../support/aRule';

const home = aRule({
  id: 'b6ead07e',
  pattern: '^rm -f -r ~',
  title: 'Deletes a home folder',
  reason: 'Everything in it is gone.',
  instead: 'Delete the folder by its path inside the project.',
});

function reasonOf(rule: Rule, command: string): string {
  const verdict = evaluate(compilePolicy({ rules: [rule], version: 'v71', seq: 7 }), command);
  assert.equal(verdict.decision, rule.effect, verdict.reason);
  return verdict.reason;
}

describe('the reason of a verdict', () => {
  it('describes the command, the part that matched as written, and the alternative', () => {
    assert.equal(
      reasonOf(home, 'make && sudo rm --recursive -f ~'),
      'It deletes a home folder (`sudo rm --recursive -f ~`). Instead: delete the folder by its path inside the project.',
    );
  });

  it('contains no id, pattern or version', () => {
    const text = decisionText(
      evaluate(compilePolicy({ rules: [home], version: 'v71', seq: 7 }), 'rm -rf ~'),
      'blocked',
    );
    assert.equal(
      text,
      'Rulewright blocked this command: it deletes a home folder (`rm -rf ~`). Instead: delete the folder by its path inside the project. The user can review the rule in VS Code: "Rulewright: Explain Command".',
    );
  });

  it('contains the reason of a rule without a title, without its evidence', () => {
    const rule = aRule({ pattern: '^git push', reason: 'Production: never by an agent' });
    assert.equal(
      reasonOf(rule, 'git push'),
      'A rule denies `git push`. Reason: Production: never by an agent.',
    );
    const learned = { ...rule, reason: '`git push`: stops 3 different commands (4 runs).' };
    assert.equal(reasonOf(learned, 'git push'), 'A rule denies `git push`. Reason: `git push`.');
    const translated = '`git push`: stoppt 3 Befehle mit dem Label unsicher (4 Läufe).';
    assert.equal(
      reasonOf({ ...rule, reason: translated }, 'git push'),
      'A rule denies `git push`. Reason: `git push`.',
    );
  });

  it('is a plain sentence if the rule has no texts', () => {
    const ask = aRule({ pattern: '^git push', effect: 'ask' });
    assert.equal(reasonOf(ask, 'ls; git push origin'), 'A rule asks about `git push origin`.');
    const allow = aRule({ pattern: '^git push', effect: 'allow' });
    assert.equal(reasonOf(allow, 'git push'), 'A rule allows `git push`.');
  });

  it('is one line of limited length, without control and formatting characters', () => {
    const rule = {
      ...home,
      pattern: '^rm ',
      title: 'Deletes\n\u202efiles',
      instead: 'x'.repeat(900),
    };
    const reason = reasonOf(rule, `rm a\u202eb\n`);
    assert.match(reason, /^It deletes files \(`rm a b`\)\. Instead: x{299}…$/);
    const long = reasonOf({ ...home, pattern: '^rm ' }, `rm ${'a'.repeat(5000)}`);
    assert.match(long, /\(`rm a{96}…`\)/);
    assert.match(reasonOf({ ...home, pattern: '^rm ' }, 'rm `cat x`'), /\("rm `cat x`"\)/);
  });
});

describe('the text of a decision', () => {
  const verdict = { reason: 'It publishes a package (`npm publish`).', rules: ['r1'] };

  it('states what happens to the command', () => {
    const why = ': it publishes a package (`npm publish`). ';
    for (const [outcome, start] of [
      ['asked', 'Rulewright asks about this command'],
      ['cannotAsk', 'Rulewright blocked this command, as this agent host cannot ask about it'],
    ] as const) {
      assert.ok(decisionText(verdict, outcome).startsWith(`${start}${why}`), outcome);
    }
  });

  it('names no rule if none decided', () => {
    const none = { reason: 'The command is empty.', rules: [] };
    assert.equal(
      decisionText(none, 'blocked'),
      'Rulewright blocked this command: the command is empty.',
    );
  });
});
