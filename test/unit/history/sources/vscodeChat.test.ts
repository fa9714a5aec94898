import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { useSources } from '../../../support/importedSources';

const STORAGE = '.config/Code/User/workspaceStorage/4f2a';
const LOG = `${STORAGE}/chatSessions/s1.jsonl`;

describe('History of the chat of VS Code', () => {
  const sources = useSources();
  const { write, home } = sources;

  async function commands() {
    const { events } = await sources.run('vscode-chat');
    return events.map(({ command, eventType, exitCode, metadata = '' }) => [
      command,
      eventType,
      exitCode,
      metadata,
    ]);
  }

  it('reads a session stored as one object, and who approved each command', async () => {
    write(`${STORAGE}/workspace.json`, '{"folder":"file:///home/ada/my%20shop"}');
    const parts = [
      call('c0', 'npm i', { isConfirmed: { type: 0 } }),
      call('c1', 'ls', { isConfirmed: { type: 1 } }, { exitCode: 0 }),
      call('c2', 'npm test', { isConfirmed: { type: 2 } }, { exitCode: 1 }),
      call('c4', 'npm ci', { isConfirmed: { type: 4 } }, { exitCode: 0 }),
      call('c5', 'git push -f', { isConfirmed: { type: 5 } }),
      call('c6', 'make', { isConfirmed: true }, { exitCode: 0 }),
      { kind: 'markdownContent', content: { value: 'hello' } },
    ];
    const session = { version: 3, requests: [{ timestamp: 1764331200000, response: parts }] };
    write(`${STORAGE}/chatSessions/s1.json`, JSON.stringify(session, undefined, 2));
    const { events, counts } = await sources.run('vscode-chat');
    assert.deepEqual(
      events.map(({ command, eventType, exitCode, metadata }) => [
        ...[command, eventType, exitCode, metadata],
      ]),
      [
        ['npm i', 'command_requested', undefined, undefined],
        ['ls', 'command_executed', 0, undefined],
        ['npm test', 'command_failed', 1, undefined],
        ['npm ci', 'command_executed', 0, '{"decision":"approved"}'],
        ['git push -f', 'command_refused', undefined, '{"decision":"refused"}'],
        ['make', 'command_executed', 0, '{"decision":"approved"}'],
      ],
    );
    assert.deepEqual(counts, { imported: 6, repeated: 0, skipped: 0, refused: 1 });
    assert.equal(events[0]?.context?.cwd, '/home/ada/my shop');
    assert.equal(events[0].context.sessionId, 's1');
    assert.equal(events[0].ts, '2025-11-28T12:00:00.000Z');
  });

  it('replays a log: initial, set, truncated, extended, deleted', async () => {
    const first = call('c1', 'rm -rf dist', { isConfirmed: { type: 4 }, isComplete: false });
    log(
      { kind: 0, v: { sessionId: 's1', requests: [] } },
      { kind: 2, k: ['requests'], v: [{ timestamp: 1764331200000, response: [] }] },
      { kind: 2, k: ['requests', 0, 'response'], v: [{ kind: 'thinking' }, first] },
      { kind: 2, k: ['requests', 0, 'response'], i: 1, v: [{ ...first, isComplete: true }] },
      {
        kind: 1,
        k: ['requests', 0, 'response', 1, 'toolSpecificData', 'terminalCommandState'],
        v: { exitCode: 3, timestamp: 1764331205000 },
      },
      { kind: 1, k: ['requests', 0, 'result', 'metadata'], v: { long: 'text' } },
      { kind: 2, k: ['requests'], v: [{ response: [call('c2', 'rm -rf /', {})] }] },
      { kind: 3, k: ['requests', 1, 'response'] },
    );
    assert.deepEqual(await commands(), [
      ['rm -rf dist', 'command_failed', 3, '{"decision":"approved"}'],
    ]);
  });

  it('reads the command that ran: edited by the user, otherwise by the tool', async () => {
    const line = { original: 'cd /x && npm i', toolEdited: ' npm i' };
    log({
      kind: 0,
      v: {
        requests: [
          {
            response: [
              terminal('c1', { commandLine: line }),
              terminal('c2', { commandLine: { ...line, userEdited: 'npm ci' } }),
              terminal('c4', {
                commandLine: {
                  ...{ original: 'npm i', toolEdited: 'srt --settings /x -c "npm i --quiet"' },
                  ...{ forDisplay: 'npm i --quiet', isSandboxWrapped: true },
                },
              }),
              terminal('c5', { kind: 'terminal2', commandLine: { original: 'npm t' } }),
              terminal('c3', { command: 'old', cwd: { path: '/c:/shop' } }),
            ],
          },
        ],
      },
    });
    const { events } = await sources.run('vscode-chat');
    assert.deepEqual(
      events.map(({ command }) => command),
      ['npm i', 'npm ci', 'npm i --quiet', 'npm t', 'old'],
    );
    assert.equal(events[4]?.context?.cwd, 'c:/shop');
  });

  it('reads a continued session, and imports only new commands', async () => {
    log({ kind: 0, v: { requests: [{ response: [call('c1', 'ls', {})] }] } });
    await sources.run('vscode-chat');
    const more = { kind: 2, k: ['requests'], v: [{ response: [call('c2', 'pwd', {})] }] };
    appendFileSync(join(home(), LOG), `${JSON.stringify(more)}\n{"kind":2,"k":["requ`);
    const { counts } = await sources.run('vscode-chat');
    assert.deepEqual(counts, { imported: 1, repeated: 1, skipped: 0, refused: 0 });
  });

  it('counts entries of another kind, and reports their positions', async () => {
    log({ kind: 0, v: { requests: [{ response: [call('c1', 'ls', {})] }] } }, { kind: 9 });
    const { counts, report } = await sources.run('vscode-chat');
    assert.deepEqual([counts.imported, counts.skipped], [1, 1]);
    assert.deepEqual(report.faults, [
      { path: join(home(), LOG), line: 2, problem: 'the line has an unknown type' },
    ]);
  });

  it('lists sessions of all folders, and no other files', async () => {
    log({ kind: 0, v: {} });
    write('.config/VSCodium/User/globalStorage/emptyWindowChatSessions/s2.jsonl', '{}\n');
    write('.vscode-server/data/User/workspaceStorage/1/chatSessions/s3.json', '{}');
    write(`${STORAGE}/chatEditingSessions/s1/state.json`, '{}');
    const [found] = await sources.open().sources.discover();
    assert.deepEqual([found?.id, found?.files], ['vscode-chat', 3]);
  });

  it('does not keep texts that are not commands', async () => {
    const filler = { kind: 'markdownContent', content: 'x'.repeat(500_000) };
    const entries = Array.from({ length: 300 }, () => ({
      kind: 2,
      k: ['requests', 0, 'response'],
      v: [filler],
    }));
    log({ kind: 0, v: { requests: [{ response: [] }] } });
    for (const entry of entries) appendFileSync(join(home(), LOG), `${JSON.stringify(entry)}\n`);
    global.gc?.();
    const before = process.memoryUsage().rss;
    await sources.run('vscode-chat');
    const grownMiB = (process.memoryUsage().rss - before) / 1024 / 1024;
    assert.ok(grownMiB < 100, `${grownMiB.toFixed()} MiB more for a session of 150 MB`);
  });

  function log(...entries: readonly object[]): void {
    write(LOG, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
});

/** A call of the terminal tool, with the relevant members. */
function call(id: string, original: string, members: object, state?: object): object {
  return {
    ...terminal(id, { commandLine: { original }, terminalCommandState: state }),
    ...members,
  };
}

function terminal(toolCallId: string, data: object): object {
  const toolSpecificData = { kind: 'terminal', language: 'bash', ...data };
  return { kind: 'toolInvocationSerialized', toolId: 'x', toolCallId, toolSpecificData };
}
