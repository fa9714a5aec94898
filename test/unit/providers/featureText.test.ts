import assert from 'node:assert/strict';
import { proposerName } from '../../../src/providers/proposerName';
import { featureText } from '../../../src/providers/featureText';
import { sourceName } from '../../../src/providers/sourceName';

describe('names for people', () => {
  it('say what a feature of the model means', () => {
    const texts = ['starter deny', 'no starter ask', 'run rm', 'no run rm', 'flag --force'];
    assert.deepEqual(texts.map(featureText), [
      'A starter rule denies it',
      'No starter rule asks about it',
      'Runs `rm`',
      'Does not run `rm`',
      'With `--force`',
    ]);
    assert.equal(
      featureText('starter secrets'),
      'A starter rule matches: Keys, passwords and tokens',
    );
    assert.equal(featureText('no pipe SHELL'), 'Not piped into a shell');
    assert.equal(featureText('class URL'), 'On a URL');
    assert.equal(featureText('no class HOME'), 'Not on a home folder');
    assert.equal(featureText('unknown program'), 'A program that the model does not know');
    // Of one program.
    assert.equal(featureText('git: flag --force'), '`git`: with `--force`');
    assert.equal(
      featureText('no rm: class VITAL'),
      '`rm`: not on the root, a home or a system folder',
    );
    // What has no words of its own.
    assert.equal(featureText('git: unknown thing'), '`git: unknown thing`');
    assert.equal(featureText('other thing'), '`other thing`');
    assert.equal(featureText('word a`b'), 'With `ab`');
  });

  it('call what the product proposes by its name, and people by theirs', () => {
    assert.equal(proposerName('rulewright-trainer'), 'Rulewright');
    assert.equal(proposerName('Kim Doe'), 'Kim Doe');
  });

  it('call agent hosts and programs by their names, and others as they are', () => {
    const names = ['claude', 'terminal', 'zsh', 'guard'].map(sourceName);
    assert.deepEqual(names, ['Claude Code', 'Terminals of VS Code', 'zsh', 'Other agents']);
  });
});
