import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureHost } from '../../scripts/install.mjs';

/** Where Node listens after SIGUSR1. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list';
const TRIES = 50;
const TRY_EVERY_MS = 200;

/** Run by the Node of VS Code, which has `WebSocket`; Node 20 does not. Prints the bytes of the heap in use. */
const SCRIPT = `
const socket = new WebSocket(process.argv[1]);
const waiting = new Map();
const send = (method, params) => new Promise((resolve) => {
  waiting.set(waiting.size, resolve);
  socket.send(JSON.stringify({ id: waiting.size - 1, method, params }));
});
socket.onmessage = ({ data }) => {
  const { id, result } = JSON.parse(data);
  waiting.get(id)?.(result);
};
socket.onopen = async () => {
  await send('HeapProfiler.collectGarbage');
  await send('HeapProfiler.collectGarbage');
  const { usedSize } = await send('Runtime.getHeapUsage');
  process.stdout.write(String(usedSize));
  process.exit(0);
};
`;

/**
 * Has another Node process collect its garbage and return the memory that it does not need. Resolves to the bytes of its
 * JavaScript heap in use. No other process may listen at 9229, the port of Node's inspector.
 */
export async function collectGarbage(pid: number): Promise<number> {
  const { node } = await ensureHost();
  process.kill(pid, 'SIGUSR1');
  const url = await inspectorOf(pid);
  return Number(execFileSync(node, ['-e', SCRIPT, url], { encoding: 'utf8', timeout: 60_000 }));
}

/** The address of the inspector of a process. */
async function inspectorOf(pid: number): Promise<string> {
  for (let number = 0; number < TRIES; number += 1) {
    const url = await inspectorUrl();
    if (url !== undefined) return url;
    await sleep(TRY_EVERY_MS);
  }
  throw new Error(`Process ${pid} does not open its inspector at 9229.`);
}

async function inspectorUrl(): Promise<string | undefined> {
  try {
    const answer = await fetch(INSPECTOR);
    // Node's own format.
    const [found] = (await answer.json()) as readonly { webSocketDebuggerUrl: string }[];
    return found?.webSocketDebuggerUrl;
  } catch {
    return undefined; // it does not listen yet
  }
}
