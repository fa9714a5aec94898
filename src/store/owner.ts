import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { Files } from '../core/fileAccess';
import { systemCode } from '../files/systemCode';

/** The owner of a lock, described so that other processes can check whether it is still running. */
export const Owner = z.strictObject({
  pid: z.number().int().positive(),
  /** Start time of the process in clock ticks since boot; empty if unavailable. */
  startedAt: z.string(),
  /** Changes at every boot; empty if unavailable. */
  bootId: z.string(),
  /** The PID namespace of `pid`: containers have their own. */
  pidSpace: z.string(),
  machine: z.string(),
  /** The name of the process for people: `window <pid>`. */
  label: z.string(),
  nonce: z.string().min(1),
});
export type Owner = z.infer<typeof Owner>;

/** The owner in a lock file; undefined if there is no file. An unreadable file proves nothing. */
export type Holder = Owner | 'unreadable' | undefined;

/** This process as the owner of a lock. */
export function thisOwner(label: string): Owner {
  return {
    pid: process.pid,
    startedAt: statOf(process.pid)?.startedAt ?? '',
    bootId: bootId(),
    pidSpace: pidNamespace(),
    machine: hostname(),
    label,
    nonce: randomBytes(8).toString('hex'),
  };
}

/** Reads a lock file. */
export async function readHolder(files: Files, path: string): Promise<Holder> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return Owner.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return 'unreadable';
  }
}

/**
 * Whether the owner has certainly ended. Age is no evidence: a process that is suspended, in a debugger or on another
 * machine may continue and assume that it still holds the lock.
 */
export function holderHasEnded(holder: Holder): boolean {
  if (holder === undefined || holder === 'unreadable') return false;
  if (holder.machine !== hostname()) return false;
  if (holder.bootId !== bootId()) return holder.bootId !== '';
  if (holder.pidSpace !== pidNamespace()) return false;
  if (!processLives(holder.pid)) return true;
  const now = statOf(holder.pid);
  if (now === undefined) return false;
  return now.isOver || (holder.startedAt !== '' && now.startedAt !== holder.startedAt);
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is running as another user.
    return systemCode(error) !== 'ESRCH';
  }
}

interface ProcessStat {
  readonly startedAt: string;
  /** A zombie whose last thread has ended: a remaining thread could still write. */
  readonly isOver: boolean;
}

/** Fields 3, 20 and 22 of /proc/<pid>/stat. The name before them may contain spaces and parentheses. */
function statOf(pid: number): ProcessStat | undefined {
  const stat = readSystem(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === '') return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', threads] = [fields[0], Number(fields[17])];
  return { startedAt: fields[19] ?? '', isOver: ['Z', 'X'].includes(state) && threads <= 1 };
}

function bootId(): string {
  return readSystem(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

function pidNamespace(): string {
  return readSystem(() => readlinkSync('/proc/self/ns/pid'));
}

/** Reads from /proc synchronously. Returns an empty text on systems without it. */
function readSystem(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
