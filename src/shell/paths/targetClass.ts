/**
 * What a target is, for rules and people. The first class that matches counts, in the order down to
 * `outside`. A secret with which the program only authenticates is a `key`.
 */
export const TargetClass = [
  'key',
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

/** A class as shown in the class view. */
export function markOf(target: TargetClass): string {
  return `‹${target}›`;
}

/** Text without the characters of class marks, so that a command cannot contain a mark. */
export function withoutMarks(text: string): string {
  return MARK_SIGNS.test(text) ? text.replace(/[\u2039\u203a]/g, '_') : text;
}

const MARK_SIGNS = /[\u2039\u203a]/;
