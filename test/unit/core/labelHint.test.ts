import assert from 'node:assert/strict';
import type { CommandEvent } from '../../../src/core/event';
import { labelHintOf } from '../../../src/core/labelHint';

describe('hintOf', () => {
  const event = (more: Partial<CommandEvent>): CommandEvent => ({
    ...{ id: '1', ts: '', eventType: 'command_executed', command: 'ls', source: 'import' },
    ...more,
  });
  const decided = (decision: string, more: object = {}) =>
    event({ metadata: JSON.stringify({ decision, ...more }) });

  it("derives labels from a person's actions", () => {
    assert.deepEqual(labelHintOf(decided('refused')), {
      label: 'unsafe',
      source: 'refused',
      weight: 0.8,
    });
    assert.equal(labelHintOf(decided('approved'))?.source, 'approved');
    assert.equal(labelHintOf(event({ metadata: '{"savedRule":"ls"}' }))?.source, 'saved-rule');
    assert.equal(labelHintOf(event({ exitCode: 0 }))?.source, 'ran');
  });

  it('ignores denials by programs and failed commands', () => {
    assert.equal(labelHintOf(decided('machine-denied', { savedRule: 'ls' })), undefined);
    assert.equal(labelHintOf(event({ exitCode: 1 })), undefined);
    assert.equal(labelHintOf(event({})), undefined);
  });

  it('ignores files that anyone may have written', () => {
    assert.equal(labelHintOf({ ...decided('refused'), source: 'csv' }), undefined);
    assert.equal(labelHintOf(event({ metadata: 'no json', source: 'import' })), undefined);
    assert.equal(labelHintOf(event({ metadata: 'null', source: 'import' })), undefined);
  });
});
