import type * as z from 'zod';

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
  getState(): unknown;
  setState(state: unknown): void;
}

/** The parts of `window` that a page needs. VS Code defines `acquireVsCodeApi`. */
export interface PageWindow {
  acquireVsCodeApi(): VsCodeApi;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** Connects a page to the extension. Messages that do not match `schema` are dropped. */
export function connect<In, Out>(page: PageWindow, schema: z.ZodType<In>): Host<In, Out> {
  const api = page.acquireVsCodeApi();
  return {
    send: (message) => {
      api.postMessage(message);
    },
    listen: (listener) => {
      const receive = (event: MessageEvent): void => {
        const parsed = schema.safeParse(event.data);
        if (parsed.success) listener(parsed.data);
      };
      page.addEventListener('message', receive);
      return () => {
        page.removeEventListener('message', receive);
      };
    },
    draft: () => api.getState(),
    saveDraft: (draft) => {
      api.setState(draft);
    },
  };
}
