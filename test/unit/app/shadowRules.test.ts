import assert from 'node:assert/strict';
import { proposeEnforcing } from '../../../src/app/shadowRules';
import type { CommandEvent } from '../../../src/core/event';
import { evidenceOfDiff } from '../../../src/core/evidence';
import type { Suggestion } from '../../../src/core/suggestion';
import type { OpenStore } from '../../../src/store/openStore';
import { anAdd, change, openTestStore } from '../../support/storeUnderTest';
import { useTempFolder } from '../../support/tempFolder';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('a rule in shadow mode', () => {
  const folder = useTempFolder();
  let store: OpenStore;
  let ruleId = '';
  let sinceMs = 0;
  beforeEach(async () => {
    store = await openTestStore(folder());
    await change(store.policies, { add: [anAdd({ pattern: 'mkfs', mode: 'shadow' })] });
    const [rule] = await store.policies.listRules();
    ruleId = rule?.id ?? '';
    sinceMs = Date.parse(rule?.ts ?? '');
  });
  afterEach(() => store.close());

  const hit = (command: string, more: Partial<CommandEvent> = {}): CommandEvent => ({
    id: command,
    ts: '2026-01-02T00:00:00.000Z',
    eventType: 'command_executed',
    command,
    source: 'guard',
    verdict: { decision: 'none', rules: [], shadow: [ruleId], policyVersion: '' },
    ...more,
  });
  const other = (command: string): CommandEvent => ({
    ...hit(command),
    verdict: { decision: 'none', rules: [], shadow: [], policyVersion: '' },
    label: 'safe',
  });
  const after = (days: number, events: readonly CommandEvent[]): Promise<readonly Suggestion[]> => {
    // eslint-disable-next-line @typescript-eslint/require-await -- as the history yields its events
    async function* all(): AsyncGenerator<CommandEvent> {
      yield* events;
    }
    const clock = { now: () => sinceMs + days * DAY_MS };
    return proposeEnforcing({ policies: store.policies, history: { all }, clock }, 7);
  };

  it('is proposed for enforcement after a quiet period, with its hits as evidence', async () => {
    const events = [
      hit('mkfs /dev/sda', { label: 'unsafe' }),
      hit('mkfs /dev/sda', { id: '2' }),
      hit('mkfs /dev/sdb'),
      other('ls'),
    ];
    assert.deepEqual(await after(6.9, events), []);
    const [made] = await after(9, events);
    assert.ok(made);
    const { diff } = made;
    assert.deepEqual(
      [diff.add[0]?.pattern, diff.add[0]?.mode, diff.remove],
      ['mkfs', 'enforce', [ruleId]],
    );
    assert.match(String(diff.meta['note']), /for 9 days: .*2 commands \(3 runs\)/);
    const [evidence] = evidenceOfDiff(diff);
    assert.deepEqual([evidence?.unsafeHits, evidence?.unknownHits], [2, 1]);
    assert.equal((await store.policies.listRules())[0]?.mode, 'shadow');
    assert.deepEqual(await after(10, events), [], 'it is pending');
  });

  it('stays in shadow mode if a person approved a hit or labelled it safe', async () => {
    const approved = { metadata: JSON.stringify({ decision: 'approved' }) };
    assert.deepEqual(await after(9, [hit('mkfs a'), hit('mkfs b', approved)]), []);
    assert.deepEqual(await after(9, [hit('mkfs a'), hit('mkfs b', { label: 'safe' })]), []);
    assert.equal((await after(9, [hit('mkfs a')])).length, 1);
  });

  it('is not proposed again after a rejection until its number of commands has doubled', async () => {
    const [made] = await after(9, [hit('mkfs a'), hit('mkfs b')]);
    await store.policies.reject({ suggestionId: made?.id ?? '', author: 'Ada', comment: '' });
    const three = ['a', 'b', 'c'].map((disk) => hit(`mkfs ${disk}`));
    assert.deepEqual(await after(20, three), []);
    const [again] = await after(20, [...three, hit('mkfs d')]);
    assert.match(
      String(again?.diff.meta['note']),
      /You rejected this on .* with 2 commands; now 4/,
    );
  });
});
