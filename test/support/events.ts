import type { CommandEvent } from '../../src/core/event';

/** An event of which the test states only what matters. */
export function anEvent(fields: Partial<CommandEvent> & { id: string }): CommandEvent {
  return {
    ts: '2026-01-05T08:00:00.000Z',
    eventType: 'command_executed',
    command: `run ${fields.id}`,
    source: 'terminal',
    ...fields,
  };
}
