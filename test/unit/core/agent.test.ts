import assert from 'node:assert/strict';
import { isOfSession } from '../../../src/core/agent';

describe('isOfSession', () => {
  const event = (context?: { host?: string; sessionId?: string }) => ({
    id: 'e1',
    ts: '2026-01-01T00:00:00.000Z',
    eventType: 'command_executed',
    command: 'ls',
    source: 'hook' as const,
    ...(context === undefined ? {} : { context }),
  });
  const isOf = (id: string, context?: { host?: string; sessionId?: string }): boolean =>
    isOfSession({ id }, event(context));

  it('is true for commands reported by hooks and transcripts of the session', () => {
    assert.equal(isOf('claude:s1', { host: 'claude', sessionId: 's1' }), true);
    assert.equal(isOf('claude:s1', { host: 'claude-code', sessionId: 's1' }), true);
  });

  it('is true for a sub-agent of the session', () => {
    assert.equal(isOf('claude:s1:helper', { host: 'claude', sessionId: 's1' }), true);
  });

  it('is false for other sessions, other hosts, and agents without a session', () => {
    assert.equal(isOf('claude:s10', { host: 'claude', sessionId: 's1' }), false);
    assert.equal(isOf('claude:s1', { host: 'claude', sessionId: 's1:helper' }), false);
    assert.equal(isOf('claude:s1', { host: 'codex', sessionId: 's1' }), false);
    assert.equal(isOf('claude:s1', { host: 'claude' }), false);
    assert.equal(isOf('claude:s1', { sessionId: 's1' }), false);
    assert.equal(isOf('claude:s1'), false);
  });
});
