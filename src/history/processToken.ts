import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Identifies this process as `<pid>-<start>-<nonce>`. Other processes can check whether it is still running. */
export function processToken(): string {
  return `${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(6).toString('hex')}`;
}

/** Whether the process has certainly ended. Age is no evidence: a suspended process may continue. */
export function processHasEnded(token: string): boolean {
  const [pid = NaN, start = NaN] = token.split('-').map(Number);
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  if (!isRunning(pid)) return true;
  const now = startOf(pid);
  return now !== undefined && start !== 0 && now !== start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is running as another user.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Start time of a process in clock ticks since boot, if available. It distinguishes processes with the same number. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    return Number.isSafeInteger(ticks) ? ticks : undefined;
  } catch {
    // There is no /proc, or the process has just ended: the start time is unknown.
    return undefined;
  }
}
