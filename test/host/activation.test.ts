import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, VIEW } from '../../src/contributions';

describe('the extension in a real host', () => {
  it('activates and registers every command', async () => {
    const extension = vscode.extensions.getExtension('rulewright.rulewright');
    assert.ok(extension);
    await extension.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(COMMAND).filter((id) => !known.has(id)),
      [],
    );
  });

  it('shows every view', async () => {
    for (const view of Object.values(VIEW)) {
      await vscode.commands.executeCommand(`${view}.focus`);
    }
  });

  it('answers with an empty policy at first', async () => {
    assert.deepEqual(await vscode.commands.executeCommand(COMMAND.listRules), []);
    assert.deepEqual(await vscode.commands.executeCommand(COMMAND.listVersions), []);
  });
});
