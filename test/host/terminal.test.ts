import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, type CommandId } from '../../src/contributions';
import type { CommandEvent } from '../../src/core/event';
import { SETTINGS } from '../../src/settings';
import { eventually } from './support/secondWindow';

const run = <T>(id: CommandId, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(id, ...args);

/** Called as by the user, who confirms. */
const setRecording = (on: boolean): Thenable<void> =>
  vscode.workspace
    .getConfiguration()
    .update(SETTINGS.record.id, on, vscode.ConfigurationTarget.Global);

describe('the commands of a terminal', function () {
  this.timeout(180_000);
  let terminal: vscode.Terminal;
  let shell: vscode.TerminalShellIntegration;

  before(async () => {
    terminal = vscode.window.createTerminal({ name: 'host test', shellPath: '/bin/bash' });
    terminal.show();
    shell = await eventually(() => Promise.resolve(terminal.shellIntegration), 30_000);
  });
  after(async () => {
    await setRecording(false);
    terminal.dispose();
  });

  /** Runs a command and waits until the shell reports its end. */
  const inTerminal = async (command: string): Promise<void> => {
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.window.onDidEndTerminalShellExecution((event) => {
        if (event.execution !== execution) return;
        listening.dispose();
        resolve();
      });
    });
    const execution = shell.executeCommand(command);
    await ended;
  };
  const recorded = async (text: string) =>
    (await run<readonly CommandEvent[]>(COMMAND.queryRecent, 50)).find(({ command }) =>
      command.includes(text),
    );

  it('are neither recorded nor ignored at the request of code without asking the user', async () => {
    // In extension tests, VS Code refuses to show the question, which counts as an answer.
    await Promise.resolve(run(COMMAND.startRecording)).catch(() => undefined);
    assert.equal(vscode.workspace.getConfiguration().get(SETTINGS.record.id), false);
    await setRecording(true);
    await Promise.resolve(run(COMMAND.stopRecording)).catch(() => undefined);
    assert.equal(vscode.workspace.getConfiguration().get(SETTINGS.record.id), true);
    await setRecording(false);
  });

  it('are recorded only after the user enabled it, with exit code and without secrets', async () => {
    assert.equal(vscode.workspace.getConfiguration().get(SETTINGS.record.id), false);
    await inTerminal('echo before-consent');
    await setRecording(true);
    await inTerminal("bash -c 'exit 3' after-consent ghp_0123456789abcdefghijklmnopqrstuvwxyzAB");
    const event = await eventually(() => recorded('after-consent'));
    assert.equal(event.exitCode, 3);
    assert.equal(event.source, 'terminal');
    assert.doesNotMatch(event.command, /ghp_0123456789/);
    assert.equal(await recorded('before-consent'), undefined);
  });

  it('are no longer recorded after the user disabled it', async () => {
    await setRecording(false);
    await inTerminal('echo after-stop');
    await setRecording(true);
    await inTerminal('echo second-start');
    await eventually(() => recorded('second-start'));
    assert.equal(await recorded('after-stop'), undefined);
  });
});
