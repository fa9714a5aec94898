import * as vscode from 'vscode';
import type { Verdict } from '../core/verdict';
import type { AppSource } from './appSource';
import type { Documents } from './documents';
import type { ErrorReport } from './errorReport';
import { currentSettings, setRecording } from './settingsReader';

/** What the watch stands on. */
export interface TerminalWatchHost {
  readonly source: AppSource;
  readonly documents: Documents;
  readonly report: ErrorReport;
  /** Remembers what the person was asked and muted, on this machine. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
}

/** Keys in the memory. */
const ASKED = 'recording.asked';
const MUTED = 'warning.mutedRules';

interface Started {
  readonly ms: number;
  readonly verdict: Promise<Verdict | undefined>;
}

/**
 * Watches the commands of VS Code terminals that have shell integration: warns of those that a deny or ask rule hits, and
 * records them where the person allowed it. VS Code reports a command after it started, so none is ever stopped.
 */
export function createTerminalWatch(host: TerminalWatchHost): vscode.Disposable {
  const running = new WeakMap<vscode.TerminalShellExecution, Started>();
  const later = (task: Promise<void>): void => {
    task.catch(host.report);
  };
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
      const command = execution.commandLine.value;
      const verdict = evaluate(host, command);
      running.set(execution, { ms: Date.now(), verdict });
      later(verdict.then((found) => warn(host, command, found)));
    }),
    vscode.window.onDidEndTerminalShellExecution((event) => {
      const started = running.get(event.execution);
      later(currentSettings().record ? record(host, event, started) : askOnce(host));
    }),
  );
}

async function evaluate(
  { source }: TerminalWatchHost,
  command: string,
): Promise<Verdict | undefined> {
  const { warnOnDeny, record: recording } = currentSettings();
  if ((!warnOnDeny && !recording) || command.trim() === '') return undefined;
  return (await source.get()).evaluate(command);
}

async function warn(
  host: TerminalWatchHost,
  command: string,
  found: Verdict | undefined,
): Promise<void> {
  if (found?.decision !== 'deny' && found?.decision !== 'ask') return;
  if (!currentSettings().warnOnDeny) return;
  const muted = new Set(host.memory.get<readonly string[]>(MUTED) ?? []);
  const loud = found.rules.filter((id) => !muted.has(id));
  if (loud.length === 0) return;
  const explain = vscode.l10n.t('Explain');
  const mute = vscode.l10n.t("Don't Warn for This Rule");
  const message =
    found.decision === 'deny'
      ? vscode.l10n.t(
          'Rulewright would have blocked this command for an agent. It was not stopped. {0}',
          found.reason,
        )
      : vscode.l10n.t(
          'Rulewright would have asked about this command of an agent. It was not stopped. {0}',
          found.reason,
        );
  const chosen = await vscode.window.showWarningMessage(message, explain, mute);
  if (chosen === explain) {
    const { text } = await (await host.source.get()).explain(command);
    await host.documents.show('explanation.txt', `${text}\n`);
  } else if (chosen !== undefined) {
    await host.memory.update(MUTED, [...muted, ...loud]);
  }
}

async function record(
  { source }: TerminalWatchHost,
  { terminal, execution, exitCode }: vscode.TerminalShellExecutionEndEvent,
  started: Started | undefined,
): Promise<void> {
  // Read at the end: by now VS Code may know the command line better than at the start.
  const { value: command, confidence } = execution.commandLine;
  if (command.trim() === '') return;
  const app = await source.get();
  await app.record(
    {
      command,
      confidence: (['low', 'medium', 'high'] as const)[confidence],
      terminalId: await terminalId(terminal),
      ...(execution.cwd === undefined ? {} : { cwd: execution.cwd.fsPath }),
      ...(exitCode === undefined ? {} : { exitCode }),
    },
    started?.ms ?? Date.now(),
    // A failed verdict is no reason to lose the record: the event then carries none.
    await started?.verdict.catch(() => undefined),
  );
}

/** The shell's process tells terminals apart; one that has none yet goes by its name. */
async function terminalId(terminal: vscode.Terminal): Promise<string> {
  return String((await terminal.processId) ?? terminal.name);
}

/** Recording is off until the person says otherwise, and is offered once. */
async function askOnce({ memory }: TerminalWatchHost): Promise<void> {
  if (memory.get<boolean>(ASKED) === true) return;
  await memory.update(ASKED, true);
  const chosen = await vscode.window.showInformationMessage(
    'Rulewright can record the commands of your terminals, to learn from them. They stay on this machine, with secrets removed.',
    'Record',
    'Not Now',
  );
  if (chosen === 'Record') await setRecording(true);
}
