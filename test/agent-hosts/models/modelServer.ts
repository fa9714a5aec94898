import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A tool call of the model. */
export interface ToolCall {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The namespace of the tool, if the host groups its tools. */
  readonly namespace?: string;
  /** The input of a tool that takes a text instead. */
  readonly text?: string;
}

/** The turns of a conversation, each a list of tool calls; after the last one the model answers "done". */
export type Script = readonly (readonly ToolCall[])[];

/** The result of a tool call, as sent to the model. */
export interface ToolResult {
  readonly id: string;
  readonly text: string;
}

/** The parts of a conversation that determine the answer, in order. */
export type ConversationPart = { readonly user: string } | { readonly calls: true };

/** A request in any protocol. */
export interface ModelRequest {
  readonly parts: readonly ConversationPart[];
  readonly results: readonly ToolResult[];
  /** Whether the request offers tools. Requests for titles and summaries offer none. */
  readonly offersTools: boolean;
}

/** The model's answer: tool calls, or a text that ends its turn. */
export type Answer =
  { readonly calls: readonly (ToolCall & { readonly id: string })[] } | { readonly text: string };

/** A provider's API, as far as the hosts use it. */
export interface ModelProtocol {
  /** The paths of requests to the model. */
  readonly path: RegExp;
  /** Answers to other requests by path; others get "not found". */
  readonly others: readonly (readonly [path: RegExp, answer: unknown])[];
  read(body: unknown): ModelRequest;
  write(
    response: ServerResponse,
    request: { readonly path: string; readonly body: unknown },
    answer: Answer,
  ): void;
}

export interface ModelServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Number of requests to the model. */
  requests(): number;
  /** The results of all tool calls, in order. */
  results(): readonly ToolResult[];
  /** One line for each request, and the errors. */
  log(): readonly string[];
  close(): Promise<void>;
}

/** The answer to a request for a title, a summary, or the next speaker. */
const SIDE_ANSWER = '{"title":"ok","next_speaker":"user","reasoning":"ok","model_choice":"flash"}';

/**
 * A model server on 127.0.0.1 that plays scripts. The last `SCRIPT:name` in the user's messages selects the script, and
 * the number of turns with tool calls since then selects the turn. Sub-agents have separate conversations and therefore
 * play separate scripts.
 */
export async function startModelServer(options: {
  readonly protocol: ModelProtocol;
  readonly scripts: Readonly<Record<string, Script>>;
  /** Called with the number of requests after each request. */
  readonly onRequest: (count: number) => void;
  /** The model waits for this before it answers a request with tool results. */
  readonly thinking?: Promise<void>;
  /** What the model waits for before it calls tools. */
  readonly isReady?: () => Promise<void>;
}): Promise<ModelServer> {
  const { protocol, scripts, onRequest, thinking, isReady } = options;
  const log: string[] = [];
  const results = new Map<string, ToolResult>();
  let count = 0;

  const answer = async (path: string, text: string, response: ServerResponse): Promise<void> => {
    const body: unknown = JSON.parse(text);
    const request = protocol.read(body);
    for (const result of request.results) results.set(result.id, result);
    count += 1;
    onRequest(count);
    if (request.results.length > 0) await thinking;
    if (request.offersTools) await isReady?.();
    protocol.write(response, { path, body }, answerTo(request, scripts));
  };

  const handle = async (
    method: string,
    path: string,
    text: string,
    response: ServerResponse,
  ): Promise<void> => {
    log.push(`${method} ${path} ${text.length} characters`);
    if (method === 'POST' && protocol.path.test(path)) {
      await answer(path, text, response);
      return;
    }
    const known = protocol.others.find(([other]) => other.test(path));
    const missing = { error: { message: 'not here', type: 'not_found_error' } };
    sendJson(response, known?.[1] ?? missing, known === undefined ? 404 : 200);
  };

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = 'GET', url = '/' } = request;
      handle(method, url, Buffer.concat(pieces).toString('utf8'), response).catch(
        (error: unknown) => {
          log.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
          sendJson(response, { error: { message: String(error) } }, 500);
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => count,
    results: () => [...results.values()],
    log: () => log,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function answerTo(request: ModelRequest, scripts: Readonly<Record<string, Script>>): Answer {
  if (!request.offersTools) return { text: SIDE_ANSWER };
  let turn = 0;
  for (const parts of [...request.parts].reverse()) {
    if ('calls' in parts) {
      turn += 1;
      continue;
    }
    const name = /SCRIPT:(\w+)/.exec(parts.user)?.[1];
    if (name === undefined) continue;
    const calls = scripts[name]?.[turn];
    if (calls === undefined) break;
    return { calls: calls.map((call, at) => ({ ...call, id: `call_${name}_${turn}_${at}` })) };
  }
  return { text: 'done' };
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** An answer as server-sent events, with or without event names. */
export function startEvents(response: ServerResponse): {
  readonly send: (data: unknown, name?: string) => void;
  readonly end: () => void;
} {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  return {
    send: (data, name) => {
      if (name !== undefined) response.write(`event: ${name}\n`);
      response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
    },
    end: () => {
      response.end();
    },
  };
}

/** The text in a message's content: a string, or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content
    .map((part: unknown) => {
      if (typeof part === 'string') return part;
      const isText = typeof part === 'object' && part !== null && 'text' in part;
      return isText ? String(part.text) : '';
    })
    .join('');
}
