import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedHostNode } from '../../scripts/install.mjs';
import { ROOT, npm, step } from '../../scripts/shell.mjs';
import type { AgentHost } from './host';
import { expectOnNpm, NotOnNpm, olderVersion } from './npmVersions';
import { startTree } from './processTree';

/** A host whose program has been seen to start. */
export interface InstalledHost {
  readonly host: AgentHost;
  readonly version: string;
  readonly program: readonly string[];
  /** Variables that every start of it needs. */
  readonly env: Readonly<Record<string, string>>;
}

/** Git ignores it; each version of a host has a folder of its own in it. */
const CACHE = join(ROOT, '.agent-hosts');
const START_LIMIT_MS = 60_000;

/**
 * Installs a host from npm unless it is there already. Resolves to the reason where it cannot be tested on this
 * machine: npm does not have it, or there is no Node that is new enough for it. Any other failure throws.
 */
export async function installHost(
  host: AgentHost,
  isOlder: boolean,
): Promise<InstalledHost | string> {
  const { nodeMajor = 0, npm: wanted } = host;
  const node = nodeOf(nodeMajor);
  if (node === undefined) return `needs Node ${nodeMajor}, this is ${process.versions.node}`;
  try {
    const version = isOlder ? await olderVersion(wanted, Date.now()) : wanted.version;
    const folder = join(CACHE, `${host.name}-${version}`);
    if (!existsSync(folder)) {
      await expectOnNpm(wanted, version);
      await step(`Installing ${wanted.name}@${version} into .agent-hosts`, () =>
        install({ host, version, node }, folder),
      );
    }
    return installedIn(folder, { host, version, node });
  } catch (error) {
    if (error instanceof NotOnNpm) return error.message;
    throw error;
  }
}

/** A Node of at least this major version: the one that runs us, or the one of the VS Code that tests use. */
function nodeOf(major: number): string | undefined {
  const known = [
    { path: process.execPath, version: process.versions.node },
    installedHostNode() ?? [],
  ].flat();
  return known.find(({ version }) => Number(version.split('.')[0]) >= major)?.path;
}

/** Which program is installed, and the Node that runs it. */
interface Wanted {
  readonly host: AgentHost;
  readonly version: string;
  readonly node: string;
}

async function install(wanted: Wanted, ready: string): Promise<void> {
  const { host, version } = wanted;
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'installing-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"private":true}\n');
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const code = await npm(['install', ...quiet, `${host.npm.name}@${version}`], { cwd: folder });
    if (code !== 0)
      throw new Error(`npm install of ${host.npm.name} ended with exit code ${code}.`);
    await expectStarts(installedIn(folder, wanted));
    await rename(folder, ready);
  } finally {
    await rm(folder, { recursive: true, force: true }); // nothing half-installed is used
  }
}

function installedIn(folder: string, { host, version, node }: Wanted): InstalledHost {
  const program = host.program(join(folder, 'node_modules'), node);
  return { host, version, program, env: host.shared?.(folder) ?? {} };
}

async function expectStarts({ host, program, env }: InstalledHost): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), `rulewright-${host.name}-`));
  try {
    const { exit, stderr } = await startTree([...program, '--version'], {
      cwd: home,
      env: { PATH: process.env['PATH'] ?? '', ...env, HOME: home },
      limitMs: START_LIMIT_MS,
    }).ended;
    if (exit !== 0) throw new Error(`${host.name} was installed but does not start: ${stderr}`);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
