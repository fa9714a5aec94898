import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const Message = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});
const LIMIT_MS = 20_000;

export interface JsonRpc {
  ask(method: string, params: object): Promise<unknown>;
  notify(method: string, params: object): void;
  /** Ends the program and waits for its exit. */
  end(): Promise<void>;
}

/** Starts a program that uses JSON-RPC on its standard input and output, one message per line. */
export function startJsonRpc(
  [program = '', ...args]: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
): JsonRpc {
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const waiting = new Map<number, (message: z.infer<typeof Message>) => void>();
  let last = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = Message.parse(JSON.parse(line));
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  const send = (message: object): void => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
  };
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        last += 1;
        const timer = setTimeout(() => {
          reject(new Error(`${method} was not answered within ${LIMIT_MS / 1000} s.`));
        }, LIMIT_MS);
        waiting.set(last, ({ result, error }) => {
          clearTimeout(timer);
          if (error === undefined) resolve(result);
          else reject(new Error(`${method} failed: ${JSON.stringify(error)}`));
        });
        send({ id: last, method, params });
      }),
    notify: (method, params) => {
      send({ method, params });
    },
    end: async () => {
      child.kill();
      await exited;
    },
  };
}
