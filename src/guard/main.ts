import type { ReadOptions } from '../policy/readSnapshot';
import { useProgramTableIn } from '../policy/programTable';
import { answerHook } from './answerHook';
import { type HookArguments, readHookInput } from './hookInput';

// The guard's program, which `guard/start.ts` loads once per command. It contains only what evaluating commands needs.

export { writeToSpool } from './answerHook';

/** The outcome of a hook call, and the settings that apply to its records. */
export type Answered = ReturnType<typeof answerHook>;

/** Reads the hook's input and answers it. `programFolder` contains this program and its table. */
export function answer(
  args: HookArguments,
  storage: string,
  reading: ReadOptions,
  programFolder: string,
): Answered {
  useProgramTableIn(programFolder);
  return answerHook(storage, { ...args, input: readHookInput() }, reading, programFolder);
}

/** Answers a call that could not be evaluated for a reason other than its input. */
export function answerProblem(args: HookArguments, storage: string, problem: string): Answered {
  return answerHook(storage, { ...args, input: { problem } });
}

/** Common commands. More of them would enlarge the compiled code that every guard loads. */
const WARM_UP_COMMANDS = [
  'cd /srv/app && git status && npm run build 2>&1 | tail -20',
  'find . -name "*.md" -not -path "*/vendor/*" | xargs wc -l | sort -n > lines.txt',
];

/**
 * Answers a few commands without recording them, because V8's code cache only contains functions that have run, and one
 * answer does not run all that are commonly needed.
 */
export function warmUp(storage: string, reading: ReadOptions): void {
  for (const command of WARM_UP_COMMANDS) {
    const input = JSON.stringify({ tool_name: 'Bash', tool_input: { command } });
    answerHook(storage, { host: 'claude', phase: 'pre', input }, reading);
  }
}
