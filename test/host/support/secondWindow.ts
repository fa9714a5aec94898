import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createAppSource, type AppSource } from '../../../src/providers/appSource';
import { DashboardConversation } from '../../../src/providers/dashboardConversation';
import { createDocuments } from '../../../src/providers/virtualDocuments';
import { errorText } from '../../../src/providers/errorReport';
import { createLearningRuns } from '../../../src/providers/learningRuns';
import { ReviewConversation, type ReviewTarget } from '../../../src/providers/reviewConversation';
import type { FromDashboard, ToDashboard } from '../../../src/protocol/dashboard';
import type { FromReviewer, ToReviewer } from '../../../src/protocol/reviewer';
import { readSettings } from '../../../src/settings';
import { openApp } from '../../../src/app/openApp';

/** A second window on the folder of the extension under test, with a page that the test simulates. */
export interface SecondWindow {
  readonly source: AppSource;
  /** Opens a review and returns the first message to the page. */
  review(target: ReviewTarget): Promise<Extract<ToReviewer, { type: 'show' }>['review']>;
  /** Sends a message as the page, and returns the response. */
  send(message: unknown): Promise<ToReviewer>;
  /** All messages to the page since its last message. */
  received(): readonly ToReviewer[];
  /** Types `typed` for the change shown last. */
  type(typed: string): Promise<ToReviewer>;
  /** Sends a message as the dashboard page, and returns the responses. */
  askDashboard(message: FromDashboard): Promise<readonly ToDashboard[]>;
  close(): void;
}

/** Opens the second window. */
export function openSecondWindow(): SecondWindow {
  const extension = vscode.extensions.getExtension('rulewright.rulewright');
  if (extension === undefined) throw new Error('The extension is not there.');
  const settings = { ...readSettings(() => undefined), author: 'Ada' };
  const source = createAppSource(() =>
    openApp({
      folder: join(tmpdir(), `rulewright-storage-${process.pid}`),
      extensionFolder: extension.extensionPath,
      settings: () => settings,
      onError: (error) => {
        throw error;
      },
    }),
  );
  const documents = createDocuments();
  const log = vscode.window.createOutputChannel('Rulewright second window', { log: true });
  const sent: ToReviewer[] = [];
  const panels = {
    extensionUri: extension.extensionUri,
    source,
    documents,
    explain: (error: unknown) => errorText(error, log),
    showRule: () => Promise.resolve(),
    openExplain: () => Promise.resolve(),
  };
  const runs = createLearningRuns(source);
  const received: ToDashboard[] = [];
  const dashboard = new DashboardConversation({ ...panels, runs }, (message) =>
    received.push(message),
  );
  const conversation = new ReviewConversation(
    panels,
    undefined,
    (message) => sent.push(message),
    () => undefined,
  );

  const send = async (message: unknown): Promise<ToReviewer> => {
    sent.length = 0;
    await conversation.receive(message);
    const [answer] = sent;
    if (answer === undefined) throw new Error('The page got no answer.');
    return answer;
  };
  let shown: Extract<ToReviewer, { type: 'show' }>['review'] | undefined;

  return {
    source,
    review: async (target) => {
      sent.length = 0;
      await conversation.switchTo(target);
      const [answer] = sent;
      if (answer?.type !== 'show') throw new Error(`Shown instead: ${JSON.stringify(answer)}`);
      shown = answer.review;
      return answer.review;
    },
    send,
    received: () => [...sent],
    type: (typed) => {
      if (shown === undefined) throw new Error('Nothing is shown.');
      const { subjectId, diffHash, policyVersion, author } = shown;
      const message: FromReviewer = {
        type: 'apply',
        subjectId,
        diffHash,
        author,
        comment: 'host test',
        typed,
        ...(policyVersion !== undefined && { policyVersion }),
      };
      return send(message);
    },
    askDashboard: async (message) => {
      received.length = 0;
      await dashboard.receive(message);
      return [...received];
    },
    close: () => {
      vscode.Disposable.from(source, documents, runs, log).dispose();
    },
  };
}

/**
 * Waits until `look` returns a value, at most `limitMs`, because changes of the second window take a moment to arrive.
 */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  limitMs = 5000,
): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`Not seen within ${limitMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
