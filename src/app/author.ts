import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATIENCE_MS = 2000;

/** The name for the audit trail: what the person set, else what git knows, else the account. */
export async function findAuthor(setting: string): Promise<string> {
  const chosen = setting.trim();
  if (chosen !== '') return chosen;
  return (await gitUserName()) ?? accountName();
}

async function gitUserName(): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['config', 'user.name'], { timeout: PATIENCE_MS });
    const name = stdout.trim();
    return name === '' ? undefined : name;
  } catch {
    // No git, no name set, or too slow: the account's name serves as well.
    return undefined;
  }
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an account, as in some containers.
    return 'unknown';
  }
}
