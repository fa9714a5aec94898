import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandEvent } from '../../../src/core/event';
import { hookEvent } from '../../../src/history/recorder';
import { useSources } from '../../support/importedSources';

/** Events as the guard records them, of the same commands as in recorded sessions. */
describe('Commands reported by a hook and a transcript', () => {
  const sources = useSources();
  const HOOK_HOSTS = {
    'claude-code': 'claude',
    codex: 'codex',
    'gemini-cli': 'gemini',
    'copilot-cli': 'copilot',
  } as const;

  function forget(): void {
    rmSync(join(sources.folder(), 'history'), { recursive: true });
    rmSync(join(sources.folder(), 'sources.json'));
  }

  async function stored(): Promise<readonly CommandEvent[]> {
    const events: CommandEvent[] = [];
    for await (const event of sources.open().history.all()) events.push(event);
    return events;
  }

  /** The hook event of a command, some time after it was requested. */
  const hookOf = (event: CommandEvent, host: string, n: number, laterMs: number): CommandEvent =>
    hookEvent(
      {
        ...{ host, eventType: 'command_requested', command: event.command, tool: event.tool ?? '' },
        sessionId: event.context?.sessionId ?? '',
      },
      { id: `hook-1-${n}`, nowMs: Date.parse(event.ts) + laterMs },
    );

  for (const [id, host] of Object.entries(HOOK_HOSTS)) {
    it(`${id}: are one event, with what the transcript knows of its end`, async () => {
      const source = id as keyof typeof HOOK_HOSTS;
      sources.recorded(`${id}-answered`);
      const alone = (await sources.run(source)).events;
      forget();
      const hooks = alone.map((event, n) => hookOf(event, host, n, 700));
      await sources.open().history.append(hooks);
      const { counts, events } = await sources.run(source);
      assert.deepEqual(counts, { imported: 0, repeated: 3, skipped: 0, refused: 0 });
      assert.deepEqual(
        events.map(({ id: eventId, eventType, exitCode }) => [eventId, eventType, exitCode]),
        alone.map(({ eventType, exitCode }, n) => [
          `hook-1-${n}`,
          // The end of an interrupted command is unknown.
          exitCode === undefined && eventType === 'command_executed'
            ? 'command_requested'
            : eventType,
          exitCode,
        ]),
      );
      assert.equal((await sources.run(source)).events.length, 3);
    });
  }

  it('pairs each hook event once, and only in its session', async () => {
    sources.recorded('claude-code');
    const [one] = (await sources.run('claude-code')).events;
    assert.ok(one);
    forget();
    const other = { ...one, context: { ...one.context, sessionId: 'another' } };
    await sources
      .open()
      .history.append([hookOf(other, 'claude', 1, 0), hookOf(one, 'codex', 2, 0)]);
    assert.equal((await sources.run('claude-code')).counts.imported, 3);
    assert.equal((await stored()).length, 5);
  });

  it('keeps the answer recorded by a hook', async () => {
    sources.recorded('copilot-cli-answered');
    const [one] = (await sources.run('copilot-cli')).events;
    assert.ok(one);
    forget();
    const { history } = sources.open();
    await history.append([hookOf(one, 'copilot', 1, 0)]);
    await history.addOutcomes([{ eventId: 'hook-1-1', answer: 'approved', waitedMs: 9 }]);
    await sources.run('copilot-cli');
    const event = (await stored()).find(({ id }) => id === 'hook-1-1');
    assert.equal(event?.metadata, '{"decision":"approved","waitedMs":9}');
    assert.equal(event.exitCode, 0);
  });

  it('imports a command of an agent that atuin also records once', async () => {
    sources.recorded('atuin');
    const row = (await sources.run('atuin')).events.find(({ tool }) => tool === 'claude-code');
    assert.ok(row);
    forget();
    await sources.open().history.append([hookOf(row, 'claude', 1, 1000)]);
    assert.equal((await sources.run('atuin')).counts.imported, 3);
  });
});
