import assert from 'node:assert/strict';
import type { CommandEvent } from '../../../src/core/event';
import { hintOf } from '../../../src/core/hint';

describe('hintOf', () => {
  const event = (more: Partial<CommandEvent>): CommandEvent => ({
    ...{ id: '1', ts: '', eventType: 'command_executed', command: 'ls', source: 'import' },
    ...more,
  });
  const said = (decision: string, more: object = {}) =>
    event({ metadata: JSON.stringify({ decision, ...more }) });

  it('follows what a person did', () => {
    assert.deepEqual(hintOf(said('refused')), { label: 'unsafe', source: 'refused', weight: 0.8 });
    assert.equal(hintOf(said('approved'))?.source, 'approved');
    assert.equal(hintOf(event({ metadata: '{"savedRule":"ls"}' }))?.source, 'saved-rule');
    assert.equal(hintOf(event({ exitCode: 0 }))?.source, 'ran');
  });

  it('follows neither a machine that denied nor a command that failed', () => {
    assert.equal(hintOf(said('machine-denied', { savedRule: 'ls' })), undefined);
    assert.equal(hintOf(event({ exitCode: 1 })), undefined);
    assert.equal(hintOf(event({})), undefined);
  });

  it('does not believe a file', () => {
    assert.equal(hintOf({ ...said('refused'), source: 'csv' }), undefined);
    assert.equal(hintOf(event({ metadata: 'no json', source: 'import' })), undefined);
    assert.equal(hintOf(event({ metadata: 'null', source: 'import' })), undefined);
  });
});
