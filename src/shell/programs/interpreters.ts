import { runsOf } from './programRuns';

/** Variables that contain the path of a shell. */
export const SHELL_NAMES: ReadonlySet<string> = new Set(['$SHELL', '${SHELL}', '$BASH', '${BASH}']);

/** Whether a name is that of a shell. */
export function isShell(program: string): boolean {
  return runsOf(program)?.isShell === true;
}

/**
 * Whether a name is that of an interpreter of another language, with or without its version:
 * `python3.12`.
 */
export function isInterpreter(program: string): boolean {
  const runs = runsOf(program) ?? runsOf(withoutVersion(program));
  return runs?.isInterpreter === true;
}

/** `python3.12` is `python3`; a name without a version stays. */
export function withoutVersion(program: string): string {
  // Longer names are not those of programs; skip the expressions below for them.
  if (program.length > MAX_NAME || !'0123456789.'.includes(program.slice(-1))) return program;
  return program.replace(/-?\d*\.\d[\d.]*$/, '').replace(/^(perl|ruby|php|lua|node)-?\d+$/, '$1');
}

const MAX_NAME = 40;
