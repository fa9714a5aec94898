import * as assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { COMMAND } from '../../src/contributions';
import { HOST_FILES } from '../../src/hosts/allFiles';
import type { CheckedHost, HostConnection } from '../../src/core/agentHost';
import { openSecondWindow } from './support/secondWindow';
import { testHome } from './support/testHome';

const list = () => vscode.commands.executeCommand<readonly HostConnection[]>(COMMAND.listHosts);
const settings = join(testHome(), '.claude', 'settings.json');

describe('agent hosts', () => {
  before(() => {
    mkdirSync(join(testHome(), '.claude'), { recursive: true });
    writeFileSync(settings, '{}\n');
  });
  after(() => {
    rmSync(join(testHome(), '.claude'), { recursive: true });
  });

  it('are listed with their files', async () => {
    const hosts = await list();
    assert.deepEqual(
      hosts.map(({ name, state }) => [name, state]),
      Object.values(HOST_FILES).map(({ name }) => [name, 'disconnected']),
    );
    assert.equal(hosts[0]?.path, settings);
  });

  it('are opened by a keybinding of their former view', async () => {
    await vscode.commands.executeCommand('rulewright.hosts.focus');
  });

  it('are not connected by code without asking the user', async () => {
    const connecting = Promise.resolve(
      vscode.commands.executeCommand(COMMAND.connectHost, 'claude'),
    );
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    while (!tabs().some(({ input }) => input instanceof vscode.TabInputTextDiff)) {
      await new Promise((next) => setTimeout(next, 50));
    }
    // Another question declines the first one; closing the page declines the other.
    const again = Promise.resolve(vscode.commands.executeCommand(COMMAND.connectHost, 'claude'));
    assert.equal(await connecting, undefined);
    await vscode.window.tabGroups.close(
      tabs().filter(({ input }) => input instanceof vscode.TabInputWebview),
    );
    assert.equal(await again, undefined);
    assert.equal(readFileSync(settings, 'utf8'), '{}\n');
    await assert.rejects(
      async () => vscode.commands.executeCommand(COMMAND.connectHost, 'emacs'),
      /no agent host/,
    );
  });

  it('call the guard of this VS Code after the file was written', async () => {
    const window = openSecondWindow();
    try {
      const app = await window.source.get();
      const { connections } = app;
      await app.publish();
      await connections.write(await connections.propose('claude', 'connect'));
      assert.equal((await list())[0]?.state, 'noRules');
      const launcher =
        /\/bin\/sh ('?)(\S+guard\.sh)\1/.exec(readFileSync(settings, 'utf8'))?.[2] ?? '';
      rmSync(launcher);
      // A window installs it again within a second or two.
      const until = Date.now() + 20_000;
      while (!existsSync(launcher) && Date.now() < until) {
        await new Promise((next) => setTimeout(next, 50));
      }
      assert.equal(existsSync(launcher), true);
      const checked = await vscode.commands.executeCommand<readonly CheckedHost[]>(
        COMMAND.checkHosts,
      );
      const tested = checked.map(({ host, state, test }) => [host, state, test?.isBlocked]);
      assert.deepEqual(tested, [['claude', 'noRules', true]]);
      await connections.write(await connections.propose('claude', 'disconnect'));
      assert.equal((await list())[0]?.state, 'disconnected');
      assert.deepEqual(JSON.parse(readFileSync(settings, 'utf8')), {});
    } finally {
      window.close();
    }
  });
});
