import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYOUT } from '../core/layout';
import { readWhole } from '../files/wholeFile';

/** What guards know of files from earlier runs, so that not every process has to check them anew. */
export interface GuardMemory {
  /** The mark of the published policy whose seal was found whole. */
  policy?: string;
  /** The marks of the program and of its compiled form that belong together. */
  code?: string;
}

/** Where guards of this version of Node, started with the same options, keep what only they can read. */
export function memoryPath(storage: string, kind: 'json' | 'code'): string {
  const node = [process.version, process.arch, ...process.execArgv].join('-');
  return join(storage, LAYOUT.guard, `node-${encodeURIComponent(node).slice(0, MAX_NAME)}.${kind}`);
}

/** Short enough for a file's name with all endings. */
const MAX_NAME = 200;

/** Nothing is known where the file is missing or broken: then everything is checked. */
export function readMemory(storage: string): GuardMemory {
  try {
    const raw: unknown = JSON.parse(
      readWhole(memoryPath(storage, 'json')).bytes.toString('latin1'),
    );
    return typeof raw === 'object' && raw !== null ? raw : {};
  } catch {
    return {};
  }
}

/** Keeps `memory` for later runs. */
export function writeMemory(storage: string, memory: GuardMemory): void {
  replace(memoryPath(storage, 'json'), JSON.stringify(memory));
}

/** Writes a file of the guard folder under another name first: whoever reads it never sees a part. */
export function replace(path: string, content: string | Uint8Array): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content, { mode: 0o600, flush: true });
  renameSync(part, path);
}
