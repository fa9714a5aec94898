import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { formatCount } from '../core/formatCount';
import type { FoundSource, SourceFault, SourceId, SourceImport } from '../core/historySource';
import { fileSize, fromHome, joined, when } from '../providers/nodes/nodeTexts';
import { pickMany } from '../providers/dialogs';
import { withProgress } from '../providers/progress';
import { notify } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

/** Import of the command histories of shells and agents. No file is read before the user selects it. */
export function importCommands(
  host: CommandHost,
): HandlersFor<typeof COMMAND.importHistory | typeof COMMAND.keepUpToDate> {
  return {
    [COMMAND.importHistory]: async (caller, given) => {
      const { sources } = await host.source.get();
      // The user always selects the sources: ids from code only preselect them.
      const ids = await askSources(await sources.discover(), given ?? [], {
        title: vscode.l10n.t('Import History from This Machine'),
        placeHolder: vscode.l10n.t('Nothing is read before you choose it. Secrets are removed.'),
      });
      if (ids === undefined || ids.length === 0) return undefined;
      const report = await withProgress(vscode.l10n.t('Importing command history'), (run) =>
        sources.import(ids, run),
      );
      if (caller === 'person') await showImport(host, report);
      return report;
    },
    [COMMAND.keepUpToDate]: async () => {
      const { sources } = await host.source.get();
      const found = await sources.discover();
      const kept = host.keptUpToDate.get();
      const ids = await askSources(found, kept, {
        title: vscode.l10n.t('Keep Histories Up to Date'),
        placeHolder: vscode.l10n.t(
          'New commands of these sources are imported every five minutes while a window is open.',
        ),
      });
      if (ids === undefined) return undefined;
      // A source that was not found this time keeps its setting.
      const others = kept.filter((id) => found.every((source) => source.id !== id));
      const all = [...others, ...ids];
      await host.keptUpToDate.set(all);
      const added = ids.filter((id) => !kept.includes(id));
      if (added.length > 0) {
        await withProgress(vscode.l10n.t('Importing command history'), (run) =>
          sources.import(added, run),
        );
      }
      return all;
    },
  };
}

async function askSources(
  found: readonly FoundSource[],
  preselected: readonly SourceId[],
  texts: { readonly title: string; readonly placeHolder: string },
): Promise<readonly SourceId[] | undefined> {
  if (found.length === 0) {
    notify(
      vscode.l10n.t('No command history of a shell or an agent was found on this machine.'),
      { title: vscode.l10n.t('Import CSV…'), command: COMMAND.importCsv },
      { title: vscode.l10n.t('Import Sample History'), command: COMMAND.importSample },
    );
    return undefined;
  }
  return pickMany(
    found.map((source) => ({ ...choiceOf(source), picked: preselected.includes(source.id) })),
    texts,
  );
}

function choiceOf({
  id,
  name,
  about,
  hasNoEstimate,
  files,
  sizeBytes,
  newestMs,
  path,
}: FoundSource) {
  const newest = when(new Date(newestMs).toISOString());
  return {
    value: id,
    label: name,
    description: joined([
      files > 1 ? vscode.l10n.t('{0} files', formatCount(files)) : undefined,
      hasNoEstimate ? fileSize(sizeBytes) : vscode.l10n.t('about {0} commands', formatCount(about)),
      vscode.l10n.t('last changed {0}', newest),
    ]),
    detail: fromHome(path),
  };
}

async function showImport(host: CommandHost, report: SourceImport): Promise<void> {
  const { sources, faults, isCancelled } = report;
  const sum = (of: 'imported' | 'repeated' | 'skipped' | 'refused'): number =>
    sources.reduce((total, source) => total + source[of], 0);
  const some = (text: string, of: 'repeated' | 'skipped' | 'refused') =>
    sum(of) > 0 ? vscode.l10n.t('{0}: {1}', text, formatCount(sum(of))) : undefined;
  const text = joined(
    [
      isCancelled
        ? vscode.l10n.t(
            'Import cancelled. Commands imported before: {0}',
            formatCount(sum('imported')),
          )
        : vscode.l10n.t('Commands imported: {0}', formatCount(sum('imported'))),
      some(vscode.l10n.t('refused by a person'), 'refused'),
      some(vscode.l10n.t('already known'), 'repeated'),
      some(vscode.l10n.t('lines that could not be read'), 'skipped'),
    ],
    ', ',
  );
  if (faults.length > 0) {
    await host.documents.show(
      'import-faults.txt',
      `${text}\n\n${faults.map(faultLine).join('\n')}\n`,
    );
  }
  if (host.showSetupMessage('sources', `${text}.`)) return;
  notify(
    `${text}.`,
    { title: vscode.l10n.t('Load Starter Rules'), command: COMMAND.loadStarterRules },
    { title: vscode.l10n.t('Show Commands'), command: COMMAND.openDashboard },
    { title: vscode.l10n.t('Keep Up to Date…'), command: COMMAND.keepUpToDate },
  );
}

function faultLine({ path, line, problem }: SourceFault): string {
  if (line === undefined) return `${path}: ${problem}`;
  return vscode.l10n.t('{0}, line {1}: {2}', path, String(line), problem);
}
