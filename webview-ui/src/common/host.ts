import type * as z from 'zod';
import { MAX_DRAFT, parseDraft, ToPage, type FromPage } from '../../../src/protocol/draft';
import { loadNumberFormats } from './texts';

/**
 * The extension as seen by a page: sends messages, receives validated messages, and stores a draft that outlives the
 * page.
 */
export interface Host<In, Out> {
  send(message: Out): void;
  /** Calls `listener` with every valid message. Returns a function that stops it. */
  listen(listener: (message: In) => void): () => void;
  /** The last saved draft, not validated. */
  draft(): unknown;
  saveDraft(draft: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
}

/** The parts of `window` that a page needs. VS Code defines `acquireVsCodeApi`. */
export interface PageWindow {
  acquireVsCodeApi(): VsCodeApi;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/**
 * Connects a page to the extension, and calls `begin` once the draft of an earlier page has arrived. Messages that do
 * not match `schema` are dropped.
 */
export function connect<In, Out>(
  page: PageWindow,
  schema: z.ZodType<In>,
  begin: (host: Host<In, Out>) => void,
): void {
  const api = page.acquireVsCodeApi();
  const sendOwn = (message: FromPage): void => {
    api.postMessage(message);
  };
  const listen = <Message>(form: z.ZodType<Message>, listener: (message: Message) => void) => {
    const receive = (event: MessageEvent): void => {
      const parsed = form.safeParse(event.data);
      if (parsed.success) listener(parsed.data);
    };
    page.addEventListener('message', receive);
    return () => {
      page.removeEventListener('message', receive);
    };
  };
  const stop = listen(ToPage, (loaded) => {
    stop();
    let { draft } = loaded;
    begin({
      send: (message) => {
        api.postMessage(message);
      },
      listen: (listener) => listen(schema, listener),
      draft: () => parseDraft(draft),
      saveDraft: (next) => {
        const text = JSON.stringify(next);
        if (text === draft) return;
        draft = text;
        sendOwn({ type: 'saveDraft', draft: text.length > MAX_DRAFT ? '' : text });
      },
    });
    loadNumberFormats();
  });
  sendOwn({ type: 'loadDraft' });
}
