import type { ReadingAids } from '../policy/readSnapshot';
import { writeOut, type HookArguments, readHookInput } from './hookInput';
import { takeProgramTable } from '../policy/programTable';
import { answerHook, leaveInSpool } from './answerHook';

export { practise } from './warmUp';

/**
 * The guard's work, once per command: reads the hook's input, answers, and leaves a line in the spool. `guard/start.ts`
 * loads it, from the folder `built`. It loads nothing that deciding does not need.
 */
export function runGuard(
  args: HookArguments,
  storage: string,
  aids: ReadingAids,
  built: string,
): void {
  takeProgramTable(built);
  const answered = answerHook(storage, { ...args, input: readHookInput() }, aids);
  const { stdout, stderr, exitCode } = answered.outcome;
  if (stderr !== '') writeOut(2, stderr);
  if (stdout !== '') writeOut(1, stdout);
  process.exitCode = exitCode;
  try {
    leaveInSpool(storage, answered);
  } catch {
    // A full disk or a missing right loses a line of history; the answer above stands.
    return;
  }
}
