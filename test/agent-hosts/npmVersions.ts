import * as z from 'zod';
import { npmOutput } from '../../scripts/shell.mjs';
import type { AgentHost } from './host';

/** Why a host is not available from npm here, which is not an error of the product or the host. */
export class NotOnNpm extends Error {}

/** npm's error codes if the registry cannot be reached or does not have the package. */
const ABSENT = new Set([
  'E404',
  'ETARGET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ERR_SOCKET_TIMEOUT',
]);
const QUICK = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
const Failure = z.object({ error: z.object({ code: z.string(), summary: z.string() }) });
const Times = z.record(z.string(), z.string());

/** Throws `NotOnNpm` if npm does not have this version. */
export async function expectOnNpm({ name }: AgentHost['npm'], version: string): Promise<void> {
  const found = await view(`${name}@${version}`, 'version');
  if (found === undefined) throw new NotOnNpm(`npm has no ${name}@${version}`);
}

/** The newest version that is at least three months old. */
export async function olderVersion({ name }: AgentHost['npm'], nowMs: number): Promise<string> {
  const latest = new Date(nowMs);
  latest.setUTCMonth(latest.getUTCMonth() - 3);
  const versions = Object.entries(Times.parse((await view(name, 'time')) ?? {}))
    .filter(([version, time]) => /^\d+\.\d+\.\d+$/.test(version) && Date.parse(time) <= +latest)
    .map(([version]) => version)
    .sort(compareVersions);
  const newest = versions.at(-1);
  if (newest === undefined) {
    throw new NotOnNpm(`npm has no ${name} from before ${latest.toISOString().slice(0, 10)}`);
  }
  return newest;
}

/** Negative if the first of two versions `N.N.N` is lower. */
export function compareVersions(first: string, second: string): number {
  return first.localeCompare(second, 'en', { numeric: true });
}

/** A field of a package from npm; undefined if there is none. */
async function view(what: string, field: string): Promise<unknown> {
  const { code, stdout } = await npmOutput(['view', what, field, '--json', ...QUICK]);
  const answer: unknown = stdout.trim() === '' ? undefined : JSON.parse(stdout);
  if (code === 0) return answer;
  const failure = Failure.safeParse(answer);
  if (!failure.success) throw new Error(`npm view ${what} ended with exit code ${code}.`);
  const { code: reason, summary } = failure.data.error;
  if (ABSENT.has(reason)) throw new NotOnNpm(`npm has no ${what} here (${reason})`);
  throw new Error(`npm view ${what} failed: ${reason} ${summary}`);
}
