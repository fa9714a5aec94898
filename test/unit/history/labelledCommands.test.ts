import assert from 'node:assert/strict';
import type { CommandEvent } from '../../../src/core/event';
import { LabelledCommands } from '../../../src/history/labelledCommands';
import { gatherDataset } from '../../../src/ml/dataset/dataset';

describe("Labelled commands with people's actions", () => {
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

  it('derives implied labels, and counts the answers', () => {
    const refused = imported('git push -f', 'refused');
    const day = { ts: '2026-01-02T23:59:59.000Z' };
    const list = listOf(refused, refused, imported('npm ci', 'approved', day));
    const [session] = list[0]?.answerDates?.refusedIn ?? [];
    assert.ok(session !== undefined);
    assert.deepEqual(list, [
      {
        command: 'git push -f',
        label: 'unsafe',
        count: 2,
        given: false,
        answers: { refused: 2, approved: 0 },
        answerDates: { refusedIn: [session], approvedOn: [] },
      },
      {
        command: 'npm ci',
        label: 'safe',
        count: 1,
        given: false,
        answers: { refused: 0, approved: 1 },
        answerDates: { refusedIn: [], approvedOn: [20_455] },
      },
    ]);
  });

  it('counts distinct sessions of refusals and distinct days of approvals, over all labels', () => {
    const refused = (sessionId: string | undefined, more: Partial<CommandEvent> = {}) =>
      imported('rm x', 'refused', {
        ts: '2026-01-02T10:00:00Z',
        context: sessionId === undefined ? {} : { sessionId },
        ...more,
      });
    const approved = (ts: string) => imported('rm x', 'approved', { ts });
    const [row] = gatherDataset(
      listOf(
        refused('a'),
        refused('a', { ts: '2026-01-03T10:00:00Z' }),
        refused('b', { label: 'safe' }),
        refused('a', { label: 'safe' }),
        refused(undefined),
        refused(undefined),
        refused(undefined, { ts: '2026-01-03T10:00:00Z' }),
        approved('2026-01-04T01:00:00Z'),
        approved('2026-01-04T23:00:00Z'),
        approved('2026-01-05T01:00:00Z'),
        approved('no time'),
      ),
    ).rows;
    assert.deepEqual(row?.answers, { refused: 7, approved: 4 });
    assert.equal(row.answerDates?.refusedIn.length, 4);
    assert.deepEqual(row.answerDates.approvedOn, [20_457, 20_458]);
  });

  it('keeps a bounded number of sessions and days', () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      imported('rm x', 'refused', { context: { sessionId: String(at) } }),
    );
    const [row] = listOf(...many);
    assert.equal(row?.answers?.refused, 300);
    assert.equal(row.answerDates?.refusedIn.length, 100);
  });

  it('derives none from programs, failures and commands that merely ran', () => {
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

  it('knows where commands are from and how often they failed, if that is wanted', () => {
    const list = new LabelledCommands(true);
    const terminal = { source: 'terminal' as const };
    list.add(imported('make', 'none', { ...terminal, exitCode: 0 }));
    list.add(imported('make', 'none', { ...terminal, exitCode: 2 }));
    list.add(imported('make', 'none', { exitCode: 0, context: { host: 'claude-code' } }));
    const [row] = list.list();
    assert.deepEqual([row?.sources, row?.failed], [['terminal', 'claude'], 1]);
  });

  it("gives precedence to a person's label", () => {
    const commands = listOf(
      imported('rm x', 'refused'),
      imported('rm x', 'refused'),
      imported('rm x', 'refused', { label: 'safe' }),
    );
    const [row] = gatherDataset(commands).rows;
    assert.equal(row?.label, 'safe');
    assert.deepEqual(row.answers, { refused: 3, approved: 0 });
  });
});
