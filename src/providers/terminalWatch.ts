import * as vscode from 'vscode';
import type { Verdict } from '../core/verdict';
import type { AppSource } from './appSource';
import { showNotice } from './dialogs';
import type { ExplainSubject } from './explainConversation';
import type { ErrorReport } from './errorReport';
import { currentSettings, setRecording } from './settingsReader';

/** The dependencies of the watch. */
export interface TerminalWatchHost {
  readonly source: AppSource;
  openExplain(subject: ExplainSubject): Promise<void>;
  readonly report: ErrorReport;
  /** Stores on this machine whether recording was offered, and the muted rules. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
}

/** Keys in `memory`. */
const ASKED = 'recording.asked';
const MUTED = 'warning.mutedRules';

interface Started {
  readonly ms: number;
  readonly verdict: Promise<Verdict | undefined>;
}

/**
 * Watches the commands of VS Code terminals with shell integration: warns about commands that a deny or ask rule
 * matches, and records commands if recording is on. VS Code reports a command after it has started, so none can be
 * blocked.
 */
export function createTerminalWatch(host: TerminalWatchHost): vscode.Disposable {
  const running = new WeakMap<vscode.TerminalShellExecution, Started>();
  const inBackground = (task: Promise<void>): void => {
    task.catch(host.report);
  };
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
      const command = execution.commandLine.value;
      const verdict = evaluate(host, command, execution.cwd?.fsPath);
      running.set(execution, { ms: Date.now(), verdict });
      inBackground(verdict.then((found) => warn(host, execution, found)));
    }),
    vscode.window.onDidEndTerminalShellExecution((event) => {
      const started = running.get(event.execution);
      inBackground(currentSettings().record ? record(host, event, started) : askOnce(host));
    }),
  );
}

async function evaluate(
  { source }: TerminalWatchHost,
  command: string,
  cwd: string | undefined,
): Promise<Verdict | undefined> {
  const { warnOnDeny, record: recording } = currentSettings();
  if ((!warnOnDeny && !recording) || command.trim() === '') return undefined;
  return (await source.get()).evaluate(command, cwd);
}

async function warn(
  host: TerminalWatchHost,
  { commandLine, cwd }: vscode.TerminalShellExecution,
  found: Verdict | undefined,
): Promise<void> {
  if (found?.decision !== 'deny' && found?.decision !== 'ask') return;
  if (!currentSettings().warnOnDeny) return;
  const muted = new Set(host.memory.get<readonly string[]>(MUTED) ?? []);
  const unmuted = found.rules.filter((id) => !muted.has(id));
  if (unmuted.length === 0) return;
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
  const chosen = await showNotice('warning', message, explain, mute);
  if (chosen === explain) {
    await host.openExplain({ command: commandLine.value, cwd: cwd?.fsPath ?? '' });
  } else if (chosen !== undefined) {
    await host.memory.update(MUTED, [...muted, ...unmuted]);
  }
}

async function record(
  { source }: TerminalWatchHost,
  { terminal, execution, exitCode }: vscode.TerminalShellExecutionEndEvent,
  started: Started | undefined,
): Promise<void> {
  // Read at the end, when VS Code may know the command line more accurately than at the start.
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
    // If evaluation failed, record the command without a verdict.
    await started?.verdict.catch(() => undefined),
  );
}

/** The process id of the shell, or the name of a terminal without a process. */
async function terminalId(terminal: vscode.Terminal): Promise<string> {
  return String((await terminal.processId) ?? terminal.name);
}

/** Offers recording once; it is off by default. */
async function askOnce({ memory }: TerminalWatchHost): Promise<void> {
  if (memory.get<boolean>(ASKED) === true) return;
  await memory.update(ASKED, true);
  const start = vscode.l10n.t('Record');
  const chosen = await showNotice(
    'info',
    vscode.l10n.t(
      'Rulewright can record the commands of your terminals and learn from them. They stay on this machine, with secrets removed.',
    ),
    start,
    vscode.l10n.t('Not Now'),
  );
  if (chosen === start) await setRecording(true);
}
