import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

const PACKAGE = 'cc-safety-net@2.4.5';
/** Not in Git; downloaded on demand. */
const CACHE = join('bench', 'peers');
const MAIN = join(CACHE, 'node_modules', 'cc-safety-net', 'dist', 'api.js');
const PROGRAM = join(CACHE, 'node_modules', 'cc-safety-net', 'dist', 'bin', 'cc-safety-net.js');

const Answer = z.object({ kind: z.enum(['allow', 'deny']) });
type Check = (input: { readonly command: string; readonly cwd: string }) => unknown;

/**
 * Whether cc-safety-net stops a command, in an empty folder; undefined if it is missing and cannot be downloaded. It
 * has no "ask": commands that it does not deny pass.
 */
export async function ccSafetyNet(): Promise<((command: string) => boolean) | undefined> {
  if (!existsSync(MAIN) && !fetched()) return undefined;
  const { checkCommand } = (await import(pathToFileURL(resolve(MAIN)).href)) as {
    checkCommand: Check;
  };
  const cwd = mkdtempSync(join(tmpdir(), 'rulewright-peer-'));
  process.once('exit', () => {
    rmSync(cwd, { recursive: true, force: true });
  });
  return (command) => Answer.parse(checkCommand({ command, cwd })).kind === 'deny';
}

/** The command line of its hook for Claude Code; undefined if it is missing and cannot be downloaded. */
export function ccSafetyNetHook(): readonly string[] | undefined {
  if (!existsSync(PROGRAM) && !fetched()) return undefined;
  return [process.execPath, PROGRAM, 'hook', '--claude-code'];
}

function fetched(): boolean {
  mkdirSync(CACHE, { recursive: true });
  const install = ['install', '--prefix', CACHE, '--no-save', '--no-audit', '--ignore-scripts'];
  try {
    execFileSync('npm', [...install, PACKAGE], { stdio: 'ignore', timeout: 120_000 });
    return existsSync(MAIN);
  } catch {
    return false; // No network: the comparison is omitted, with a note.
  }
}
