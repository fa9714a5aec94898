import * as vscode from 'vscode';
import type * as z from 'zod';
import type { ErrorText } from './errorReport';

/** Reports failed requests on the page that sent them. */
export class PageReport {
  constructor(
    private readonly host: { explain(error: unknown): ErrorText },
    private readonly post: (message: { type: 'failed' } & ErrorText) => void,
  ) {}

  /**
   * Handles a message of the page. Messages are untrusted: an invalid one gets an error response and is not handled.
   */
  async received<Message>(
    schema: z.ZodType<Message>,
    raw: unknown,
    handle: (message: Message) => Promise<void>,
  ): Promise<void> {
    const parsed = schema.safeParse(raw);
    if (parsed.success) await this.reported(() => handle(parsed.data));
    else this.post({ type: 'failed', message: vscode.l10n.t('The page sent an invalid message.') });
  }

  /** Runs a task and reports its failure on the page. */
  async reported(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.post({ type: 'failed', ...this.host.explain(error) });
    }
  }
}
