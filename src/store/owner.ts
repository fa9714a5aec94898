import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { Files } from '../core/files';
import { systemCode } from '../files/fileError';

/** Who holds a lock, in words that other processes can check. */
export const Owner = z.strictObject({
  pid: z.number().int().positive(),
  /** Clock ticks from boot to the start of the process; empty where the system does not tell. */
  startedAt: z.string(),
  /** Changes with each start of the machine; empty where the system does not tell. */
  bootId: z.string(),
  /** Which process numbers `pid` belongs to: a container counts its own. */
  pidSpace: z.string(),
  machine: z.string(),
  /** What a person calls this process: `window <pid>` … */
  label: z.string(),
  nonce: z.string().min(1),
});
export type Owner = z.infer<typeof Owner>;

/** Who a lock file names: nobody can be proven gone by one that is unreadable, and undefined is no file at all. */
export type Holder = Owner | 'unreadable' | undefined;

/** This process as the holder of one lock. */
export function thisOwner(label: string): Owner {
  return {
    pid: process.pid,
    startedAt: statOf(process.pid)?.startedAt ?? '',
    bootId: bootId(),
    pidSpace: pidSpace(),
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
 * Whether the process that a lock names is proven to be gone. Never by age: a process that is suspended, in a
 * debugger or on another machine may come back and believe that it still holds the lock.
 */
export function isGone(holder: Holder): boolean {
  if (holder === undefined || holder === 'unreadable') return false;
  if (holder.machine !== hostname()) return false;
  if (holder.bootId !== bootId()) return holder.bootId !== '';
  if (holder.pidSpace !== pidSpace()) return false;
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
    // EPERM: it lives and belongs to somebody else.
    return systemCode(error) !== 'ESRCH';
  }
}

interface ProcessStat {
  readonly startedAt: string;
  /** It has ended and only waits for its parent to notice. Its last thread must be over too: one may still write. */
  readonly isOver: boolean;
}

/** Fields 3, 20 and 22 of /proc/<pid>/stat; the name before them may hold spaces and brackets. */
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

function pidSpace(): string {
  return readSystem(() => readlinkSync('/proc/self/ns/pid'));
}

/** Read without waiting: these are no files on a disk. Systems without /proc tell nothing, which proves nothing. */
function readSystem(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
