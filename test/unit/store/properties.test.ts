import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRulewrightError } from '../../../src/core/errors';
import { diffHash } from '../../../src/core/diff';
import { divideDiff } from '../../../src/core/diffPart';
import { joinSuggestions } from '../../../src/core/joinSuggestions';
import type { Rule } from '../../../src/core/rule';
import type { Suggestion, SuggestionStatus } from '../../../src/core/suggestion';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { applySuggestion } from '../../../src/store/applySuggestion';
import { CHAIN_START, findChainFault } from '../../../src/store/chain';
import type { Database, Sqlite } from '../../../src/store/database';
import { loadSqlite } from '../../../src/store/database';
import { applyJoint } from '../../../src/store/jointSuggestion';
import { migrate } from '../../../src/store/migrate';
import { previewReturn, returnTo } from '../../../src/store/returnTo';
import { readRuleIds, readRules } from '../../../src/store/ruleRows';
import {
  decideSuggestion,
  getPending,
  getRejected,
  insertSuggestion,
  reopenSuggestion,
  suggestionPage,
} from '../../../src/store/suggestionLog';
import { readHead } from '../../../src/store/versionLog';
import { LONG, print, SEED } from '../../support/longForm';
import { approvalOf, WASM } from '../../support/storeUnderTest';

/** One step. Numbers select existing items, so that every sequence is valid. */
type Step =
  | { readonly kind: 'propose'; readonly pattern: string; readonly remove: number }
  | { readonly kind: 'apply' | 'reject' | 'reopen' | 'rollback' | 'restore'; readonly at: number }
  /** `take` has one bit for each change of the joint diff. */
  | { readonly kind: 'joint'; readonly take: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('propose' as const),
    pattern: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
    remove: fc.nat(9),
  }),
  fc.record({
    kind: fc.constantFrom('apply', 'apply', 'reject', 'reopen', 'rollback', 'restore'),
    at: fc.nat(),
  }),
  fc.record({ kind: fc.constant('joint' as const), take: fc.nat() }),
);

/**
 * A simple model of the store: a list of states, and the status of each suggestion in each state.
 */
class Model {
  readonly states: { rules: readonly string[]; inForce: readonly string[] }[] = [
    { rules: [], inForce: [] },
  ];
  readonly status = new Map<string, string>();
  /** Suggestions that are part of a joint one. */
  readonly joined = new Set<string>();

  get now(): { rules: readonly string[]; inForce: readonly string[] } {
    return this.states.at(-1) ?? { rules: [], inForce: [] };
  }
  propose(id: string): void {
    this.status.set(id, 'pending');
  }
  reject(id: string): void {
    this.status.set(id, 'rejected');
  }
  reopen(id: string): void {
    this.status.set(id, 'pending');
  }
  apply(id: string, added: readonly string[], removed: readonly string[]): void {
    const kept = this.now.rules.filter((rule) => !removed.includes(rule));
    this.states.push({ rules: [...kept, ...added], inForce: [...this.now.inForce, id] });
    this.status.set(id, 'applied');
  }
  join(id: string): void {
    this.joined.add(id);
    this.status.set(id, 'applied');
  }
  goTo(seq: number): void {
    const { rules, inForce } = this.states[seq] ?? { rules: [], inForce: [] };
    this.states.push({ rules, inForce });
    for (const [id, status] of this.status) {
      if (status !== 'applied' || inForce.includes(id) || this.joined.has(id)) continue;
      this.status.set(id, 'pending');
    }
    for (const id of inForce) this.status.set(id, 'applied');
  }
}

/** A store in memory and its model; every step is applied to both and compared. */
class Pair {
  readonly model = new Model();
  readonly done = {
    ...{ propose: 0, apply: 0, stale: 0, joint: 0, split: 0 },
    ...{ reject: 0, reopen: 0, rollback: 0, restore: 0 },
  };
  readonly #versions: string[] = [];
  #ids = 0;

  constructor(readonly database: Database) {
    database.transaction(() => {
      migrate(database, '2026-01-01T00:00:00.000Z');
    });
  }

  #next = (): string => `id ${String((this.#ids += 1)).padStart(5, '0')}`;

  do(step: Step): void {
    this.database.transaction(() => {
      if (step.kind === 'propose') this.#propose(step.pattern, step.remove);
      else if (step.kind === 'apply' || step.kind === 'reject') this.#decide(step.kind, step.at);
      else if (step.kind === 'joint') this.#joint(step.take);
      else if (step.kind === 'reopen') this.#reopen(step.at);
      else this.#goBack(step.kind, step.at);
    });
    this.compare();
  }

  compare(): void {
    const rules = readRules(this.database).map((rule) => JSON.stringify(rule));
    assert.deepEqual(rules, [...this.model.now.rules].sort(byId));
    const status = suggestions(this.database).map(({ id, status: is }) => [id, is]);
    assert.deepEqual(new Map(status as [string, string][]), this.model.status);
  }

  #propose(pattern: string, remove: number): void {
    const victim = readRules(this.database)[remove];
    const diff = {
      add: [
        { pattern, effect: 'deny' as const, score: 0.1 + remove / 7 > 1 ? 1 : 0.1 + remove / 7 },
      ],
      remove: victim === undefined ? [] : [victim.id],
      meta: {},
    };
    const id = this.#next();
    const ts = '2026-01-01T00:00:00.000Z';
    const hash = diffHash(diff);
    insertSuggestion(this.database, {
      id,
      proposedBy: 'x',
      proposedAt: ts,
      diff,
      diffHash: hash,
      status: 'pending',
    });
    this.model.propose(id);
    this.done.propose += 1;
  }

  #decide(kind: 'apply' | 'reject', at: number): void {
    const pending = suggestions(this.database, 'pending');
    const chosen = pending[at % Math.max(pending.length, 1)];
    if (chosen === undefined) return;
    if (kind === 'reject') {
      const { id } = getPending(this.database, chosen.id);
      decideSuggestion(this.database, id, {
        status: 'rejected',
        reviewedBy: 'Ada',
        reviewedAt: '',
        comment: '',
      });
      this.model.reject(id);
      this.done.reject += 1;
      return;
    }
    const approval = approvalOf(chosen.id, chosen.diffHash, readHead(this.database).version);
    const stamp = { ts: '2026-01-01T00:00:00.000Z', nextId: this.#next };
    try {
      const version = applySuggestion(this.database, { approval, requestId: this.#next() }, stamp);
      this.#versions.push(version.version);
      const text = (rule: Rule): string => JSON.stringify(rule);
      this.model.apply(chosen.id, version.addedRules.map(text), version.removedRules.map(text));
      this.done.apply += 1;
    } catch (error) {
      if (!isRulewrightError(error, 'stale-diff')) throw error;
      this.done.stale += 1;
    }
  }

  #joint(take: number): void {
    const shown = suggestions(this.database, 'pending');
    const joint = joinSuggestions(shown, readRuleIds(this.database));
    const isTaken = (at: number): boolean => ((take >> (at % 20)) & 1) === 1;
    const part = {
      add: [...joint.diff.add.keys()]
        .filter(isTaken)
        .map((at) => ({ at, mode: 'enforce' as const })),
      remove: joint.diff.remove.filter((_, at) => isTaken(joint.diff.add.length + at)),
    };
    if (part.add.length + part.remove.length === 0) return;
    const { taken } = divideDiff(joint.diff, part);
    const id = this.#next();
    const stamp = { ts: '2026-01-01T00:00:00.000Z', nextId: this.#next };
    const approval = approvalOf(id, diffHash(taken), readHead(this.database).version);
    const request = { approval, requestId: this.#next() };
    const version = applyJoint(this.database, { ...request, shown, part }, stamp);
    this.#versions.push(version.version);
    const left = new Map(
      suggestions(this.database, 'pending').map((one) => [one.id, one.diffHash]),
    );
    for (const { id: original, diffHash: hash } of shown) {
      if (!left.has(original)) this.model.join(original);
      else if (left.get(original) !== hash) this.done.split += 1;
    }
    const text = (rule: Rule): string => JSON.stringify(rule);
    this.model.apply(id, version.addedRules.map(text), version.removedRules.map(text));
    this.done.joint += 1;
  }

  #reopen(at: number): void {
    const rejected = suggestions(this.database, 'rejected');
    const chosen = rejected[at % Math.max(rejected.length, 1)];
    if (chosen === undefined) return;
    reopenSuggestion(this.database, getRejected(this.database, chosen.id).id);
    this.model.reopen(chosen.id);
    this.done.reopen += 1;
  }

  #goBack(kind: 'rollback' | 'restore', at: number): void {
    const index = at % Math.max(this.#versions.length, 1);
    const target = this.#versions[index];
    if (target === undefined) return;
    const preview = previewReturn(this.database, kind, target);
    const stamp = { ts: '2026-01-02T00:00:00.000Z', nextId: this.#next };
    const approval = approvalOf(target, preview.diffHash, readHead(this.database).version);
    const version = returnTo(this.database, kind, approval, this.#next(), stamp);
    this.#versions.push(version.version);
    this.model.goTo(kind === 'rollback' ? index : index + 1);
    this.done[kind] += 1;
  }
}

function suggestions(database: Database, status?: SuggestionStatus): readonly Suggestion[] {
  return suggestionPage(database, status, Infinity, -1).rows;
}

function byId(one: string, other: string): number {
  return (JSON.parse(one) as Rule).id < (JSON.parse(other) as Rule).id ? -1 : 1;
}

describe('any sequence of changes', () => {
  let sqlite: Sqlite;
  before(async () => {
    sqlite = await loadSqlite(createNodeFiles(), WASM);
  });

  it('results in the rules and suggestions of a simple model, exactly, and a valid chain', async () => {
    print(`seed ${SEED}`);
    const counts: Record<string, number> = { sequences: 0 };
    const steps = fc.array(anyStep, LONG ? { minLength: 200, maxLength: 200 } : { maxLength: 40 });
    const holds = fc.asyncProperty(steps, async (sequence) => {
      const pair = new Pair(sqlite.open());
      for (const step of sequence) pair.do(step);
      assert.equal(await findChainFault(pair.database, CHAIN_START), undefined);
      pair.database.close();
      for (const [what, times] of Object.entries({ sequences: 1, ...pair.done })) {
        counts[what] = (counts[what] ?? 0) + times;
      }
    });
    await fc.assert(holds, { numRuns: LONG ? 2_000 : 60, seed: SEED, endOnFailure: LONG });
    print(JSON.stringify(counts));
  }).timeout(3_600_000);
});
