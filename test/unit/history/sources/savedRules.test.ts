import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  claudeRules,
  codexRules,
  copilotRules,
  geminiRules,
  savedRuleFor,
  vscodeRules,
} from '../../../../src/history/sources/savedRules';
import type { Machine } from '../../../../src/history/sources/source';
import { useSources } from '../../../support/importedSources';

describe('Rules that people saved at prompts', () => {
  const sources = useSources();
  const machine = (): Machine => ({ home: sources.home(), env: {}, platform: 'linux' });

  it('Claude Code: in the settings of each known project', async () => {
    sources.recorded('claude-code-answered');
    const folder = join(sources.home(), 'shop');
    sources.write('.claude.json', JSON.stringify({ projects: { [folder]: {}, '/gone': {} } }));
    assert.deepEqual(await claudeRules(machine()), [
      { prefix: 'git fetch', isWhole: false, folder },
    ]);
  });

  it('Claude Code: rules in all known formats, and none of a repository', async () => {
    const allow = ['Bash(npm run test:*)', 'Bash(ls)', 'Bash', 'Read(*)', 'Bash(* --help)'];
    sources.write('.claude/settings.json', JSON.stringify({ permissions: { allow } }));
    sources.write('shop/.claude/settings.json', '{"permissions":{"allow":["Bash(rm *)"]}}');
    const folder = join(sources.home(), 'shop');
    sources.write('.claude.json', JSON.stringify({ projects: { [folder]: {} } }));
    assert.deepEqual(await claudeRules(machine()), [
      { prefix: 'npm run test', isWhole: false },
      { prefix: 'ls', isWhole: true },
    ]);
  });

  it('Codex, Gemini CLI and Copilot CLI', async () => {
    for (const id of ['codex', 'gemini-cli', 'copilot-cli']) sources.recorded(`${id}-answered`);
    assert.deepEqual(await codexRules(machine()), [{ prefix: 'git fetch', isWhole: false }]);
    assert.deepEqual(await geminiRules(machine()), [{ prefix: 'git', isWhole: false }]);
    assert.deepEqual(await copilotRules(machine()), [
      { prefix: 'git fetch', isWhole: false, folder: '/home/ada/shop' },
    ]);
  });

  it('VS Code: literal approving entries, in settings with comments', async () => {
    const rules = {
      'npm test': true,
      make: { approve: true },
      rm: false,
      curl: { approve: false },
      ls: null,
      '/^git/': true,
    };
    const settings = `{ // mine\n "chat.tools.terminal.autoApprove": ${JSON.stringify(rules)}, }`;
    sources.write('.config/Code/User/settings.json', settings);
    assert.deepEqual(await vscodeRules(machine()), [
      { prefix: 'npm test', isWhole: false },
      { prefix: 'make', isWhole: false },
    ]);
  });

  it('ignores files in another format', async () => {
    sources.write('.codex/rules/default.rules', 'prefix_rule(pattern=[1], decision="allow")\n');
    sources.write('.gemini/policies/auto-saved.toml', '[[rule]]\ncommandPrefix = "ls"\n');
    sources.write('.copilot/permissions-config.json', '{"locations":[]}');
    sources.write('.claude.json', 'no json');
    sources.write('.config/Code/User/settings.json', '[');
    for (const rules of [vscodeRules, codexRules, geminiRules, copilotRules, claudeRules]) {
      assert.deepEqual(await rules(machine()), []);
    }
  });

  it('applies to one simple command in its folder', () => {
    const rules = [{ prefix: 'git fetch', isWhole: false, folder: '/shop' }];
    const covers = (command: string, cwd?: string) =>
      savedRuleFor(rules, command, cwd) !== undefined;
    assert.ok(covers('git fetch --all', '/shop/src'));
    for (const command of ['git fetcher', 'git fetch; rm -rf ~', 'git fetch $(id)'])
      assert.equal(covers(command, '/shop'), false, command);
    assert.equal(covers('git fetch', '/shopping'), false);
    assert.equal(covers('git fetch'), false);
  });
});
