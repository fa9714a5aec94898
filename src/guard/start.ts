import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { ReadingAids } from '../policy/readSnapshot';
import { mayDecide } from '../core/hookPhase';
import { markOf, readWhole, type WholeFile } from '../files/wholeFile';
import type { practise, runGuard } from './main';
import { memoryPath, readMemory, replace, writeMemory, type GuardMemory } from './memory';
import { parseHookArguments, writeOut } from './hookInput';

/** What the bundle of `guard/main.ts` is wrapped in: see esbuild.mjs. */
type Program = (load: NodeJS.Require, module: { exports: Guard }) => void;
interface Guard {
  readonly runGuard?: typeof runGuard;
  readonly practise?: typeof practise;
}

// The program that hooks name. It is small, and hands over to the guard's program in the form that V8 compiled it to in
// an earlier run: parsing the program costs a fresh process more than all of its work.
function main(): void {
  const args = parseHookArguments(process.argv.slice(2));
  // Installed, this file lies in the guard folder of the storage.
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
  const module: { exports: Guard } = { exports: {} };
  (script.runInThisContext() as Program)(require, module);
  const { runGuard: run, practise: tryOut } = module.exports;
  if (run === undefined || tryOut === undefined) throw new Error(`${path} is no guard program.`);
  const aids: ReadingAids = {
    room,
    seals: {
      isKnown: (mark) => mark === memory.policy,
      remember: (mark) => {
        memory.policy = mark;
      },
    },
  };
  run(args, storage, aids, __dirname);
  if (compiled === undefined || script.cachedDataRejected === true) {
    keepCompiled(storage, script, source, memory, () => {
      tryOut(storage, aids);
    });
  }
  if (memory.policy !== known.policy || memory.code !== known.code) remember(storage, memory);
}

/** Larger than the program and a policy of 1,000 rules; what does not fit lies elsewhere. Unused memory costs nothing. */
const ROOM_BYTES = 512 * 1024;

/** The compiled form, where both files are the ones that were kept together: V8 itself compares only lengths. */
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

/** After `prepare`, when all that runs usually need has run: then V8 has compiled it. The answer is given already. */
function keepCompiled(
  storage: string,
  script: Script,
  source: WholeFile,
  memory: GuardMemory,
  prepare: () => void,
): void {
  try {
    prepare();
    const path = memoryPath(storage, 'code');
    replace(path, script.createCachedData());
    memory.code = `${markOf(statSync(path))}, ${source.mark}`;
  } catch {
    // A storage that cannot be written to costs time, nothing else.
    return;
  }
}

function remember(storage: string, memory: GuardMemory): void {
  try {
    writeMemory(storage, memory);
  } catch {
    // As above.
    return;
  }
}

try {
  main();
} catch (error) {
  // Exit code 2 with a reason blocks on every host: a guard that fails must not let commands through. A hook that is
  // called when nothing is asked leaves with 0, whatever happened.
  const { phase } = parseHookArguments(process.argv.slice(2));
  writeOut(
    2,
    `Rulewright could not decide: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = phase === undefined || mayDecide(phase) ? 2 : 0;
}
// All output is written. Leaving at once spares taking the heap apart, object by object.
process.exit();
