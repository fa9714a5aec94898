import { readSync, writeSync } from 'node:fs';
import { HOOK_PHASES, type HookPhase } from '../core/hookPhase';
import { HOST_HOOKS, type HookHost } from '../hosts/allHooks';
import type { HookCall } from './runHook';

/** The most that is read of a hook's input. */
const MAX_INPUT = 10 * 1024 * 1024;
const PATIENCE_MS = 5000;

/** What stands on the command line of a hook: `[--storage DIR] [--host HOST] [--tools KIND] [PHASE]`. */
export interface HookArguments {
  readonly storage?: string;
  readonly host?: HookHost;
  readonly phase?: HookPhase;
  /** Whether the hook is the one for tools of MCP servers. */
  readonly isMcp?: boolean;
}

/** Reads the command line. What it does not know it leaves out: then the input says who calls and when. */
export function parseHookArguments(args: readonly string[]): HookArguments {
  const after = (option: string): string | undefined => {
    const at = args.indexOf(option);
    return at === -1 ? undefined : args[at + 1];
  };
  const hosts = Object.keys(HOST_HOOKS) as HookHost[];
  const host = hosts.find((one) => one === after('--host'));
  const phase = HOOK_PHASES.find((one) => args.includes(one));
  const storage = after('--storage');
  return {
    ...(storage === undefined ? {} : { storage }),
    ...(host === undefined ? {} : { host }),
    ...(phase === undefined ? {} : { phase }),
    ...(after('--tools') === 'mcp' ? { isMcp: true } : {}),
  };
}

/** Reads stdin to its end, without the cost of a stream. */
export function readHookInput(): HookCall['input'] {
  const pieces: Buffer[] = [];
  let size = 0;
  const patientUntil = Date.now() + PATIENCE_MS;
  while (size <= MAX_INPUT) {
    const piece = Buffer.allocUnsafe(65_536);
    const read = readSome(piece);
    if (read === 0) return Buffer.concat(pieces).toString('utf8');
    if (read === undefined) {
      if (Date.now() > patientUntil) return { problem: 'The input of the hook did not come.' };
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      continue;
    }
    pieces.push(piece.subarray(0, read));
    size += read;
  }
  return { problem: 'The input of the hook is larger than 10 MB.' };
}

/** Undefined where nothing is there yet. */
function readSome(piece: Buffer): number | undefined {
  try {
    return readSync(0, piece);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EAGAIN') return undefined;
    if (code === 'EOF') return 0;
    throw error;
  }
}

/** Writes all of `text` before it returns. */
export function writeOut(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      // The host has gone away: nobody is left to tell.
      if (!busy) return;
    }
  }
}
