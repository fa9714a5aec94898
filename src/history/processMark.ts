import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A name for this run of this process, `<pid>-<start>-<nonce>`, which other processes can ask about. */
export function processMark(): string {
  return `${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(6).toString('hex')}`;
}

/** Whether the process of a mark is proven gone. Never by age: one that sleeps may come back. */
export function markIsGone(mark: string): boolean {
  const [pid = NaN, start = NaN] = mark.split('-').map(Number);
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  if (!lives(pid)) return true;
  const now = startOf(pid);
  return now !== undefined && start !== 0 && now !== start;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Clock ticks from boot to the start of a process, where the system tells: numbers of processes come back. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    return Number.isSafeInteger(ticks) ? ticks : undefined;
  } catch {
    // No /proc on this system, or the process has just gone: nothing is proven by that.
    return undefined;
  }
}
