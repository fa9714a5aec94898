import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const GIT_TIMEOUT_MS = 2000;

/** The name for the audit trail: the setting, else the Git user name, else the account name. */
export async function findAuthor(setting: string): Promise<string> {
  const chosen = setting.trim();
  if (chosen !== '') return chosen;
  return (await gitUserName()) ?? accountName();
}

async function gitUserName(): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['config', 'user.name'], { timeout: GIT_TIMEOUT_MS });
    const name = stdout.trim();
    return name === '' ? undefined : name;
  } catch {
    // Git is missing, has no name, or did not answer in time.
    return undefined;
  }
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // The user id has no account, as in some containers.
    return 'unknown';
  }
}
