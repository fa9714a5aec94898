import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import type { Generated } from '../../src/app/learning';
import type { KnownModel, Prediction, QueueEntry } from '../../src/app/ports';
import type { ExplainedCommand } from '../../src/commands/commandArguments';
import { COMMAND, type CommandId } from '../../src/contributions';
import type { CommandEvent } from '../../src/core/event';
import type { ImportReport } from '../../src/core/ports';
import type { Suggestion } from '../../src/core/suggestion';
import { ONE_CLASS_CSV } from '../support/brokenInput';
import { openSecondWindow } from './support/secondWindow';

const run = <T>(id: CommandId, ...args: unknown[]): Thenable<T> =>
  vscode.commands.executeCommand<T>(id, ...args);

const extensionFolder = (): string =>
  vscode.extensions.getExtension('rulewright.rulewright')?.extensionPath ?? '';

describe('learning from history', () => {
  let folder: string;
  const window = openSecondWindow();
  /** Called as by the user, who confirms. */
  const remove = async (which: { beforeMs?: number; text?: string }): Promise<number> =>
    (await window.source.get()).history.remove(which);
  const importCsv = async (file: string): Promise<ImportReport> =>
    (await window.source.get()).history.importCsv(file);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rulewright-host-test-'));
  });
  after(async () => {
    window.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('predicts without a history, using the bundled commands', async () => {
    assert.deepEqual(await run(COMMAND.queryRecent, 10), []);
    const prediction = await run<Prediction>(COMMAND.predict, 'rm -rf ~/');
    assert.equal(prediction.label, 'unsafe');
    assert.equal((await run<Prediction>(COMMAND.predict, 'ls -la')).label, 'safe');
  });

  it('rejects a file that is not a history, and imports nothing', async () => {
    const file = join(folder, 'broken.csv');
    await writeFile(file, 'a,b\n1,2\n');
    await assert.rejects(async () => importCsv(file), /./);
    await assert.rejects(async () => importCsv(join(folder, 'none.csv')), /./);
    assert.deepEqual(await run(COMMAND.queryRecent, 10), []);
  });

  it('learns from one class together with the bundled commands, and proposes nothing for it', async () => {
    const file = join(folder, 'one-class.csv');
    await writeFile(file, ONE_CLASS_CSV);
    await importCsv(file);
    const before = await run(COMMAND.listSuggestions);
    const { report } = await run<KnownModel>(COMMAND.train, {});
    assert.deepEqual([report.counts.safe, report.counts.unsafe], [40, 0]);
    const bundled = await readFile(join(extensionFolder(), 'assets', 'base.txt.gz'));
    const unsafe = gunzipSync(bundled).toString('utf8').match(/^1 /gm);
    assert.equal(report.base.unsafe, unsafe?.length);
    assert.ok(report.base.unsafe > 50);
    assert.deepEqual(await run(COMMAND.listSuggestions), before);
    await remove({ beforeMs: Number.MAX_SAFE_INTEGER });
    assert.deepEqual(await run(COMMAND.queryRecent, 10), []);
  });

  it('imports the sample once', async () => {
    const first = await run<ImportReport>(COMMAND.importSample, {});
    assert.equal(first.imported, 500);
    const again = await run<ImportReport>(COMMAND.importSample, {});
    assert.deepEqual([again.imported, again.repeated], [0, 500]);
  });

  it('trains, predicts and creates pending proposals', async () => {
    const model = await run<KnownModel>(COMMAND.train, {});
    assert.ok(model.report.counts.unsafe > 0);
    const prediction = await run<Prediction>(COMMAND.predict, 'rm -rf /');
    assert.equal(prediction.label, 'unsafe');

    const rules = await run(COMMAND.listRules);
    const generated = await run<Generated>(COMMAND.generateSuggestions, {});
    assert.ok(generated.suggestions.length > 0);
    assert.ok(generated.suggestions.every(({ status }) => status === 'pending'));
    assert.deepEqual(await run(COMMAND.listRules), rules, 'no proposal applies itself');

    const again = await run<Generated>(COMMAND.generateSuggestions, {});
    assert.equal(again.suggestions.length, 0, 'what waits is not proposed again');
    assert.equal(again.repeated, generated.suggestions.length);
  });

  it('offers the starter rules for review, once', async () => {
    const suggestion = await run<Suggestion>(COMMAND.loadStarterRules, {});
    assert.ok(suggestion.diff.add.length >= 20);
    assert.equal(suggestion.status, 'pending');
    const again = await run<Suggestion>(COMMAND.loadStarterRules, {});
    assert.equal(again.id, suggestion.id);
  });

  it('queues the most useful labels first', async () => {
    const queue = await run<readonly QueueEntry[]>(COMMAND.labelQueue, 5);
    assert.ok(queue.length > 0 && queue.length <= 5);
    const [first] = queue;
    assert.ok(first);
    await run(COMMAND.label, first.eventId, 'safe');
    const rest = await run<readonly QueueEntry[]>(COMMAND.labelQueue, 100);
    assert.ok(!rest.some(({ command }) => command === first.command));
  });

  it('explains a command by the policy in force', async () => {
    const explanation = await run<ExplainedCommand>(COMMAND.explainCommand, 'ls -la');
    assert.equal(explanation.decision, 'none');
    assert.match(explanation.text, /ls -la/);
  });

  it('labels a command, and the label is exported', async () => {
    const [event] = await run<readonly CommandEvent[]>(COMMAND.queryRecent, 1);
    assert.ok(event);
    const label = event.label === 'unsafe' ? 'safe' : 'unsafe';
    const labelled = await run<CommandEvent>(COMMAND.label, event.id, label);
    assert.equal(labelled.label, label);
    const [read] = await run<readonly CommandEvent[]>(COMMAND.queryRecent, 1);
    assert.equal(read?.label, label);

    const file = join(folder, 'out.csv');
    assert.equal(await (await window.source.get()).history.exportCsv(file), 500);
    const text = await readFile(file, 'utf8');
    assert.match(text.split('\n')[0] ?? '', /command/);
    await assert.rejects(async () => run(COMMAND.label, 'nobody', 'safe'), /nobody/);
  });

  it('shows the result of redaction', async () => {
    const kept = await run<string>(
      COMMAND.previewRedaction,
      'curl -H "Authorization: Bearer abcdef0123456789abcdef0123456789" https://x.example',
    );
    assert.doesNotMatch(kept, /abcdef0123456789/);
  });

  it('does not delete for code without asking the user', async () => {
    const before = await run(COMMAND.queryRecent, 500);
    // In extension tests, VS Code refuses to show the question, which counts as an answer.
    await assert.rejects(async () => run(COMMAND.deleteHistory, { olderThanDays: 0 }));
    assert.deepEqual(await run(COMMAND.queryRecent, 500), before);
  });

  it('sets a few labels for code, and requires confirmation for more', async () => {
    const events = await run<readonly CommandEvent[]>(COMMAND.queryRecent, 30);
    await assert.rejects(async () => {
      for (const { id } of events) await run(COMMAND.label, id, 'safe');
    });
  });

  it('deletes by text, and deletes everything', async () => {
    const some = await remove({ text: 'git' });
    assert.ok(some > 0);
    const rest = await remove({ beforeMs: Number.MAX_SAFE_INTEGER });
    assert.equal(some + rest, 500);
    assert.deepEqual(await run(COMMAND.queryRecent, 10), []);
  });
});
