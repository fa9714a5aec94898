import assert from 'node:assert/strict';
import type { CommandEvent } from '../../../src/core/event';
import { LabelledCommands } from '../../../src/history/labelledCommands';
import { gatherDataset } from '../../../src/ml/dataset/dataset';

describe('Labelled commands with what people did', () => {
  const imported = (command: string, decision: string, more: Partial<CommandEvent> = {}) => ({
    ...{ id: '1', ts: '', eventType: 'command_executed', command, source: 'import' as const },
    metadata: JSON.stringify({ decision }),
    ...more,
  });

  function listOf(...events: readonly CommandEvent[]) {
    const commands = new LabelledCommands();
    for (const event of events) commands.add(event);
    return commands.list();
  }

  it('implies labels that nobody gave, and counts the answers', () => {
    const refused = imported('git push -f', 'refused');
    assert.deepEqual(listOf(refused, refused, imported('npm ci', 'approved')), [
      {
        command: 'git push -f',
        label: 'unsafe',
        count: 2,
        given: false,
        said: { refused: 2, approved: 0 },
      },
      {
        command: 'npm ci',
        label: 'safe',
        count: 1,
        given: false,
        said: { refused: 0, approved: 1 },
      },
    ]);
  });

  it('implies none from machines, failures and what merely ran', () => {
    for (const event of [
      imported('ls', 'machine-denied'),
      imported('ls', 'none', { exitCode: 0 }),
      imported('ls', 'refused', { source: 'csv' }),
    ]) {
      assert.deepEqual(listOf(event), [
        { command: 'ls', label: 'unknown', count: 1, given: false },
      ]);
    }
  });

  it('lets the label of a person win', () => {
    const commands = listOf(
      imported('rm x', 'refused'),
      imported('rm x', 'refused'),
      imported('rm x', 'refused', { label: 'safe' }),
    );
    const [row] = gatherDataset(commands).rows;
    assert.equal(row?.label, 'safe');
    assert.deepEqual(row.said, { refused: 3, approved: 0 });
  });
});
