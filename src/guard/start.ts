import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { mayDecide } from '../core/hookPhase';
import { LAYOUT } from '../core/layout';
import { markOf, readWhole, type WholeFile } from '../files/wholeFile';
import type { ReadingAids } from '../policy/readSnapshot';
import { type HookArguments, parseHookArguments, writeOut } from './hookInput';
import type * as program from './main';

// The program that hooks name. It is small, and runs the guard's program in the form that V8 compiled it to in an earlier
// run: parsing the program costs a fresh process more than all of its work.

/** What the bundle of `guard/main.ts` is wrapped in: see esbuild.mjs. */
type Program = (load: NodeJS.Require, module: { exports: Partial<typeof program> }) => void;

/** What guards know of files from earlier runs, so that not every process has to check them again. */
interface GuardMemory {
  /** The mark of the published policy whose hash was found right. */
  policy?: string;
  /** The marks of the program and of its compiled form that belong together. */
  code?: string;
}

/** Milliseconds after the start of the process. Hosts wait for ten seconds, and most then run the command. */
const ANSWER_BY_MS = 8000;
/** By then, a late answer was replaced. */
const END_BY_MS = 9000;
const LATE = 'The guard took longer than 8 seconds.';

/** Larger than the program and a policy of 1,000 rules; what does not fit lies elsewhere. Unused memory costs nothing. */
const ROOM_BYTES = 512 * 1024;

function main(args: HookArguments): void {
  // Installed, this file is in the guard folder of the storage.
  const storage = args.storage ?? process.env['RULEWRIGHT_STORAGE'] ?? dirname(__dirname);
  const known = readMemory(storage);
  const memory: GuardMemory = { ...known };
  const path = join(__dirname, 'guard.main.js');
  // The files are read one after the other into the same memory, each when the one before has been used up.
  const room = Buffer.allocUnsafeSlow(ROOM_BYTES);
  const source = readWhole(path, room);
  const text = source.bytes.toString('latin1');
  const compiled = readCompiled(storage, source, memory, room);
  const script = new Script(text, {
    filename: path,
    ...(compiled === undefined ? {} : { cachedData: compiled }),
  });
  const aids: ReadingAids = {
    room,
    seals: {
      isKnown: (mark) => mark === memory.policy,
      remember: (mark) => {
        memory.policy = mark;
      },
    },
  };
  const module: { exports: Partial<typeof program> } = { exports: {} };
  const output: { state: 'none' | 'begun' | 'complete' } = { state: 'none' };
  const say = ({ outcome }: program.Answered): void => {
    output.state = 'begun';
    if (outcome.stderr !== '') writeOut(2, outcome.stderr);
    if (outcome.stdout !== '') writeOut(1, outcome.stdout);
    process.exitCode = outcome.exitCode;
    output.state = 'complete';
  };
  try {
    until(ANSWER_BY_MS, () => {
      (script.runInThisContext() as Program)(require, module);
      const { answer, leaveInSpool, warmUp } = module.exports;
      if (answer === undefined) throw new Error(`${path} is no guard program.`);
      const answered = answer(args, storage, aids, __dirname);
      say(answered);
      afterAnswer(() => leaveInSpool?.(storage, answered));
      if (compiled === undefined || script.cachedDataRejected === true) {
        afterAnswer(() => {
          warmUp?.(storage, aids);
          keepCompiled(storage, script, source, memory);
        });
      }
      if (memory.policy !== known.policy || memory.code !== known.code) {
        afterAnswer(() => {
          replace(memoryPath(storage, 'json'), JSON.stringify(memory));
        });
      }
    });
  } catch (error) {
    if (output.state === 'complete') return;
    const { answerProblem } = module.exports;
    // The permission hook has no such answer, and nothing can follow a part of one: exit code 2 blocks.
    const canAnswer = output.state === 'none' && args.phase !== 'perm';
    if (!isLate(error) || !canAnswer || answerProblem === undefined) throw error;
    until(END_BY_MS, () => {
      say(answerProblem(args, storage, LATE));
    });
  }
}

/**
 * Runs `work`, and throws if it has not ended by a time, even out of an endless loop: a thread of Node interrupts the
 * code. What it cannot interrupt is a system call that blocks.
 */
function until<T>(ms: number, work: () => T): T {
  (globalThis as { rulewright?: () => T }).rulewright = work;
  const timeout = Math.max(1, Math.round(ms - process.uptime() * 1000));
  return new Script('rulewright()').runInThisContext({ timeout }) as T;
}

function isLate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** The answer was given: a full disk or a missing right loses a line of history or costs time, nothing else. */
function afterAnswer(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

/** Where guards of this version of Node, started with the same options, keep what only they can read. */
function memoryPath(storage: string, kind: 'json' | 'code'): string {
  const node = [process.version, process.arch, ...process.execArgv].join('-');
  return join(storage, LAYOUT.guard, `node-${encodeURIComponent(node).slice(0, MAX_NAME)}.${kind}`);
}

/** Short enough for a file's name with all endings. */
const MAX_NAME = 200;

/** Nothing is known if the file is missing or broken: then everything is checked. */
function readMemory(storage: string): GuardMemory {
  try {
    const raw: unknown = JSON.parse(
      readWhole(memoryPath(storage, 'json')).bytes.toString('latin1'),
    );
    return typeof raw === 'object' && raw !== null ? raw : {};
  } catch {
    return {};
  }
}

/** The compiled form, if both files are the ones that were kept together: V8 itself compares only lengths. */
function readCompiled(
  storage: string,
  source: WholeFile,
  { code }: GuardMemory,
  room: Buffer,
): Uint8Array | undefined {
  if (code === undefined) return undefined;
  try {
    const { bytes, mark } = readWhole(memoryPath(storage, 'code'), room);
    return code === `${mark}, ${source.mark}` ? bytes : undefined;
  } catch {
    // It was deleted: the program is compiled from its text.
    return undefined;
  }
}

/** Called when all that runs usually need has run: then V8 has compiled it. */
function keepCompiled(
  storage: string,
  script: Script,
  source: WholeFile,
  memory: GuardMemory,
): void {
  const path = memoryPath(storage, 'code');
  replace(path, script.createCachedData());
  memory.code = `${markOf(statSync(path))}, ${source.mark}`;
}

/** Writes a file of the guard folder under another name first: whoever reads it never sees a part. */
function replace(path: string, content: string | Uint8Array): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content, { mode: 0o600, flush: true });
  renameSync(part, path);
}

const args = parseHookArguments(process.argv.slice(2));
try {
  main(args);
} catch (error) {
  // Exit code 2 with a reason blocks on every host: a guard that fails must not let commands through. A hook that is
  // called when nothing is asked ends with 0, whatever happened.
  const reason = isLate(error) ? LATE : error instanceof Error ? error.message : String(error);
  writeOut(2, `Rulewright could not decide: ${reason}`);
  process.exitCode = args.phase === undefined || mayDecide(args.phase) ? 2 : 0;
}
// All output is written. Exit immediately to skip heap teardown.
process.exit();
