import assert from 'node:assert/strict';
import type { CommandEvent } from '../../../src/core/event';
import { hintOf } from '../../../src/core/labelHint';

describe('hintOf', () => {
  const event = (more: Partial<CommandEvent>): CommandEvent => ({
    ...{ id: '1', ts: '', eventType: 'command_executed', command: 'ls', source: 'import' },
    ...more,
  });
  const said = (decision: string, more: object = {}) =>
    event({ metadata: JSON.stringify({ decision, ...more }) });

  it("derives labels from a person's actions", () => {
    assert.deepEqual(hintOf(said('refused')), { label: 'unsafe', source: 'refused', weight: 0.8 });
    assert.equal(hintOf(said('approved'))?.source, 'approved');
    assert.equal(hintOf(event({ metadata: '{"savedRule":"ls"}' }))?.source, 'saved-rule');
    assert.equal(hintOf(event({ exitCode: 0 }))?.source, 'ran');
  });

  it('ignores denials by programs and failed commands', () => {
    assert.equal(hintOf(said('machine-denied', { savedRule: 'ls' })), undefined);
    assert.equal(hintOf(event({ exitCode: 1 })), undefined);
    assert.equal(hintOf(event({})), undefined);
  });

  it('ignores files that anyone may have written', () => {
    assert.equal(hintOf({ ...said('refused'), source: 'csv' }), undefined);
    assert.equal(hintOf(event({ metadata: 'no json', source: 'import' })), undefined);
    assert.equal(hintOf(event({ metadata: 'null', source: 'import' })), undefined);
  });
});
