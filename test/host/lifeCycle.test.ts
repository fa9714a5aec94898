import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ALL_PENDING } from '../../src/app';
import type { ComparedVersions, OpenedReview } from '../../src/commands/commandArguments';
import { COMMAND, type CommandId } from '../../src/contributions';
import { AuditEnd, AuditLine } from '../../src/core/auditLine';
import type { PolicyDiff } from '../../src/core/diff';
import type { AuditEntry } from '../../src/core/ports';
import type { Rule } from '../../src/core/rule';
import type { Suggestion } from '../../src/core/suggestion';
import type { PolicyVersion } from '../../src/core/version';
import { eventually, openSecondWindow, type SecondWindow } from './support/secondWindow';

const run = <T>(id: CommandId, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(id, ...args);
const rules = () => run<readonly Rule[]>(COMMAND.listRules);
const versions = () => run<readonly PolicyVersion[]>(COMMAND.listVersions);
const pending = () => run<readonly Suggestion[]>(COMMAND.listSuggestions, 'pending');

const diff = (pattern: string): PolicyDiff => ({
  add: [{ pattern, effect: 'deny', score: 0.9, reason: 'host test' }],
  remove: [],
  meta: { model_version: 'none' },
});

describe('the life of a rule', () => {
  let window: SecondWindow;

  before(() => {
    window = openSecondWindow();
  });
  after(() => {
    window.close();
  });

  it('leads from proposal through review to a version, and back', async () => {
    const before = await rules();
    const suggestion = await run<Suggestion>(COMMAND.proposeDiff, diff('\\bmkfs\\b'), 'host test');
    assert.equal(suggestion.status, 'pending');
    assert.deepEqual(await rules(), before);

    const opened = await run<OpenedReview>(COMMAND.applySuggestion, suggestion.id);
    assert.equal(opened.diffHash, suggestion.diffHash);
    assert.deepEqual(await rules(), before, 'opening a review changes nothing');

    await window.review({ kind: 'suggestion', subjectId: suggestion.id });
    for (const word of ['', 'apply', 'APPLY ']) {
      const refused = await window.type(word);
      assert.equal(refused.type, 'failed');
      assert.equal(refused.message, 'Invalid confirmation token. Type APPLY to confirm.');
    }
    assert.deepEqual(await rules(), before);
    assert.equal((await window.type('APPLY')).type, 'applied');

    const after = await rules();
    assert.deepEqual(
      after.filter(({ id }) => !before.some((rule) => rule.id === id)).map((rule) => rule.pattern),
      ['\\bmkfs\\b'],
    );
    const [newest] = await versions();
    assert.equal(newest?.author, 'Ada');

    await run<OpenedReview>(COMMAND.rollback, newest.version);
    assert.deepEqual(await rules(), after, 'opening a rollback changes nothing');
    await window.review({ kind: 'rollback', subjectId: newest.version });
    assert.equal((await window.type('rollback')).type, 'failed');
    assert.equal((await window.type('APPLY')).type, 'applied');
    assert.deepEqual(await rules(), before);

    await window.review({ kind: 'restore', subjectId: newest.version });
    assert.equal((await window.type('APPLY')).type, 'applied');
    assert.deepEqual(await rules(), after);

    const actions = (await run<readonly AuditEntry[]>(COMMAND.listAudit)).map(
      ({ action }) => action,
    );
    assert.deepEqual(actions.slice(0, 4), ['restore', 'rollback', 'apply', 'propose']);
  });

  it('does not let a page apply a change that was not shown', async () => {
    const [shown, other] = [
      await run<Suggestion>(COMMAND.proposeDiff, diff('\\bshred\\b')),
      await run<Suggestion>(COMMAND.proposeDiff, diff('\\bwipefs\\b')),
    ];
    const before = await versions();
    await window.review({ kind: 'suggestion', subjectId: shown.id });
    const forged = {
      type: 'apply',
      subjectId: other.id,
      diffHash: other.diffHash,
      author: 'Eve',
      comment: '',
      typed: 'APPLY',
    };
    assert.equal((await window.send(forged)).type, 'failed');
    assert.equal((await window.send({ ...forged, force: true })).type, 'failed');
    assert.equal((await window.send('APPLY')).type, 'failed');
    assert.deepEqual(await versions(), before);
  });

  it('rejects a suggestion, which then cannot be applied', async () => {
    const suggestion = await run<Suggestion>(COMMAND.proposeDiff, diff('\\bnc -l\\b'));
    await window.review({ kind: 'suggestion', subjectId: suggestion.id });
    const rejected = await run<Suggestion>(COMMAND.rejectSuggestion, suggestion.id, 'Bob', 'no');
    assert.equal(rejected.status, 'rejected');
    assert.equal(rejected.reviewedBy, 'Another extension (says: Bob)');
    assert.equal((await window.type('APPLY')).type, 'failed');
    assert.ok(!(await pending()).some(({ id }) => id === suggestion.id));
  });

  it('applies all pending suggestions together, except omitted parts, and fails once one of them changed', async () => {
    const before = await rules();
    for (const name of ['\\bfsck\\b', '\\bparted\\b']) await run(COMMAND.proposeDiff, diff(name));
    const all = await pending();
    const opened = await run<OpenedReview>(COMMAND.reviewAll, {});
    assert.deepEqual([opened.kind, opened.status], ['joint', 'pending']);
    assert.deepEqual(await rules(), before, 'opening a review changes nothing');
    const target = { kind: 'joint', subjectId: opened.subjectId } as const;
    const review = await window.review(target);
    assert.equal(review.joined?.length, all.length);
    const forged = {
      ...{ type: 'apply', subjectId: review.subjectId, diffHash: review.diffHash },
      ...{ author: 'Eve', comment: '', typed: 'APPLY', policyVersion: review.policyVersion },
    };
    const [victim] = all;
    for (const lie of [
      { ...forged, typed: 'apply' },
      { ...forged, diffHash: victim?.diffHash },
      { ...forged, subjectId: victim?.id },
      { ...forged, part: { add: [], remove: [] } },
      { ...forged, part: { add: [{ at: 9999, mode: 'enforce' }], remove: [] } },
      { ...forged, part: { add: [{ at: 0, mode: 'enforce', pattern: '(a+)+' }], remove: [] } },
      { ...forged, part: { add: [], remove: [before[0]?.id ?? 'nobody'] } },
      { ...forged, suggestions: [victim?.id] },
    ]) {
      await window.review(target);
      await window.send(lie);
      assert.equal(window.received().at(-1)?.type, 'failed', JSON.stringify(lie));
    }
    assert.deepEqual([await rules(), await pending()], [before, all]);

    await window.review(target);
    await run<Suggestion>(COMMAND.rejectSuggestion, victim?.id, 'Bob', 'no');
    await window.send(forged);
    const [shown, failed] = window
      .received()
      .filter(({ type }) => type === 'show' || type === 'failed');
    assert.ok(shown?.type === 'show' && failed?.type === 'failed');
    assert.equal(shown.review.joined?.length, all.length - 1);
    assert.match(failed.message, /changed or decided meanwhile/);
    assert.deepEqual(await rules(), before);

    const { diffHash, add } = shown.review;
    const part = {
      add: add.slice(1).map((_, at) => ({ at: at + 1, mode: 'enforce' })),
      remove: [],
    };
    const applied = await window.send({ ...forged, diffHash, part });
    assert.ok(applied.type === 'applied', JSON.stringify(applied));
    assert.equal(applied.morePending, (await pending()).length);
    assert.equal((await rules()).length, before.length + add.length - 1);
  });

  it('rejects all pending suggestions together, and reverts that', async () => {
    for (const name of ['\\bpvremove\\b', '\\blvremove\\b'])
      await run(COMMAND.proposeDiff, diff(name));
    const left = await pending();
    const { subjectId, diffHash } = await window.review({ kind: 'joint', subjectId: ALL_PENDING });
    const decision = { type: 'reject', subjectId, diffHash, author: 'Ada', comment: 'no' };
    assert.equal((await window.send(decision)).type, 'rejected');
    assert.deepEqual(await pending(), []);
    const undone = await window.send({ type: 'undoReject' });
    assert.ok(undone.type === 'show');
    assert.deepEqual(
      new Set((await pending()).map(({ id }) => id)),
      new Set(left.map(({ id }) => id)),
    );
  });

  it('reverts a rejection: the suggestion is pending again, with an audit entry', async () => {
    const { id } = await run<Suggestion>(COMMAND.proposeDiff, diff('\\bnc -e\\b'));
    await run<Suggestion>(COMMAND.rejectSuggestion, id, 'Bob', 'no');
    const reopened = await run<Suggestion>(COMMAND.undoRejection, id, 'Bob');
    assert.deepEqual([reopened.id, reopened.status], [id, 'pending']);
    assert.ok((await pending()).some((one) => one.id === id));
    const [entry] = await run<readonly AuditEntry[]>(COMMAND.listAudit);
    assert.deepEqual(
      [entry?.action, entry?.author, entry?.subject],
      ['reopen', 'Another extension (says: Bob)', id],
    );
    await assert.rejects(async () => run(COMMAND.undoRejection, id), /not rejected/);
  });

  it('compares versions, shows what one changed, and exports the audit trail', async () => {
    const all = await versions();
    const [newest, before] = all;
    assert.ok(newest && before);
    const shown = await run<ComparedVersions>(COMMAND.showVersion, newest.version);
    const compared = await run<ComparedVersions>(
      COMMAND.compareVersions,
      newest.version,
      before.version,
    );
    assert.deepEqual(compared, shown);
    assert.notEqual(shown.before, shown.after);
    const first = await run<ComparedVersions>(COMMAND.showVersion, all.at(-1)?.version);
    assert.match(first.before, /^No rules\./);
    // VS Code compares one line with hundreds for seconds, but an empty text at once.
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputTextDiff);
    for (const [uri, text] of [
      [input.original, ''],
      [input.modified, first.after],
    ] as const) {
      const document = await vscode.workspace.openTextDocument(uri);
      await eventually(() => Promise.resolve(document.getText() === text || undefined));
    }
    const folder = await mkdtemp(join(tmpdir(), 'rulewright-audit-'));
    const path = join(folder, 'audit.jsonl');
    const audit = await run<readonly AuditEntry[]>(COMMAND.listAudit);
    // In extension tests, VS Code refuses to show the question, which counts as declined.
    await assert.rejects(async () => run(COMMAND.exportAudit, path));
    const app = await window.source.get();
    assert.equal((await app.exportAudit(path)).entries, audit.length);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(await run(COMMAND.showAuditEntry, 2), JSON.parse(lines[1] ?? ''));
    await assert.rejects(async () => run(COMMAND.showAuditEntry, 100_000), /no entry 100000/);
    assert.equal(AuditEnd.parse(JSON.parse(lines.pop() ?? '')).end.hash, newest.hash);
    const read = lines.map((line) => AuditLine.parse(JSON.parse(line)));
    assert.deepEqual(
      read.map(({ seq }) => seq),
      audit.map(({ seq }) => seq).reverse(),
    );
    assert.deepEqual(
      read.flatMap(({ version }) => version?.hash ?? []),
      all.map(({ hash }) => hash).reverse(),
    );
    await rm(folder, { recursive: true });
  });

  it('proposes a mode change of a rule instead of applying it', async () => {
    const rule = (await rules()).find(({ mode }) => mode === 'enforce');
    assert.ok(rule);
    const { diff: change } = await run<Suggestion>(COMMAND.shadowRule, rule.id);
    assert.deepEqual(
      [change.add.map(({ pattern, mode }) => [pattern, mode]), change.remove],
      [[[rule.pattern, 'shadow']], [rule.id]],
    );
    assert.deepEqual(
      (await rules()).find(({ id }) => id === rule.id),
      rule,
    );
    await assert.rejects(async () => run(COMMAND.enforceRule, rule.id), /enforced already/);
    await assert.rejects(async () => run(COMMAND.enforceRule, 'nobody'), /nobody/);
  });

  it('proposes another pattern for a rule, without the title that was for the old one', async () => {
    const rule = (await rules()).find(({ effect }) => effect === 'deny');
    assert.ok(rule);
    const edited = { pattern: `${rule.pattern} now` };
    const { diff: change } = await run<Suggestion>(COMMAND.editRule, rule.id, edited);
    assert.deepEqual(change.remove, [rule.id]);
    const [added] = change.add;
    assert.deepEqual(
      [added?.pattern, added?.effect, added?.mode, added?.title],
      [edited.pattern, rule.effect, rule.mode, undefined],
    );
    await assert.rejects(async () => run(COMMAND.editRule, rule.id, { pattern: '(' }), /pattern/i);
    await assert.rejects(async () => run(COMMAND.editRule, 'nobody', edited), /nobody/);
    assert.ok((await rules()).some(({ id }) => id === rule.id));
  });

  it('proposes to remove a rule instead of removing it', async () => {
    const [rule] = await rules();
    assert.ok(rule);
    const suggestion = await run<Suggestion>(COMMAND.removeRule, rule.id);
    assert.deepEqual(suggestion.diff.remove, [rule.id]);
    assert.ok((await rules()).some(({ id }) => id === rule.id));
  });
});

describe('commands with invalid arguments', () => {
  const refused = async (id: CommandId, args: unknown[], message: RegExp): Promise<void> => {
    await assert.rejects(async () => run(id, ...args), message);
  };

  it('report each fault of a diff and store nothing', async () => {
    const before = await run<readonly Suggestion[]>(COMMAND.listSuggestions);
    await refused(
      COMMAND.proposeDiff,
      [
        {
          add: [
            { pattern: '(a+)\\1', effect: 'deny' },
            { pattern: 'x', effect: 'deny', score: 0.5 },
          ],
          remove: ['nobody'],
          meta: {},
        },
      ],
      /add\[0\]\.pattern[\s\S]*remove\[0\]/,
    );
    await refused(COMMAND.proposeDiff, ['{ not json'], /not valid JSON/);
    await refused(COMMAND.proposeDiff, [{ add: [{ pattern: 'x', effect: 'maybe' }] }], /effect/);
    assert.deepEqual(await run(COMMAND.listSuggestions), before);
  });

  it('report an unknown suggestion, version or agent', async () => {
    await refused(COMMAND.applySuggestion, ['nobody'], /nobody/);
    await refused(COMMAND.rollback, ['nobody'], /nobody/);
    await refused(COMMAND.rejectSuggestion, ['nobody', 'Bob'], /nobody/);
    await refused(COMMAND.updateAgent, ['nobody', 'x', 1], /nobody/);
  });

  it('reject arguments of the wrong type', async () => {
    await refused(COMMAND.applySuggestion, [42], /argument 1/);
    await refused(COMMAND.setAgentStatus, ['x', 'paused'], /argument 2/);
    await refused(COMMAND.queryRecent, [-1], /argument 1/);
  });

  it('accept no token: a fourth argument APPLY only opens the review', async () => {
    const suggestion = await run<Suggestion>(COMMAND.proposeDiff, diff('\\btelnet\\b'));
    const before = await versions();
    await run(COMMAND.applySuggestion, suggestion.id, 'Eve', 'please', 'APPLY');
    assert.deepEqual(await versions(), before);
  });
});
