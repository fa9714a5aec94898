/** What a target is, for rules and people. Of several the first that fits counts, down to `outside`. */
export const TargetClass = [
  'secret',
  'startup',
  'agent settings',
  'git folder',
  'device',
  'root',
  'home',
  'system',
  'temp',
  'project root',
  'project',
  'in home',
  'outside',
  'unknown',
  'url',
  'local url',
  'remote host',
] as const;
export type TargetClass = (typeof TargetClass)[number];

/** A class as the class view shows it. */
export function markOf(target: TargetClass): string {
  return `‹${target}›`;
}

/** Text without the signs of a mark: nothing written in a command may be taken for one. */
export function withoutMarks(text: string): string {
  return MARK_SIGNS.test(text) ? text.replace(/[‹›]/g, '_') : text;
}

const MARK_SIGNS = /[‹›]/;
