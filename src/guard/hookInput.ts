import { readSync, writeSync } from 'node:fs';
import { HOOK_PHASES, type HookPhase } from '../core/hookPhase';
import type { HookCall } from './runHook';

/** Maximum size of a hook's input in bytes. */
const MAX_INPUT = 10 * 1024 * 1024;
const INPUT_TIMEOUT_MS = 5000;

/** The command line of a hook: `[--storage DIR] [--host HOST] [--tools KIND] [--compile] [PHASE]`. */
export interface HookArguments {
  readonly storage?: string;
  /** As written: the hosts are not loaded here, because this is compiled in every process. */
  readonly host?: string;
  readonly phase?: HookPhase;
  /** Whether the hook is the one for tools of MCP servers. */
  readonly isMcp?: boolean;
  /** Whether to create the code cache for later calls after this one was answered. */
  readonly compiles?: boolean;
}

/** Parses the command line. Unknown words are ignored; the host and phase then follow from the input. */
export function parseHookArguments(args: readonly string[]): HookArguments {
  const after = (option: string): string | undefined => {
    const at = args.indexOf(option);
    return at === -1 ? undefined : args[at + 1];
  };
  const host = after('--host');
  const phase = HOOK_PHASES.find((one) => args.includes(one));
  const storage = after('--storage');
  return {
    ...(storage === undefined ? {} : { storage }),
    ...(host === undefined ? {} : { host }),
    ...(phase === undefined ? {} : { phase }),
    ...(after('--tools') === 'mcp' ? { isMcp: true } : {}),
    ...(args.includes('--compile') ? { compiles: true } : {}),
  };
}

/** Reads stdin to its end synchronously, which starts faster than a stream. */
export function readHookInput(): HookCall['input'] {
  const pieces: Buffer[] = [];
  let size = 0;
  const deadline = Date.now() + INPUT_TIMEOUT_MS;
  while (size <= MAX_INPUT) {
    const piece = Buffer.allocUnsafe(65_536);
    const read = readSome(piece);
    if (read === 0) return Buffer.concat(pieces).toString('utf8');
    if (read === undefined) {
      if (Date.now() > deadline) {
        return { problem: 'The hook received no complete input within 5 seconds.' };
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
      continue;
    }
    pieces.push(piece.subarray(0, read));
    size += read;
  }
  return { problem: 'The hook input is larger than 10 MB.' };
}

/** The number of bytes read; 0 at the end, undefined if no input is available yet. */
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

/** Writes all of `text` synchronously. */
export function writeOut(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      // The host closed the pipe or ended.
      if (!busy) return;
    }
  }
}
