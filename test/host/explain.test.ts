import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExplainedCommand } from '../../src/commands/commandArguments';
import { COMMAND, VIEW_ITEM, type CommandId } from '../../src/contributions';
import type { ToExplain } from '../../src/protocol/explain';
import { ExplainConversation } from '../../src/providers/explainConversation';
import { eventually, openSecondWindow } from './support/secondWindow';

const run = <T>(id: CommandId, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(id, ...args);

describe('the page that explains a command', () => {
  const window = openSecondWindow();
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => {
    window.close();
  });
  const openedTab = () =>
    eventually(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return Promise.resolve(activeTab?.label === 'Explain Command' ? activeTab : undefined);
    });
  const textTabs = (): readonly string[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText)
      .map(({ label }) => label);

  it('opens for the user, and never a text document', async () => {
    await run(COMMAND.explainCommand);
    assert.ok((await openedTab()).input instanceof vscode.TabInputWebview);
    assert.deepEqual(textTabs(), []);
  });

  it('opens for a row of the history, and only once', async () => {
    const app = await window.source.get();
    const event = {
      ...{ id: 'explained-1', ts: '2026-11-20T08:00:00Z', eventType: 'command_executed' },
      ...{ command: 'ls -la', context: { cwd: '/home/ada' }, source: 'terminal' as const },
    };
    await app.history.append([event]);
    const row = { subject: event.id, viewItem: VIEW_ITEM.event };
    await eventually(async () => {
      await run(COMMAND.explainCommand, row);
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.label === 'Explain Command' ? activeTab : undefined;
    });
    await run(COMMAND.explainCommand, row);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.equal(tabs.filter(({ label }) => label === 'Explain Command').length, 1);
    assert.deepEqual(textTabs(), []);
    await app.history.remove({ beforeMs: Number.MAX_SAFE_INTEGER });
  });

  it('returns the answer to code without opening the page', async () => {
    const { decision } = await run<ExplainedCommand>(COMMAND.explainCommand, 'ls -la');
    assert.equal(decision, 'none');
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
  });

  it('receives the verdict, variants and starter rules of the last requested command', async () => {
    const received: ToExplain[] = [];
    const extension = vscode.extensions.getExtension('rulewright.rulewright');
    const conversation = new ExplainConversation(
      {
        extensionUri: extension?.extensionUri ?? assert.fail(),
        source: window.source,
        explain: (error) => ({ message: String(error) }),
        showRule: () => Promise.resolve(),
      },
      (message) => received.push(message),
    );
    const explain = (requestNumber: number, command: string): Promise<void> =>
      conversation.receive({
        type: 'explain',
        requestNumber,
        subject: { command, cwd: '/home/ada', shell: 'bash' },
      });
    await Promise.all([
      explain(1, 'ls'),
      explain(2, 'rm ~/.claude/settings.json; git push --force'),
    ]);
    assert.deepEqual(
      received.map((message) =>
        'requestNumber' in message ? `${message.type} ${message.requestNumber}` : message.type,
      ),
      ['explained 2', 'variants 2', 'starter 2'],
    );
    const [explained, variants, starter] = received;
    assert.ok(explained?.type === 'explained' && variants?.type === 'variants');
    assert.deepEqual(
      [explained.explained.decision, explained.explained.builtIn?.decision],
      ['deny', 'deny'],
    );
    assert.ok(
      variants.variants.some(({ type, decision }) => type === 'paused' && decision === 'none'),
    );
    assert.ok(starter?.type === 'starter');
    assert.ok(starter.rules.some(({ title }) => title === 'Force-pushes a branch'));
    const app = await window.source.get();
    await conversation.refresh();
    assert.equal(received.length, 3);
    await app.pauseSelfProtection('PAUSE');
    await conversation.refresh();
    const again = received.at(3);
    assert.ok(again?.type === 'explained' && again.explained.builtIn === undefined);
    conversation.show({ command: 'ls' });
    await conversation.receive({ type: 'ready' });
    assert.deepEqual(received.at(-1), {
      type: 'subject',
      subject: { command: 'ls', cwd: '', shell: 'bash' },
    });
    await conversation.receive({ type: 'explain', turn: -1 });
    assert.equal(received.at(-1)?.type, 'failed');
    conversation.close();
  });
});
