import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { formatCount } from '../core/formatCount';
import { Label } from '../core/label';
import type { ImportReport } from '../core/ports';
import { authorOfCode } from '../core/rejection';
import { labelName } from '../providers/nodes/terms';
import { joined } from '../providers/nodes/nodeTexts';
import { isConfirmed } from '../providers/dialogs';
import { withProgress } from '../providers/progress';
import { askText, choose, chooseEvent, notify } from './ask';
import { confirmFile, notConfirmed } from './callers';
import type { CommandHost } from './commandHost';
import type { Caller, HandlersFor } from './commandArguments';

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

/** Commands for import, export, labels and deletion of the command history. */
export function historyCommands(host: CommandHost): HandlersFor<Ids> {
  const history = async () => (await host.source.get()).history;
  const expectLabelsAllowed = createLabelLimit();

  const importFile = async (caller: Caller, path: string): Promise<ImportReport> => {
    const into = await history();
    const report = await withProgress(vscode.l10n.t('Importing command history'), (run) =>
      into.importCsv(path, run),
    );
    if (caller === 'person') await showImport(host, report);
    return report;
  };

  const label = async (caller: Caller, id: string | undefined, given: Label | undefined) => {
    const app = await host.source.get();
    const eventId = id ?? (await chooseEvent(app, vscode.l10n.t('Select the command to label')));
    if (eventId === undefined) return undefined;
    const value = given ?? (await askLabel());
    if (value === undefined) return undefined;
    if (caller === 'code') await expectLabelsAllowed();
    const author = caller === 'code' ? authorOfCode(undefined) : await app.author();
    const event = await app.history.label(eventId, value, author);
    if (caller === 'person')
      vscode.window.setStatusBarMessage(vscode.l10n.t('Labelled {0}', labelName(value)), 4000);
    return event;
  };

  return {
    [COMMAND.importCsv]: async (caller, given) => {
      if (given !== undefined) await confirmFile(given, 'import');
      const path = given ?? (await askOpen());
      return path === undefined ? undefined : importFile(caller, path);
    },
    [COMMAND.importSample]: (caller) => importFile(caller, host.samplePath),
    [COMMAND.exportCsv]: async (caller, given) => {
      if (given !== undefined) await confirmFile(given, 'export');
      const path = given ?? (await askSave());
      if (path === undefined) return undefined;
      const from = await history();
      const rows = await withProgress(vscode.l10n.t('Exporting command history'), (run) =>
        from.exportCsv(path, run),
      );
      if (caller === 'person')
        notify(vscode.l10n.t('Rows written to {1}: {0}', formatCount(rows), path));
      return rows;
    },
    [COMMAND.queryRecent]: async (_, limit) => (await history()).recent(limit ?? 100),
    [COMMAND.label]: label,
    [COMMAND.markSafe]: (caller, id) => label(caller, id, 'safe'),
    [COMMAND.markUnsafe]: (caller, id) => label(caller, id, 'unsafe'),
    [COMMAND.deleteHistory]: async (caller, given) => {
      const range = given ?? (await askRange());
      if (range === undefined) return undefined;
      if (given !== undefined && !(await isDeletionAllowed(given))) throw notConfirmed();
      const { olderThanDays, text } = range;
      const deleted = await (
        await history()
      ).remove({
        ...(olderThanDays === undefined ? {} : { beforeMs: cutoffMs(olderThanDays) }),
        ...(text === undefined ? {} : { text }),
      });
      if (caller === 'person')
        notify(vscode.l10n.t('Commands deleted from the history: {0}', formatCount(deleted)));
      return deleted;
    },
    [COMMAND.previewRedaction]: async (caller, given) => {
      const command =
        given ??
        (await askText(
          vscode.l10n.t('Preview Redaction'),
          vscode.l10n.t('Command line to redact. It is neither run nor stored.'),
        ));
      if (command === undefined) return undefined;
      const { text, kinds } = (await host.source.get()).redactionOf(command);
      if (caller === 'person') {
        const heading =
          text === command
            ? vscode.l10n.t('No secrets were found. This would be stored:')
            : vscode.l10n.t('This would be stored:');
        const why =
          kinds.length === 0
            ? []
            : [vscode.l10n.t('Replaced: {0}', [...new Set(kinds)].sort().join(', '))];
        await host.documents.show('redaction.txt', [heading, text, ...why, ''].join('\n'));
      }
      return text;
    },
    // Other code can run these commands without arguments, as the palette does, so always ask the user.
    [COMMAND.startRecording]: async () => {
      const question = vscode.l10n.t('Record the commands of your terminals on this machine?');
      if (await isConfirmed(question, vscode.l10n.t('Record'))) await host.setRecording(true);
    },
    [COMMAND.stopRecording]: async () => {
      const question = vscode.l10n.t('Stop recording the commands of your terminals?');
      if (await isConfirmed(question, vscode.l10n.t('Stop'))) await host.setRecording(false);
    },
  };
}

const LABELS_UNASKED = 10;
const LABELS_ALLOWED_MS = 10 * 60_000;

/** Labels train the model, so code may set only a few without the user's permission. Throws `cancelled`. */
function createLabelLimit(): () => Promise<void> {
  let sinceMs = 0;
  let count = 0;
  let isAllowed = false;
  return async () => {
    if (Date.now() - sinceMs > LABELS_ALLOWED_MS) {
      sinceMs = Date.now();
      count = 0;
      isAllowed = false;
    }
    count += 1;
    if (isAllowed || count <= LABELS_UNASKED) return;
    const question = vscode.l10n.t(
      'Let another extension label commands for ten minutes? Rulewright learns from labels.',
    );
    if (!(await isConfirmed(question, vscode.l10n.t('Allow')))) throw notConfirmed();
    isAllowed = true;
  };
}

function isDeletionAllowed({ olderThanDays, text }: Range): Promise<boolean> {
  const which = joined([
    olderThanDays === undefined
      ? undefined
      : vscode.l10n.t('older than this number of days: {0}', formatCount(olderThanDays)),
    text === undefined ? undefined : vscode.l10n.t('with this text: {0}', text.slice(0, 200)),
  ]);
  const question = vscode.l10n.t(
    'Another extension wants to delete commands from the history permanently ({0}).',
    which,
  );
  return isConfirmed(question, vscode.l10n.t('Delete'));
}

interface Range {
  readonly olderThanDays?: number | undefined;
  readonly text?: string | undefined;
}

/** With zero days, everything is deleted, including events with a time in the future. */
function cutoffMs(days: number): number {
  return days === 0 ? Number.MAX_SAFE_INTEGER : Date.now() - days * 86_400_000;
}

async function showImport(host: CommandHost, report: ImportReport): Promise<void> {
  const { imported, repeated, skipped, labels, faults } = report;
  const text = joined(
    [
      vscode.l10n.t(
        'Imported commands: {0} ({1} unsafe, {2} safe, {3} without a label)',
        formatCount(imported),
        formatCount(labels.unsafe),
        formatCount(labels.safe),
        formatCount(labels.unknown),
      ),
      repeated > 0 ? vscode.l10n.t('already imported: {0}', formatCount(repeated)) : undefined,
      skipped > 0 ? vscode.l10n.t('skipped rows: {0}', formatCount(skipped)) : undefined,
    ],
    ', ',
  );
  if (skipped > 0) {
    const lines = faults.map(({ line, problem }) =>
      vscode.l10n.t('line {0}: {1}', String(line), problem),
    );
    await host.documents.show('import-faults.txt', `${text}\n\n${lines.join('\n')}\n`);
  }
  if (host.showSetupMessage('sources', `${text}.`)) return;
  notify(`${text}.`, {
    title: vscode.l10n.t('Generate Suggestions'),
    command: COMMAND.generateSuggestions,
  });
}

function csvFilter(): Record<string, string[]> {
  return { [vscode.l10n.t('CSV files')]: ['csv'] };
}

async function askOpen(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Command History'),
    openLabel: vscode.l10n.t('Import'),
    filters: csvFilter(),
  });
  return files?.[0]?.fsPath;
}

async function askSave(): Promise<string | undefined> {
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Command History'),
    saveLabel: vscode.l10n.t('Export'),
    filters: csvFilter(),
  });
  return file?.fsPath;
}

async function askLabel(): Promise<Label | undefined> {
  const choices = Label.options.map((value) => ({ label: labelName(value), value }));
  return choose(vscode.l10n.t('Select a label'), choices, '');
}

async function askRange(): Promise<{ olderThanDays?: number; text?: string } | undefined> {
  const by = await choose<'age' | 'text'>(
    vscode.l10n.t('Delete History'),
    [
      { label: vscode.l10n.t('By age…'), value: 'age' },
      { label: vscode.l10n.t('By text in the command…'), value: 'text' },
    ],
    '',
  );
  if (by === undefined) return undefined;
  const range = by === 'age' ? await askAge() : await askContained();
  if (range === undefined) return undefined;
  const question = vscode.l10n.t('Permanently delete these commands from the history?');
  return (await isConfirmed(question, vscode.l10n.t('Delete'))) ? range : undefined;
}

async function askAge(): Promise<{ olderThanDays: number } | undefined> {
  const text = await askText(
    vscode.l10n.t('Delete History'),
    vscode.l10n.t('Delete commands older than this number of days (0 deletes everything)'),
    {
      value: '30',
      problem: (value) =>
        /^\d{1,5}$/.test(value) ? undefined : vscode.l10n.t('Enter a whole number of days.'),
    },
  );
  return text === undefined ? undefined : { olderThanDays: Number(text) };
}

async function askContained(): Promise<{ text: string } | undefined> {
  const text = await askText(
    vscode.l10n.t('Delete History'),
    vscode.l10n.t('Delete every command that contains this text'),
  );
  return text === undefined ? undefined : { text };
}
