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
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { COMMAND, VIEW_ITEM, type CommandId } from '../../src/contributions';
import type { CommandEvent } from '../../src/core/event';
import type { AuditEntry } from '../../src/core/ports';
import type { Rule } from '../../src/core/rule';
import type { Suggestion } from '../../src/core/suggestion';
import type { PolicyVersion } from '../../src/core/version';
import { SETTINGS } from '../../src/settings';
import { anEvent } from '../support/events';
import { openSecondWindow, type SecondWindow } from './support/secondWindow';

const run = <T>(id: CommandId, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand<T>(id, ...args);

/** How long a command may wait for a person, who never answers. */
const PATIENCE_MS = 400;
/** Time between two looks at whether a command waits. */
const LOOK_MS = 20;

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
  let window: SecondWindow;
  let folder: string;
  const hooks = join(homedir(), '.claude', 'settings.json');

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rulewright-callers-'));
    writeFileSync(join(folder, 'kept.csv'), 'a file of the user\n');
    writeFileSync(join(folder, 'forged.csv'), FORGED_CSV);
    mkdirSync(join(homedir(), '.claude'), { recursive: true });
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
    rmSync(join(homedir(), '.claude'), { recursive: true });
    rmSync(folder, { recursive: true });
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

  /** Dismisses whatever waits for a person, as soon as it is shown. */
  const call = async (id: CommandId, args: readonly unknown[]): Promise<void> => {
    const ended = Promise.resolve(run(id, ...args)).then(
      () => true,
      () => true,
    );
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
      const hasEnded = await Promise.race([ended, setTimeout(LOOK_MS, false)]);
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      if (hasEnded) return;
    }
  };

  it('change nothing that only a person may change, whatever they are given', async () => {
    const before = await state();
    assert.equal(before.commands.length, EVENTS);
    assert.equal(before.records, true);
    assert.match(before.hooks, /guard\.sh/);
    const [version] = before.versions;
    const [rule] = before.rules;
    assert.ok(version !== undefined && rule !== undefined);
    const [newest] = await run<readonly PolicyVersion[]>(COMMAND.listVersions);
    const { id: pending } = await run<Suggestion>(COMMAND.addRule, {
      pattern: '^shred',
      effect: 'allow',
    });
    const subjects = [pending, newest?.version, rule.id, 'caller-1', 'claude'];
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
      for (const args of given) {
        calls += 1;
        await call(id, args);
      }
      assert.deepEqual(await state(), before, id);
    }
    process.stdout.write(`      ${calls} calls of ${Object.values(COMMAND).length} commands\n`);
    assert.ok((await labelled()) <= LABELS_UNASKED);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('do not pass for a row of a view to label more commands than code may', async () => {
    for (let at = 0; at < EVENTS; at += 1) {
      const row = { subject: `caller-${at}`, viewItem: VIEW_ITEM.event, rowKey: '' };
      await call(COMMAND.markUnsafe, [row]);
    }
    assert.ok((await labelled()) <= LABELS_UNASKED, String(await labelled()));
  });

  it('do not act under the name of the user', async () => {
    const { proposedBy } = await run<Suggestion>(COMMAND.addRule, {
      pattern: '^wipefs',
      effect: 'deny',
    });
    assert.equal(proposedBy, 'Another extension');
    const [rule] = await run<readonly Rule[]>(COMMAND.listRules);
    const removal = await run<Suggestion>(COMMAND.removeRule, rule?.id);
    assert.equal(removal.proposedBy, 'Another extension');
    const edit = await run<Suggestion>(COMMAND.editRule, rule?.id, { pattern: '^mkfs2' });
    assert.equal(edit.proposedBy, 'Another extension');
  });

  it('need an absolute path', async () => {
    for (const id of [COMMAND.exportCsv, COMMAND.exportAudit, COMMAND.importCsv]) {
      for (const path of ['', 'out.csv', '/tmp/a\nb.csv']) {
        await assert.rejects(async () => run(id, path), /absolute path/, `${id} ${path}`);
      }
    }
  });
});

/** Changes the setting as the user would. */
function setRecording(on: boolean): Thenable<void> {
  const { Global } = vscode.ConfigurationTarget;
  return vscode.workspace.getConfiguration().update(SETTINGS.record.id, on, Global);
}

const FORGED_CSV = 'command,label\nrm -rf /,0\nls -la,1\n';
