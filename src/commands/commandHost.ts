import type * as vscode from 'vscode';
import type { SourceId } from '../core/historySource';
import type { SetupStep } from '../protocol/setup';
import type { AppSource } from '../providers/appSource';
import type { ExplainSubject } from '../providers/explainConversation';
import type { Documents } from '../providers/virtualDocuments';
import type { ErrorReport } from '../providers/errorReport';
import type { LearningRuns } from '../providers/learningRuns';
import type { Reviewer } from '../providers/reviewPanel';

/** The dependencies of commands. */
export interface CommandHost {
  readonly source: AppSource;
  readonly reviewer: Reviewer;
  readonly documents: Documents;
  readonly runs: LearningRuns;
  readonly report: ErrorReport;
  readonly log: vscode.LogOutputChannel;
  /** The bundled sample history. */
  readonly samplePath: string;
  openSetup(): Promise<void>;
  /**
   * Opens the setup page and asks the user on it whether to write a hook file. False if the user declines or closes the
   * page.
   */
  readonly askInSetup: (text: string, detail: string) => Promise<boolean>;
  /** Shows the result in a step of the setup page. False if the page is not in view. */
  readonly sayInSetup: (step: SetupStep, message: string) => boolean;
  /** Opens the Explain page, without a subject for the user to enter a command. */
  openExplain(subject?: ExplainSubject): Promise<void>;
  openDashboard(): Promise<void>;
  openLabelQueue(): Promise<void>;
  /** Opens the dashboard with the commands of an agent's session. */
  showAgentCommands(agentId: string): Promise<void>;
  /** Turns the recording of terminals on or off on this machine. */
  setRecording(on: boolean): Promise<void>;
  /** The sources whose new commands are imported automatically on this machine. */
  readonly keptUpToDate: {
    get(): readonly SourceId[];
    set(ids: readonly SourceId[]): Promise<void>;
  };
}
