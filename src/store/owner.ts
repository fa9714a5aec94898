import { randomBytes } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import * as z from 'zod';
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

/** This process as the holder of one lock. */
export async function thisOwner(label: string): Promise<Owner> {
  return {
    pid: process.pid,
    startedAt: (await startTicks(process.pid)) ?? '',
    bootId: await bootId(),
    pidSpace: await pidSpace(),
    machine: hostname(),
    label,
    nonce: randomBytes(8).toString('hex'),
  };
}

/**
 * Whether the process that `owner` names is proven to be gone. Never by age: a process that is suspended, in a
 * debugger or on another machine may come back and believe that it still holds the lock.
 */
export async function isGone(owner: Owner): Promise<boolean> {
  if (owner.machine !== hostname()) return false;
  if (owner.bootId !== (await bootId())) return owner.bootId !== '';
  if (owner.pidSpace !== (await pidSpace())) return false;
  if (!processLives(owner.pid)) return true;
  if (owner.startedAt === '') return false;
  const started = await startTicks(owner.pid);
  return started !== undefined && started !== owner.startedAt;
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

/** The 22nd field of /proc/<pid>/stat; the name before it may hold spaces and brackets. */
async function startTicks(pid: number): Promise<string | undefined> {
  const stat = await readSystem(() => readFile(`/proc/${pid}/stat`, 'utf8'));
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function bootId(): Promise<string> {
  return (await readSystem(() => readFile('/proc/sys/kernel/random/boot_id', 'utf8'))).trim();
}

async function pidSpace(): Promise<string> {
  return readSystem(() => readlink('/proc/self/ns/pid'));
}

/** Systems without /proc tell nothing, and nothing is then proven by it. */
async function readSystem(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch {
    return '';
  }
}
