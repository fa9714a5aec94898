import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { mayDecide } from '../core/hookPhase';
import { isObject } from '../core/isObject';
import { CODE_CACHES_FILE, LAYOUT } from '../core/layout';
import { sha256 } from '../files/sha256';
import { markOf, readWhole, type WholeFile } from '../files/wholeFile';
import type { ReadOptions } from '../policy/readSnapshot';
import { type HookArguments, parseHookArguments, writeOut } from './hookInput';
import type * as program from './main';

// The script that hooks run. It loads the guard's program with V8's code cache, because compiling the program takes longer
// than all other work of the process. V8 does not compare a cache with the source, so whoever writes the file controls what
// the guard does. Therefore only a cache whose hash is listed is used, and only a call with `--compile` creates one: the
// extension makes such a call, signs the list and watches it.

/** The function that wraps the bundle of `guard/main.ts`: see esbuild.mjs. */
type Program = (load: NodeJS.Require, module: { exports: Partial<typeof program> }) => void;

/** Results of earlier guard processes, so that unchanged files are not verified again. */
interface GuardCache {
  /** The mark of the published policy whose hash was verified. */
  policy?: string;
}

/** The code caches that were created from a program. */
interface ListedCaches {
  /** SHA-256 of the program, in lower-case hexadecimal digits. */
  readonly version: string;
  /** SHA-256 of the caches by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The marks that these files and the program had when they were hashed, by file name. */
  readonly marks?: Readonly<Record<string, string>>;
}

/** In milliseconds after process start. Hosts wait for ten seconds, and most then run the command. */
const ANSWER_BY_MS = 8000;
/** Deadline for the error answer after a timeout. */
const END_BY_MS = 9000;
/** The file with the guard's program, beside this one. */
const PROGRAM = 'guard.main.js';
const TIMED_OUT = 'The guard took longer than 8 seconds.';

/**
 * Larger than the program and a policy of 1,000 rules; unused pages cost nothing. Larger files get
 * a separate buffer.
 */
const BUFFER_BYTES = 512 * 1024;

function main(args: HookArguments): void {
  const storage = args.storage ?? process.env['RULEWRIGHT_STORAGE'] ?? storageOfGuard(__dirname);
  const known = readCache(storage);
  const cache: GuardCache = { ...known };
  const path = join(__dirname, PROGRAM);
  // All files share one buffer: each is read after the previous one was consumed.
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const source = readWhole(path, buffer);
  const text = source.bytes.toString('latin1');
  const compiled = args.compiles === true ? undefined : readCompiled(storage, source, buffer);
  const script = new Script(text, {
    filename: path,
    ...(compiled === undefined ? {} : { cachedData: compiled }),
  });
  const reading: ReadOptions = {
    buffer,
    verified: {
      has: (mark) => mark === cache.policy,
      add: (mark) => {
        cache.policy = mark;
      },
    },
  };
  const module: { exports: Partial<typeof program> } = { exports: {} };
  const output: { state: 'none' | 'begun' | 'complete' } = { state: 'none' };
  const writeAnswer = ({ outcome }: program.Answered): void => {
    output.state = 'begun';
    if (outcome.stderr !== '') writeOut(2, outcome.stderr);
    if (outcome.stdout !== '') writeOut(1, outcome.stdout);
    process.exitCode = outcome.exitCode;
    output.state = 'complete';
  };
  try {
    runWithDeadline(ANSWER_BY_MS, () => {
      (script.runInThisContext() as Program)(require, module);
      const { answer, writeToSpool, warmUp } = module.exports;
      if (answer === undefined) throw new Error(`${path} is not the guard's program.`);
      const answered = answer(args, storage, reading, __dirname);
      writeAnswer(answered);
      afterAnswer(() => writeToSpool?.(storage, answered));
      if (args.compiles === true) {
        warmUp?.(storage, reading);
        saveCompiled(storage, script, { text, mark: source.mark });
      }
      if (cache.policy !== known.policy) {
        afterAnswer(() => {
          replaceFile(cachePath(storage, 'json'), JSON.stringify(cache));
        });
      }
    });
  } catch (error) {
    if (output.state === 'complete') return;
    const { answerProblem } = module.exports;
    // The permission hook has no such answer, and a partial answer cannot be completed: block with exit code 2 instead.
    const canAnswer = output.state === 'none' && args.phase !== 'perm';
    if (!isTimeout(error) || !canAnswer || answerProblem === undefined) throw error;
    runWithDeadline(END_BY_MS, () => {
      writeAnswer(answerProblem(args, storage, TIMED_OUT));
    });
  }
}

/**
 * The storage in which the guard is installed: this is its guard folder, or the folder of a format
 * in it.
 */
function storageOfGuard(folder: string): string {
  return dirname(basename(folder) === LAYOUT.guardFormat ? dirname(folder) : folder);
}

/**
 * Runs `work` and throws if it has not ended `ms` milliseconds after process start. Interrupts endless loops, but not
 * blocking system calls.
 */
function runWithDeadline<T>(ms: number, work: () => T): T {
  (globalThis as { rulewright?: () => T }).rulewright = work;
  const timeout = Math.max(1, Math.round(ms - process.uptime() * 1000));
  return new Script('rulewright()').runInThisContext({ timeout }) as T;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** Ignores failures of work after the answer: they lose a history entry or cost time later, nothing else. */
function afterAnswer(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

/** Path of a cache file. The code cache is valid only for the same version of Node, started with the same options. */
function cachePath(storage: string, kind: 'json' | 'code'): string {
  const node = [process.version, process.arch, ...process.execArgv].join('-');
  return join(storage, LAYOUT.guard, `node-${encodeURIComponent(node).slice(0, MAX_NAME)}.${kind}`);
}

/** Leaves room for the extensions within the limit for file names. */
const MAX_NAME = 200;

/** Empty if the file is missing or invalid: everything is then verified again. */
function readCache(storage: string): GuardCache {
  try {
    const raw: unknown = JSON.parse(readWhole(cachePath(storage, 'json')).bytes.toString('latin1'));
    return isObject(raw) ? raw : {};
  } catch {
    return {};
  }
}

/** The code cache, if it is listed for this program. */
function readCompiled(storage: string, source: WholeFile, buffer: Buffer): Uint8Array | undefined {
  try {
    const path = cachePath(storage, 'code');
    const { version, files, marks } = readList(storage);
    // The program first, because the cache is read into the same memory.
    if (!isListed(source, version, marks?.[PROGRAM])) return undefined;
    const name = basename(path);
    const cache = readWhole(path, buffer);
    return isListed(cache, files[name], marks?.[name]) ? cache.bytes : undefined;
  } catch {
    // Nothing is listed, or it was deleted: compile the program from its source.
    return undefined;
  }
}

/**
 * Whether a file is the one that was hashed. Every write changes the mark, and no program can set it back. Only if it is
 * different, the file is hashed: loading `node:crypto` takes a fifth of the guard's time.
 */
function isListed(
  { bytes, mark }: WholeFile,
  hash: string | undefined,
  listedMark: string | undefined,
): boolean {
  return hash !== undefined && (mark === listedMark || hashOf(bytes) === hash);
}

/** Saves and lists the code cache. Call it after the warm-up, when V8 has compiled the functions that are commonly needed. */
function saveCompiled(
  storage: string,
  script: Script,
  source: { readonly text: string; readonly mark: string },
): void {
  const path = cachePath(storage, 'code');
  const code = script.createCachedData();
  replaceFile(path, code);
  const version = hashOf(Buffer.from(source.text, 'latin1'));
  const name = basename(path);
  const { files, marks } = listedFor(storage, version);
  const list: ListedCaches = {
    version,
    files: { ...files, [name]: hashOf(code) },
    marks: { ...marks, [PROGRAM]: source.mark, [name]: markOf(statSync(path)) },
  };
  replaceFile(listPath(storage), `${JSON.stringify(list)}\n`);
}

/** The caches of other versions of Node, or for other options. */
function listedFor(storage: string, version: string): Partial<ListedCaches> {
  try {
    const list = readList(storage);
    return list.version === version ? list : {};
  } catch {
    return {};
  }
}

function listPath(storage: string): string {
  return join(storage, LAYOUT.guard, CODE_CACHES_FILE);
}

/** Throws if there is no valid list. */
function readList(storage: string): ListedCaches {
  return JSON.parse(readWhole(listPath(storage)).bytes.toString('latin1')) as ListedCaches;
}

function hashOf(bytes: Uint8Array): string {
  return Buffer.from(sha256(bytes)).toString('hex');
}

/** Replaces a file by rename, so that readers never see an incomplete one. */
function replaceFile(path: string, content: string | Uint8Array): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content, { mode: 0o600, flush: true, flag: 'wx' });
  renameSync(part, path);
}

const args = parseHookArguments(process.argv.slice(2));
try {
  main(args);
} catch (error) {
  // Fail closed: exit code 2 with a reason blocks on every host. Phases that cannot block always end with 0.
  const reason = isTimeout(error)
    ? TIMED_OUT
    : error instanceof Error
      ? error.message
      : String(error);
  writeOut(2, `Rulewright could not decide: ${reason}`);
  process.exitCode = args.phase === undefined || mayDecide(args.phase) ? 2 : 0;
}
// All output is written. Exit immediately to skip heap teardown.
process.exit();
