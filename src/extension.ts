import { config as configureTexts } from '@vscode/l10n';
import * as vscode from 'vscode';
import { createHandlers } from './commands/handlers';
import { registerCommands } from './commands/register';
import { setNumberLanguage } from './core/formatCount';
import { createAppSource } from './providers/appSource';
import { createDashboard } from './providers/dashboardPanel';
import { createDrafts } from './providers/drafts';
import { createDocuments } from './providers/virtualDocuments';
import type { ExplainSubject } from './providers/explainConversation';
import { createExplain } from './providers/explainPanel';
import { createErrorReport, errorText } from './providers/errorReport';
import { createLearningRuns } from './providers/learningRuns';
import { createReviewer } from './providers/reviewPanel';
import { createSecretAnchor } from './providers/secretAnchor';
import {
  keepSettings,
  keptUpToDate,
  onDidChangeSettings,
  setRecording,
} from './providers/settingsReader';
import { createSetup } from './providers/setupPanel';
import { startUp, warnOfRestoredHooks, warnOfTampering } from './providers/startUp';
import { createStatus } from './providers/statusBar';
import { storageFolder } from './providers/storageFolder';
import { createTerminalWatch } from './providers/terminalWatch';
import { createViews } from './providers/views';

/** Creates and registers everything. The storage is opened later, at its first use. */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends { dispose(): unknown }>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  // Modules that do not import `vscode` translate through @vscode/l10n.
  const texts = vscode.l10n.bundle ?? {};
  configureTexts({ contents: texts });
  setNumberLanguage(vscode.env.language);
  const { extensionUri } = context;
  const log = own(vscode.window.createOutputChannel('Rulewright', { log: true }));
  const report = createErrorReport(log);
  const explain = (error: unknown) => errorText(error, log);

  const documents = own(createDocuments());
  const settings = own(keepSettings());
  const source = own(
    createAppSource(async () => {
      // Loaded on demand: the database and the parsers would take most of the activation time.
      const { openApp } = await import('./app/openApp');
      const folder = storageFolder(context);
      return openApp({
        folder,
        anchor: createSecretAnchor(context.secrets, folder, vscode.env.sessionId),
        extensionFolder: context.extensionPath,
        settings: settings.current,
        texts,
        folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
        onTampering: (text, difference) => {
          warnOfTampering(text, difference, documents).catch(report);
        },
        onHooksRestored: (found) => {
          warnOfRestoredHooks(found).catch(report);
        },
        onError: report,
      });
    }),
  );
  const runs = own(createLearningRuns(source));
  const views = own(createViews({ source, explain }));
  const drafts = own(
    createDrafts(context.workspaceState, async () => {
      const app = await source.shown();
      return {
        text: (text) => app.redactionOf(text).text,
        pattern: (pattern) => app.patternWithoutSecrets(pattern),
      };
    }),
  );
  const panels = {
    ...{ extensionUri, source, drafts, explain, documents, runs },
    showRule: views.showRule,
  };
  const reviewer = own(createReviewer(panels));
  const explainPage = own(createExplain(panels));
  const openExplain = (subject?: ExplainSubject) => explainPage.open(subject);
  const dashboard = own(createDashboard({ ...panels, openExplain }));
  const setup = own(createSetup({ ...panels, reviewer }));

  own(createStatus(source));
  own(createTerminalWatch({ source, openExplain, report, memory: context.globalState }));
  own(
    onDidChangeSettings(() => {
      source.changed();
    }),
  );
  own(
    registerCommands(
      createHandlers({
        source,
        reviewer,
        documents,
        runs,
        report,
        log,
        samplePath: context.asAbsolutePath('samples/history.csv'),
        openSetup: () => setup.open(),
        askInSetup: (text, detail) => setup.ask(text, detail),
        showSetupMessage: (step, message) => setup.showMessage(step, message),
        openExplain,
        openDashboard: () => dashboard.open(),
        openLabelQueue: () => dashboard.showQueue(),
        showAgentCommands: (agentId) => dashboard.showSession(agentId),
        setRecording,
        keptUpToDate,
      }),
      report,
    ),
  );
  startUp(source, report);
}
