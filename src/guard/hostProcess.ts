import { readFileSync, readlinkSync } from 'node:fs';
import type { HostStart } from '../hosts/hostHook';

/** Shells that run a hook command: they end with it, so their parent is examined instead. */
const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'fish', 'busybox']);
/** Hook commands are run by one or two shells. */
const MAX_SHELLS = 4;

/**
 * The process that runs the hook: the nearest ancestor that is not a shell, as
 * `<pid>-<start>-<namespace>`. Undefined without /proc. Start times are in clock ticks since boot.
 */
export function hostProcess(): string | undefined {
  const namespace = processNamespace();
  const host = namespace === undefined ? undefined : hostAncestor();
  return host && `${host.pid}-${host.start}-${namespace}`;
}

/** The command line that started that process; undefined if it cannot be read. */
export function hostStart(): HostStart | undefined {
  const host = hostAncestor();
  if (host === undefined) return undefined;
  try {
    const args = readFileSync(`/proc/${host.pid}/cmdline`, 'utf8').split('\0');
    return { args, hasTerminal: [0, 1].every((fd) => isTerminal(host.pid, fd)) };
  } catch {
    // It belongs to another user, or has just ended.
    return undefined;
  }
}

function isTerminal(pid: number, fd: number): boolean {
  return /^\/dev\/(?:pts\/|tty|console)/.test(readlinkSync(`/proc/${pid}/fd/${fd}`));
}

function hostAncestor(): { pid: number; start: string } | undefined {
  try {
    let pid = process.ppid;
    for (let depth = 0; depth <= MAX_SHELLS; depth += 1) {
      const { name, parent, start } = statusOf(pid);
      if (!SHELLS.has(name)) return pid > 1 ? { pid, start } : undefined;
      pid = parent;
    }
    return undefined;
  } catch {
    // No /proc, or an ancestor has just ended.
    return undefined;
  }
}

/**
 * The namespace of process ids: in a container, the same ids are other processes. Undefined without
 * /proc.
 */
export function processNamespace(): string | undefined {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];
  } catch {
    // Other systems have no /proc.
    return undefined;
  }
}

/** From `<pid> (<name>) <state> <parent> …`, with the start time in field 22: proc_pid_stat(5). */
function statusOf(pid: number): { name: string; parent: number; start: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  return {
    name: stat.slice(stat.indexOf('(') + 1, end),
    parent: Number(fields[1]),
    start: fields[19] ?? '0',
  };
}
