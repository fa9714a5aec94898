import type { ReadingAids } from '../policy/readSnapshot';
import { takeProgramTable } from '../policy/programTable';
import { answerHook } from './answerHook';
import { type HookArguments, readHookInput } from './hookInput';

// The guard's program. `guard/start.ts` loads it, once per command. It loads nothing that deciding does not need.

export { leaveInSpool } from './answerHook';

/** What one hook call is answered, and what belongs into the spool. */
export type Answered = ReturnType<typeof answerHook>;

/** Reads the hook's input and answers it. `built` is the folder of this program and its table. */
export function answer(
  args: HookArguments,
  storage: string,
  aids: ReadingAids,
  built: string,
): Answered {
  takeProgramTable(built);
  return answerHook(storage, { ...args, input: readHookInput() }, aids);
}

/** The answer to a call that could not be decided, for a reason that is outside of its input. */
export function answerProblem(args: HookArguments, storage: string, problem: string): Answered {
  return answerHook(storage, { ...args, input: { problem } });
}

/** Common commands. More of them would compile more of the program, and every guard would load what few need. */
const WARM_UP_COMMANDS = [
  'cd /srv/app && git status && npm run build 2>&1 | tail -20',
  'find . -name "*.md" -not -path "*/vendor/*" | xargs wc -l | sort -n > lines.txt',
];

/**
 * Answers some commands and keeps nothing of it. V8's compiled form of the program only has what has run by then, and
 * one answer runs a part of it.
 */
export function warmUp(storage: string, aids: ReadingAids): void {
  for (const command of WARM_UP_COMMANDS) {
    const input = JSON.stringify({ tool_name: 'Bash', tool_input: { command } });
    answerHook(storage, { host: 'claude', phase: 'pre', input }, aids);
  }
}
