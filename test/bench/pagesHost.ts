/**
 * The process of the extension for `bench -- pages`: the app with a storage folder, and the conversation with one
 * review page, whose messages go through the channel to the parent process. The parent bundles it with `vscodeApi.ts`
 * instead of VS Code.
 */
import { ALL_PENDING, type App } from '../../src/app';
import { openApp } from '../../src/app/openApp';
import type { ErrorText } from '../../src/providers/errorReport';
import { ReviewConversation, type ReviewTarget } from '../../src/providers/reviewConversation';
import { readSettings } from '../../src/settings';
import { Turns, type Standstill } from './turns';

/** Requests of the parent. */
export type ToHost =
  | ({ readonly type: 'open'; readonly folder: string } & Proposed)
  /** The panel is opened: the page starts to load. */
  | { readonly type: 'show' }
  | { readonly type: 'page'; readonly message: unknown }
  | { readonly type: 'measure' }
  /** Tests the ladder of a command, as before a rule for commands like it is proposed. */
  | { readonly type: 'ladder'; readonly command: string }
  | { readonly type: 'close' };

/** The patterns to review, and the number of suggestions that propose them; several are reviewed together. */
export interface Proposed {
  readonly patterns: readonly string[];
  readonly suggestions: number;
}

/** Responses to the parent. */
export type FromHost =
  | { readonly type: 'opened' }
  | { readonly type: 'page'; readonly message: unknown }
  | ({ readonly type: 'measured' } & Measured)
  | { readonly type: 'climbed'; readonly ms: number; readonly rungs: number }
  | { readonly type: 'closed' };

/** Measurements since the last request. Milliseconds; current memory in megabytes. */
export interface Measured {
  readonly longestCpuMs: number;
  readonly standstill: Standstill;
  readonly rssMb: number;
}

const send = (message: FromHost): void => {
  process.send?.(message);
};

const explain = (error: unknown): ErrorText => ({ message: String(error) });

async function open(folder: string, proposed: Proposed) {
  const opened = await openApp({
    folder,
    extensionFolder: process.cwd(),
    settings: () => readSettings(() => undefined),
    onError: (error) => {
      console.error(error);
    },
  });
  const { app } = opened;
  const target = await propose(app, proposed);
  const host = {
    source: { get: () => Promise.resolve(app) },
    explain,
    documents: { show: () => Promise.resolve() },
    showRule: () => Promise.resolve(),
  } as unknown as ConstructorParameters<typeof ReviewConversation>[0];
  const conversation = new ReviewConversation(
    host,
    target,
    (message) => {
      send({ type: 'page', message });
    },
    () => undefined,
  );
  return { app, conversation, close: () => opened.close() };
}

/** Proposes the patterns in equal parts. Resolves to the subject to review. */
async function propose(app: App, { patterns, suggestions }: Proposed): Promise<ReviewTarget> {
  const size = Math.ceil(patterns.length / suggestions);
  let last = '';
  for (let from = 0; from < patterns.length; from += size) {
    const add = patterns
      .slice(from, from + size)
      .map((pattern) => ({ pattern, effect: 'deny' as const, reason: 'made' }));
    const diff = { add, remove: [], meta: {} };
    last = (await app.policies.propose({ proposedBy: 'bench', diff })).id;
  }
  return suggestions > 1
    ? { kind: 'joint', subjectId: ALL_PENDING }
    : { kind: 'suggestion', subjectId: last };
}

/** Measures this process between two requests. */
function measurements(): () => Promise<Measured> {
  const turns = new Turns();
  let end: () => void = () => undefined;
  const start = (): Promise<number> =>
    turns.longestDuring(() => new Promise<void>((resolve) => (end = resolve)));
  let longest = start();
  return async () => {
    end();
    const longestCpuMs = await longest;
    const { standstill } = turns;
    longest = start();
    return { longestCpuMs, standstill, rssMb: process.memoryUsage().rss / 1e6 };
  };
}

/** Milliseconds until the hits of every rung are known. */
async function climb(app: App, { command }: { readonly command: string }) {
  const start = performance.now();
  const rungs = await app.ladder({ command, effect: 'deny' }, {});
  return { ms: performance.now() - start, rungs: rungs.length };
}

let running: Awaited<ReturnType<typeof open>> | undefined;
let measure: ReturnType<typeof measurements> | undefined;

async function answer(message: ToHost): Promise<void> {
  switch (message.type) {
    case 'open':
      running = await open(message.folder, message);
      measure = measurements();
      send({ type: 'opened' });
      return;
    case 'show':
      running?.conversation.prepare();
      return;
    case 'page':
      await running?.conversation.receive(message.message);
      return;
    case 'measure':
      if (measure !== undefined) send({ type: 'measured', ...(await measure()) });
      return;
    case 'ladder':
      if (running !== undefined) send({ type: 'climbed', ...(await climb(running.app, message)) });
      return;
    case 'close':
      running?.conversation.dispose();
      await running?.close();
      send({ type: 'closed' });
      process.disconnect();
      process.exit(0);
  }
}

process.on('message', (message: ToHost) => void answer(message));
