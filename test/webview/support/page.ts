import { h, render, type ComponentType } from 'preact';
import { act, setupRerender, teardown } from 'preact/test-utils';
import type * as HappyDom from 'happy-dom';
import type * as z from 'zod';
import { FromPage, parseDraft } from '../../../src/protocol/draft';
import { connect, type Host, type PageWindow } from '../../../webview-ui/src/common/host';
import { setEnglish } from './english';

/** A page in a document without a browser, and a simulated extension. */
export interface TestPage {
  readonly body: HTMLElement;
  /** What the page sent, oldest first. */
  readonly sent: readonly unknown[];
  draft(): unknown;
  /** Sends a message to the page, valid or not. */
  post(message: unknown): void;
  close(): void;
}

type Page<In, Out> = ComponentType<{ host: Host<In, Out>; now: () => number }>;

/** The current time in all test pages. */
export const NOW_MS = Date.UTC(2026, 10, 23, 9, 30);

const GLOBALS = ['window', 'document', 'Element', 'HTMLElement', 'Node'] as const;

let happyDom: typeof HappyDom;
// tsx translates what is imported above to CommonJS, in which each use of an export of another file is a function call.
before(async () => {
  happyDom = await import('happy-dom');
});

/**
 * Renders a page in English as its main script does, with `acquireVsCodeApi` implemented by the
 * test.
 */
export function openPage<In, Out>(
  page: Page<In, Out>,
  schema: z.ZodType<In>,
  draft?: unknown,
): TestPage {
  const dom = new happyDom.Window({ width: 1200, height: 800 });
  const before = GLOBALS.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  const all: Record<string, unknown> = { window: dom, document: dom.document };
  for (const name of GLOBALS) {
    const value = all[name] ?? dom[name as 'Element'];
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  const listeners = new Set<(event: MessageEvent) => void>();
  const sent: unknown[] = [];
  let kept = draft === undefined ? '' : JSON.stringify(draft);
  const deliver = (data: unknown): void => {
    for (const listener of listeners) listener(new MessageEvent('message', { data }));
  };
  const pageWindow: PageWindow = {
    acquireVsCodeApi: () => ({
      postMessage: (message) => {
        const { data } = FromPage.safeParse(message);
        if (data?.type === 'loadDraft') deliver({ type: 'draft', draft: kept });
        else if (data !== undefined) kept = data.draft;
        else sent.push(structuredClone(message));
      },
    }),
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  setupRerender();
  setEnglish();
  const root = document.createElement('div');
  document.body.append(root);
  connect<In, Out>(pageWindow, schema, (host) => {
    void act(() => {
      render(h(page, { host, now: () => NOW_MS }), root);
    });
  });
  return {
    body: document.body,
    sent,
    draft: () => parseDraft(kept),
    post: (data) => {
      void act(() => {
        deliver(data);
      });
    },
    close: () => {
      void act(() => {
        render(null, root);
      });
      teardown();
      GLOBALS.forEach((name, index) => {
        const was = before[index];
        if (was === undefined) Reflect.deleteProperty(globalThis, name);
        else Object.defineProperty(globalThis, name, was);
      });
      void dom.happyDOM.close();
    },
  };
}
