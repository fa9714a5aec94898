import type { Case } from './cases';
import { check, problemOfRow, type Check, type Seen } from './checks';
import type { InstalledHost } from './installHost';
import { LIMITS, type Limit } from './limits';
import { compareVersions } from './npmVersions';

export interface Judgement {
  /** Violated checks. */
  readonly problems: readonly string[];
  /** Checks that the host makes impossible. */
  readonly limits: readonly Limit[];
}

/** The row of the host after the run is the expected one. */
const showsAfterRun = ({ row }: Case): Check =>
  check('showsAfterRun', ({ rows }, host) =>
    problemOfRow(rows, 'run', row === undefined ? 'protected' : row(host)),
  );

/** Compares the results of a run with the checks of its case. */
export function judge(
  { host, version }: InstalledHost,
  one: Case,
  seen: Seen,
  known: readonly Limit[] = LIMITS,
): Judgement {
  const problems: string[] = [];
  const limits: Limit[] = [];
  for (const { name, problem } of [...one.checks, showsAfterRun(one)]) {
    const found = problem(seen, host);
    const limit = known.find(
      (entry) =>
        entry.host === host.name &&
        (entry.case === undefined || entry.case === one.name) &&
        entry.check === name &&
        (entry.isAlone !== true || one.answer === undefined) &&
        (entry.until === undefined || compareVersions(version, entry.until) < 0),
    );
    if (found !== undefined && limit !== undefined) limits.push(limit);
    else if (found !== undefined) problems.push(`${name}: ${found}`);
    else if (limit !== undefined) problems.push(`${name}: it holds; take it out of limits.ts`);
  }
  return { problems, limits };
}
