import assert from 'node:assert/strict';
import { isOfSession, ownerName } from '../../../src/core/agent';

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

describe('ownerName', () => {
  it('is the name of the host, otherwise the process that registered the agent', () => {
    const of = (id: string, owner: string): string => ownerName({ id, owner });
    assert.equal(of('claude:s1', 'hook claude'), 'Claude Code');
    assert.equal(of('vscode:s1', 'hook vscode'), 'VS Code');
    assert.equal(of('emacs:s1', 'hook emacs'), 'emacs');
    assert.equal(of('a1', 'window 4182'), 'window 4182');
    // An agent that only claims to be of a host.
    assert.equal(of('codex:s1', 'hook claude'), 'hook claude');
  });
});
