import * as vscode from 'vscode';
import type * as z from 'zod';
import { RulewrightError } from '../core/errors';
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
    else this.post({ type: 'failed', ...this.host.explain(invalidMessage(parsed.error)) });
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

/** The error for an invalid message. Its cause, which is logged, names the wrong members but not their values. */
export function invalidMessage({ issues }: z.ZodError): RulewrightError {
  const cause = issues
    .slice(0, MAX_ISSUES)
    .map(({ path, code }) => `${path.join('.')}: ${code}`)
    .join(', ');
  const text = vscode.l10n.t('The page sent an invalid message.');
  return new RulewrightError('invalid-input', text, { cause });
}

const MAX_ISSUES = 5;
