/** When a hook is called, as the last word of its command line says. */
export const HOOK_PHASES = [
  'pre',
  'perm',
  'post',
  'postfail',
  'denied',
  'notify',
  'start',
  'substart',
  'stop',
  'substop',
  'end',
] as const;
export type HookPhase = (typeof HOOK_PHASES)[number];

/**
 * Whether a hook of this phase may stop a command. Only these may end with exit code 2: at the end of a turn, Codex and
 * Gemini CLI take it for "go on with this prompt", and ask the model again and again.
 */
export function mayDecide(phase: HookPhase): boolean {
  return phase === 'pre' || phase === 'perm';
}
