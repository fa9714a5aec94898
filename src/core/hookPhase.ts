/** When a hook is called: the last word of its command line. */
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
 * Whether a hook of this phase may block a command. Only these may end with exit code 2: at the end of a turn, Codex and
 * Gemini CLI treat it as "continue with this prompt" and call the model in an endless loop.
 */
export function mayDecide(phase: HookPhase): boolean {
  return phase === 'pre' || phase === 'perm';
}
