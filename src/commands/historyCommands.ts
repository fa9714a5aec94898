import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { Label } from '../core/label';
import type { ImportReport } from '../core/ports';
import { counted, joined } from '../providers/nodes/words';
import { withProgress } from '../providers/progress';
import { askText, choose, chooseEvent, tell } from './ask';
import type { CommandHost } from './commandHost';
import type { Caller, HandlersFor } from './signatures';

type Ids =
  | typeof COMMAND.importCsv
  | typeof COMMAND.importSample
  | typeof COMMAND.exportCsv
  | typeof COMMAND.queryRecent
  | typeof COMMAND.label
  | typeof COMMAND.markSafe
  | typeof COMMAND.markUnsafe
  | typeof COMMAND.deleteHistory
  | typeof COMMAND.previewRedaction
  | typeof COMMAND.startRecording
  | typeof COMMAND.stopRecording;

const CSV = { 'CSV files': ['csv'] };

/** Command history: in, out, labels and deletion. */
export function historyCommands(host: CommandHost): HandlersFor<Ids> {
  const history = async () => (await host.source.get()).history;

  const importFile = async (caller: Caller, path: string): Promise<ImportReport> => {
    const into = await history();
    const report = await withProgress('Importing command history', (run) =>
      into.importCsv(path, run),
    );
    if (caller === 'person') await showImport(host, report);
    return report;
  };

  const label = async (caller: Caller, id: string | undefined, given: Label | undefined) => {
    const app = await host.source.get();
    const eventId = id ?? (await chooseEvent(app, 'Label which command?'));
    if (eventId === undefined) return undefined;
    const value = given ?? (await askLabel());
    if (value === undefined) return undefined;
    const event = await app.history.label(eventId, value, await app.author());
    if (caller === 'person') vscode.window.setStatusBarMessage(`Labelled ${value}`, 4000);
    return event;
  };

  return {
    [COMMAND.importCsv]: async (caller, given) => {
      const path = given ?? (await askOpen());
      return path === undefined ? undefined : importFile(caller, path);
    },
    [COMMAND.importSample]: (caller) => importFile(caller, host.samplePath),
    [COMMAND.exportCsv]: async (caller, given) => {
      const path = given ?? (await askSave());
      if (path === undefined) return undefined;
      const from = await history();
      const rows = await withProgress('Exporting command history', (run) =>
        from.exportCsv(path, run),
      );
      if (caller === 'person') tell(`${counted(rows, 'row')} written to ${path}.`);
      return rows;
    },
    [COMMAND.queryRecent]: async (_, limit) => (await history()).recent(limit ?? 100),
    [COMMAND.label]: label,
    [COMMAND.markSafe]: (caller, id) => label(caller, id, 'safe'),
    [COMMAND.markUnsafe]: (caller, id) => label(caller, id, 'unsafe'),
    [COMMAND.deleteHistory]: async (caller, given) => {
      const which = given ?? (await askWhich());
      if (which === undefined) return undefined;
      const { olderThanDays, text } = which;
      const deleted = await (
        await history()
      ).remove({
        ...(olderThanDays === undefined ? {} : { beforeMs: bornBefore(olderThanDays) }),
        ...(text === undefined ? {} : { text }),
      });
      if (caller === 'person') tell(`${counted(deleted, 'command')} deleted from the history.`);
      return deleted;
    },
    [COMMAND.previewRedaction]: async (caller, given) => {
      const command =
        given ??
        (await askText(
          'Preview Redaction',
          'A command line; it is not run and not kept. You see what a recording would keep of it.',
        ));
      if (command === undefined) return undefined;
      const kept = (await host.source.get()).redact(command);
      if (caller === 'person') {
        const same = kept === command ? 'Nothing in it looks like a secret.' : '';
        await host.documents.show('redaction.txt', `${joined(['Kept:', same], ' ')}\n${kept}\n`);
      }
      return kept;
    },
    [COMMAND.startRecording]: () => host.setRecording(true),
    [COMMAND.stopRecording]: () => host.setRecording(false),
  };
}

/** Zero days means everything, also what claims to come from the future. */
function bornBefore(days: number): number {
  return days === 0 ? Number.MAX_SAFE_INTEGER : Date.now() - days * 86_400_000;
}

async function showImport(host: CommandHost, report: ImportReport): Promise<void> {
  const { imported, repeated, skipped, labels, faults } = report;
  const text = joined(
    [
      `${counted(imported, 'command')} imported (${labels.unsafe} unsafe, ${labels.safe} safe, ${labels.unknown} unknown)`,
      repeated > 0 ? `${repeated} were there already` : undefined,
      skipped > 0 ? `${counted(skipped, 'row')} skipped` : undefined,
    ],
    ', ',
  );
  if (skipped > 0) {
    const lines = faults.map(({ line, problem }) => `line ${line}: ${problem}`);
    await host.documents.show('import-faults.txt', `${text}\n\n${lines.join('\n')}\n`);
  }
  tell(`${text}.`, { title: 'Generate Suggestions', command: COMMAND.generateSuggestions });
}

async function askOpen(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: 'Import Command History',
    openLabel: 'Import',
    filters: CSV,
  });
  return files?.[0]?.fsPath;
}

async function askSave(): Promise<string | undefined> {
  const file = await vscode.window.showSaveDialog({
    title: 'Export Command History',
    saveLabel: 'Export',
    filters: CSV,
  });
  return file?.fsPath;
}

async function askLabel(): Promise<Label | undefined> {
  const choices = Label.options.map((value) => ({ label: value, value }));
  return choose('What is this command?', choices, '');
}

async function askWhich(): Promise<{ olderThanDays?: number; text?: string } | undefined> {
  const by = await choose<'age' | 'text'>(
    'Delete History',
    [
      { label: 'By age…', value: 'age' },
      { label: 'By text in the command…', value: 'text' },
    ],
    '',
  );
  if (by === undefined) return undefined;
  const which = by === 'age' ? await askAge() : await askContained();
  if (which === undefined) return undefined;
  const yes = await vscode.window.showWarningMessage(
    'Delete these commands from the history for good?',
    { modal: true },
    'Delete',
  );
  return yes === 'Delete' ? which : undefined;
}

async function askAge(): Promise<{ olderThanDays: number } | undefined> {
  const text = await askText('Delete History', 'Older than how many days? 0 deletes everything.', {
    value: '30',
    problem: (value) => (/^\d{1,5}$/.test(value) ? undefined : 'A whole number of days.'),
  });
  return text === undefined ? undefined : { olderThanDays: Number(text) };
}

async function askContained(): Promise<{ text: string } | undefined> {
  const text = await askText('Delete History', 'Delete every command that contains this text.');
  return text === undefined ? undefined : { text };
}
