import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { App, Explanation } from '../app';
import type { CommandEvent } from '../core/event';
import type { AppSource } from './appSource';
import type { Documents } from './documents';
import type { ErrorReport } from './errorReport';
import { oneLine } from './nodes/words';
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
  readonly ts: string;
  readonly verdict: Promise<Explanation | undefined>;
}

/**
 * Watches the commands of VS Code terminals that have shell integration: warns of those that a deny rule hits, and
 * records them where the person allowed it. VS Code reports a command after it started, so none is ever stopped.
 */
export function createTerminalWatch(host: TerminalWatchHost): vscode.Disposable {
  const running = new WeakMap<vscode.TerminalShellExecution, Started>();
  const later = (task: Promise<void>): void => {
    task.catch(host.report);
  };
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
      const verdict = explain(host, execution.commandLine.value);
      running.set(execution, { ts: new Date().toISOString(), verdict });
      later(verdict.then((found) => warn(host, found)));
    }),
    vscode.window.onDidEndTerminalShellExecution((event) => {
      const started = running.get(event.execution);
      later(currentSettings().record ? record(host, event, started) : askOnce(host));
    }),
  );
}

async function explain(
  { source }: TerminalWatchHost,
  command: string,
): Promise<Explanation | undefined> {
  const { warnOnDeny, record: recording } = currentSettings();
  if ((!warnOnDeny && !recording) || command.trim() === '') return undefined;
  return (await source.get()).explain(command);
}

async function warn(host: TerminalWatchHost, found: Explanation | undefined): Promise<void> {
  if (found?.decision !== 'deny' || !currentSettings().warnOnDeny) return;
  const muted = new Set(host.memory.get<readonly string[]>(MUTED) ?? []);
  const loud = found.rules.filter((id) => !muted.has(id));
  if (loud.length === 0) return;
  const chosen = await vscode.window.showWarningMessage(
    `A deny rule matches a command that you ran: ${oneLine(found.command, 100)}. It was not stopped.`,
    'Explain',
    "Don't Warn for This Rule",
  );
  if (chosen === 'Explain') {
    await host.documents.show('explanation.txt', `${found.text}\n`);
  } else if (chosen !== undefined) {
    await host.memory.update(MUTED, [...muted, ...loud]);
  }
}

async function record(
  { source }: TerminalWatchHost,
  { execution, exitCode }: vscode.TerminalShellExecutionEndEvent,
  started: Started | undefined,
): Promise<void> {
  // Read at the end: by now VS Code may know the command line better than at the start.
  const { value: command, confidence } = execution.commandLine;
  if (command.trim() === '') return;
  const app = await source.get();
  await app.history.append([
    event(app, command, {
      ts: started?.ts ?? new Date().toISOString(),
      confidence,
      exitCode,
      cwd: execution.cwd?.fsPath,
      // A warning must not be lost to a failed verdict, nor the record: without one the event has no verdict.
      verdict: await started?.verdict.catch(() => undefined),
    }),
  ]);
}

interface Seen {
  readonly ts: string;
  readonly confidence: vscode.TerminalShellExecutionCommandLineConfidence;
  readonly exitCode: number | undefined;
  readonly cwd: string | undefined;
  readonly verdict: Explanation | undefined;
}

function event(app: App, command: string, seen: Seen): CommandEvent {
  const { exitCode, cwd, verdict } = seen;
  return {
    id: randomUUID(),
    ts: seen.ts,
    eventType: 'command',
    tool: 'terminal',
    command: app.redact(command),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(verdict === undefined
      ? {}
      : {
          verdict: {
            decision: verdict.decision,
            rules: [...verdict.rules],
            shadow: [...verdict.shadow],
            policyVersion: verdict.policyVersion,
          },
        }),
    context: {
      host: 'vscode',
      confidence: (['low', 'medium', 'high'] as const)[seen.confidence],
      ...(cwd === undefined ? {} : { cwd }),
    },
    source: 'terminal',
  };
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
