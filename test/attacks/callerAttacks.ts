import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The result of an attack. `stopped`: it had no effect; `noticed`: the user was warned, and it was repaired. */
export type Result = 'stopped' | 'noticed' | 'unnoticed';

/** What another extension does with the commands. `test/host/otherExtensions.test.ts` does it in VS Code. */
export const CALLER_ATTACKS = [
  'calls every command with every kind of argument',
  'deletes history',
  'switches recording off',
  'pauses self-protection',
  'disconnects an agent host',
  'imports forged labels',
  'replaces a file by an export',
  'names a file by a path that is not shown as it is',
  'labels commands in bulk',
  'labels commands in bulk with objects that resemble rows of a view',
  'proposes changes under the name of the user',
  'proposes a rule with forged evidence',
  'rejects a suggestion under another name',
  'sends texts of any length',
] as const;
export type CallerAttack = (typeof CALLER_ATTACKS)[number];

/** The name of such an attack in the list of all. */
export function callerAttackName(attack: CallerAttack): string {
  return `another extension ${attack}`;
}

type Results = Readonly<Partial<Record<CallerAttack, Result>>>;

/** Names the file for the results. Without it, they are not written. */
export const RESULTS_VARIABLE = 'RULEWRIGHT_CALLER_RESULTS';

/** Writes the results for `npm run test:attacks`. */
export function writeCallerResults(results: Results): void {
  const path = process.env[RESULTS_VARIABLE];
  if (path === undefined) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(results));
}

/** Reads and removes the results. An attack without a result is unnoticed. */
export function takeCallerResults(path: string): ReadonlyMap<CallerAttack, Result> {
  const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  rmSync(path);
  return new Map(CALLER_ATTACKS.map((name) => [name, results[name] ?? 'unnoticed']));
}
