import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedHostNode } from '../../scripts/install.mjs';
import { ROOT, npm, step } from '../../scripts/shell.mjs';
import type { AgentHost } from './host';
import { expectOnNpm, NotOnNpm, olderVersion } from './npmVersions';
import { startTree } from './processTree';

/** A host whose program was started successfully. */
export interface InstalledHost {
  readonly host: AgentHost;
  readonly version: string;
  readonly program: readonly string[];
  /** Environment variables for every start. */
  readonly env: Readonly<Record<string, string>>;
}

/** Ignored by Git; contains a folder for each version of a host. */
const CACHE = join(ROOT, '.agent-hosts');
const START_LIMIT_MS = 60_000;

/**
 * Installs a host from npm unless it is installed. Resolves to a reason if it cannot be tested on this machine: npm
 * does not have it, or there is no Node that is recent enough. Throws for any other failure.
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

/** A Node with at least this major version: the current one, or that of the VS Code used for tests. */
function nodeOf(major: number): string | undefined {
  const known = [
    { path: process.execPath, version: process.versions.node },
    installedHostNode() ?? [],
  ].flat();
  return known.find(({ version }) => Number(version.split('.')[0]) >= major)?.path;
}

/** The program to install, and the Node that runs it. */
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
    await rm(folder, { recursive: true, force: true }); // do not use incomplete installations
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
