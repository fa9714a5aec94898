import * as assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { CommandArgs } from '../../src/commands/commandArguments';
import { COMMAND, VIEW_ITEM, type CommandId } from '../../src/contributions';
import type { CommandEvent } from '../../src/core/event';
import type { AuditEntry } from '../../src/core/ports';
import type { Rule } from '../../src/core/rule';
import type { Suggestion } from '../../src/core/suggestion';
import type { PolicyVersion } from '../../src/core/version';
import { SETTINGS } from '../../src/settings';
import {
  CALLER_ATTACKS,
  writeCallerResults,
  type CallerAttack,
  type Result,
} from '../attacks/callerAttacks';
import { anEvent } from '../support/events';
import { openSecondWindow, type SecondWindow } from './support/secondWindow';
import { testHome } from './support/testHome';

const run = <T>(id: CommandId, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand<T>(id, ...args);

/** How long calls of a command may wait for a person, who never answers. */
const PATIENCE_MS = 400;
/** Time between two looks at whether they wait. */
const LOOK_MS = 50;

/** They compute for long, or import the bundled sample, and take nothing from their arguments. */
const WITHOUT_ARGUMENTS: ReadonlySet<string> = new Set([
  COMMAND.train,
  COMMAND.generateSuggestions,
  COMMAND.loadStarterRules,
  COMMAND.importSample,
  COMMAND.openReport,
]);

/** Entries of the audit trail that only a person may cause. */
const BY_PERSONS = /^(?:apply|rollback|restore|recover|approve|distrust|pause)$/;

const EVENTS = 40;
/** The labels that code may set without a question. */
const LABELS_UNASKED = 10;

describe('commands that other extensions call', function () {
  this.timeout(300_000);
  const results: Partial<Record<CallerAttack, Result>> = {};
  let window: SecondWindow;
  let folder: string;
  const hooks = join(testHome(), '.claude', 'settings.json');

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rulewright-callers-'));
    writeFileSync(join(folder, 'kept.csv'), 'a file of the user\n');
    writeFileSync(join(folder, 'forged.csv'), FORGED_CSV);
    mkdirSync(join(testHome(), '.claude'), { recursive: true });
    writeFileSync(hooks, '{}\n');
    window = openSecondWindow();
    const app = await window.source.get();
    await app.publish();
    await app.connections.write(await app.connections.propose('claude', 'connect'));
    await app.history.append(
      Array.from({ length: EVENTS }, (_, at) =>
        anEvent({ id: `caller-${at}`, command: `ls ${at}` }),
      ),
    );
    const { id } = await run<Suggestion>(COMMAND.proposeDiff, {
      add: [{ pattern: '^mkfs', effect: 'deny', score: 0.9, reason: 'it formats' }],
      remove: [],
      meta: {},
    });
    await window.review({ kind: 'suggestion', subjectId: id });
    await window.type('APPLY');
    await setRecording(true);
  });
  after(async () => {
    await setRecording(false);
    const app = await window.source.get();
    await app.connections.write(await app.connections.propose('claude', 'disconnect'));
    await app.history.remove({ beforeMs: Number.MAX_SAFE_INTEGER });
    window.close();
    rmSync(join(testHome(), '.claude'), { recursive: true });
    rmSync(folder, { recursive: true });
    writeCallerResults(results);
  });

  /** What no command may change without a person. */
  const state = async () => {
    const events = await run<readonly CommandEvent[]>(COMMAND.queryRecent, 100_000);
    const audit = await run<readonly AuditEntry[]>(COMMAND.listAudit);
    return {
      rules: await run<readonly Rule[]>(COMMAND.listRules),
      versions: (await run<readonly PolicyVersion[]>(COMMAND.listVersions)).map(({ hash }) => hash),
      byPersons: audit.map(({ action }) => action).filter((action) => BY_PERSONS.test(action)),
      commands: events.map(({ id }) => id).sort(),
      records: vscode.workspace.getConfiguration().get(SETTINGS.record.id),
      hooks: existsSync(hooks) ? readFileSync(hooks, 'utf8') : '',
      files: readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    };
  };
  const labelled = async (): Promise<number> =>
    (await run<readonly CommandEvent[]>(COMMAND.queryRecent, 100_000)).filter(
      ({ label }) => label !== undefined,
    ).length;

  /** Makes all calls at once, and dismisses whatever waits for a person. */
  const call = async (id: CommandId, ...calls: readonly (readonly unknown[])[]): Promise<void> => {
    const ended = Promise.allSettled(calls.map(async (args) => run(id, ...args)));
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
      const hasEnded = await Promise.race([ended, setTimeout(LOOK_MS, undefined)]);
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      if (hasEnded !== undefined) return;
    }
  };
  const isUnchanged = async (calls: () => Promise<unknown>): Promise<boolean> => {
    const before = await state();
    assert.equal(before.commands.length, EVENTS);
    assert.deepEqual([before.records, /guard\.sh/.test(before.hooks)], [true, true]);
    await calls();
    return isDeepStrictEqual(await state(), before);
  };
  const pendingId = async (pattern: string): Promise<string> =>
    (await run<Suggestion>(COMMAND.addRule, { pattern, effect: 'allow' })).id;
  /** Tests an attack of test/attacks/callerAttacks.ts. */
  const attack = (name: CallerAttack, attempt: () => Promise<Result>): void => {
    it(`cannot be used by another extension that ${name}`, async () => {
      results[name] = 'unnoticed';
      results[name] = await attempt();
      assert.notEqual(results[name], 'unnoticed');
    });
  };

  attack('calls every command with every kind of argument', async () => {
    const before = await state();
    const [newest] = await run<readonly PolicyVersion[]>(COMMAND.listVersions);
    const [rule] = await run<readonly Rule[]>(COMMAND.listRules);
    assert.ok(newest !== undefined && rule !== undefined);
    const subjects = [
      await pendingId('^shred'),
      ...[newest.version, rule.id, 'caller-1', 'claude'],
    ];
    const files = ['kept.csv', 'new.csv', 'forged.csv'].map((name) => join(folder, name));
    const hostile: readonly (readonly unknown[])[] = [
      [],
      [{}],
      ['APPLY'],
      [{ typed: 'APPLY', confirmed: true, author: 'Security team' }],
      [{ olderThanDays: 0 }],
      [{ text: 'ls' }],
      [['bash', 'zsh', 'claude-code']],
      ...files.map((file) => [file]),
      ...subjects.map((subject) => [subject, 'safe']),
      ...subjects.map((subject) => [{ subject, viewItem: 'x', key: subject }, 'APPLY', true]),
    ];
    let calls = 0;
    for (const id of Object.values(COMMAND)) {
      const given = WITHOUT_ARGUMENTS.has(id) ? [['APPLY'], [{ typed: 'APPLY' }]] : hostile;
      const distinct = new Map(given.map((args) => [effectOf(id, args), args]));
      calls += distinct.size;
      await call(id, ...distinct.values());
      assert.deepEqual(await state(), before, id);
    }
    process.stdout.write(`      ${calls} calls of ${Object.values(COMMAND).length} commands\n`);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    return (await labelled()) <= LABELS_UNASKED ? 'stopped' : 'unnoticed';
  });

  attack('deletes history', async () =>
    stoppedIf(
      await isUnchanged(() =>
        call(COMMAND.deleteHistory, [{ olderThanDays: 0 }], [{ text: 'ls' }], [{}]),
      ),
    ),
  );

  attack('switches recording off', async () =>
    stoppedIf(await isUnchanged(() => call(COMMAND.stopRecording, ['now'], [{}]))),
  );

  attack('pauses self-protection', async () =>
    stoppedIf(await isUnchanged(() => call(COMMAND.pauseSelfProtection, ['PAUSE'], []))),
  );

  attack('disconnects an agent host', async () =>
    stoppedIf(await isUnchanged(() => call(COMMAND.disconnectHost, ['claude']))),
  );

  attack('imports forged labels', async () =>
    stoppedIf(await isUnchanged(() => call(COMMAND.importCsv, [join(folder, 'forged.csv')]))),
  );

  attack('replaces a file by an export', async () => {
    const kept = [join(folder, 'kept.csv')];
    return stoppedIf(
      await isUnchanged(async () => {
        await call(COMMAND.exportCsv, kept);
        await call(COMMAND.exportAudit, kept);
      }),
    );
  });

  attack('names a file by a path that is not shown as it is', async () => {
    for (const id of [COMMAND.exportCsv, COMMAND.exportAudit, COMMAND.importCsv]) {
      for (const path of ['', 'out.csv', '/tmp/a\nb.csv', `/${'x'.repeat(5000)}`]) {
        await assert.rejects(async () => run(id, path), /absolute path/, `${id} ${path}`);
      }
    }
    return 'stopped';
  });

  attack('labels commands in bulk', async () => {
    const events = Array.from({ length: EVENTS }, (_, at) => `caller-${at}`);
    await call(COMMAND.label, ...events.map((event) => [event, 'unsafe']));
    await call(COMMAND.markUnsafe, ...events.map((event) => [event]));
    return stoppedIf((await labelled()) <= LABELS_UNASKED);
  });

  attack('labels commands in bulk with objects that resemble rows of a view', async () => {
    const rows = Array.from({ length: EVENTS }, (_, at) => ({
      ...{ subject: `caller-${at}`, viewItem: VIEW_ITEM.event, rowKey: '' },
    }));
    await call(COMMAND.markUnsafe, ...rows.map((row) => [row]));
    return stoppedIf((await labelled()) <= LABELS_UNASKED);
  });

  attack('proposes changes under the name of the user', async () => {
    const [rule] = await run<readonly Rule[]>(COMMAND.listRules);
    const added = { pattern: '^wipefs', effect: 'deny' };
    const proposed = [
      await run<Suggestion>(COMMAND.addRule, added),
      await run<Suggestion>(COMMAND.removeRule, rule?.id),
      await run<Suggestion>(COMMAND.editRule, rule?.id, { pattern: '^mkfs2' }),
    ];
    return stoppedIf(proposed.every(({ proposedBy }) => proposedBy === 'Another extension'));
  });

  attack('proposes a rule with forged evidence', async () => {
    const rule = { pattern: '.*', effect: 'allow', score: 1, reason: 'Approved by: Security team' };
    const meta = { model_version: 'forged', data_hash: 'forged' };
    const forged = { add: [rule], remove: [], meta };
    const { diff, proposedBy } = await run<Suggestion>(COMMAND.proposeDiff, forged, 'Ada');
    const isBare = diff.add.every(({ score }) => score === undefined);
    assert.match(proposedBy, /^Another extension/);
    return stoppedIf(isBare && Object.keys(diff.meta).length === 0);
  });

  attack('rejects a suggestion under another name', async () => {
    const rejected = await run<Suggestion>(
      COMMAND.rejectSuggestion,
      await pendingId('^reject-me'),
      'Ada',
      'no',
    );
    const audit = await run<readonly AuditEntry[]>(COMMAND.listAudit);
    const isNoted = audit.some(
      ({ action, author }) => action === 'reject' && author.startsWith('Another extension'),
    );
    const reopened = await run<Suggestion>(COMMAND.undoRejection, rejected.id);
    assert.equal(reopened.status, 'pending');
    return rejected.reviewedBy === 'Another extension (says: Ada)' && isNoted
      ? 'noticed'
      : 'unnoticed';
  });

  attack('sends texts of any length', async () => {
    const long = 'x'.repeat(1_000_000);
    const id = await pendingId('^long');
    const isRefused = async (command: CommandId, ...args: readonly unknown[]): Promise<boolean> =>
      run(command, ...args).then(
        () => false,
        () => true,
      );
    const refused = [
      await isRefused(COMMAND.rejectSuggestion, id, long, 'no'),
      await isRefused(COMMAND.rejectSuggestion, id, 'Bob', long),
      await isRefused(COMMAND.proposeDiff, { add: [], remove: [], meta: {} }, long),
      await isRefused(COMMAND.registerAgent, long),
      await isRefused(COMMAND.denyLikeThis, long),
    ];
    return stoppedIf(refused.every(Boolean));
  });

  it('are tested with every attack of the list', () => {
    assert.deepEqual(Object.keys(results).sort(), [...CALLER_ATTACKS].sort());
  });
});

/** Equal for calls that reach the same handler with the same arguments, or are refused for the same reason. */
function effectOf(id: CommandId, args: readonly unknown[]): string {
  const schema: z.ZodType = CommandArgs[id];
  const parsed = schema.safeParse(args.slice(0, CommandArgs[id].def.items.length));
  const effect = parsed.success
    ? parsed.data
    : parsed.error.issues.map(({ code, path }) => [code, path]);
  return JSON.stringify([args.length === 0, parsed.success, effect]);
}

const stoppedIf = (isStopped: boolean): Result => (isStopped ? 'stopped' : 'unnoticed');

/** Changes the setting as the user would. */
function setRecording(on: boolean): Thenable<void> {
  const { Global } = vscode.ConfigurationTarget;
  return vscode.workspace.getConfiguration().update(SETTINGS.record.id, on, Global);
}

const FORGED_CSV = 'command,label\nrm -rf /,0\nls -la,1\n';
