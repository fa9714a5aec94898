import type { CommandEvent } from '../../src/core/event';

/** An event; specify only what matters to the test. */
export function anEvent(fields: Partial<CommandEvent> & { id: string }): CommandEvent {
  return {
    ts: '2026-01-05T08:00:00.000Z',
    eventType: 'command_executed',
    command: `run ${fields.id}`,
    source: 'terminal',
    ...fields,
  };
}
