import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { CheckedHost, HostConnections } from '../core/agentHost';
import { RulewrightError } from '../core/errors';
import { stateLine } from '../core/hostStateText';
import { LAYOUT } from '../core/layout';
import { extensionVersion } from '../files/extensionVersion';
import { createNodeFiles } from '../files/nodeFiles';
import { createHistory } from '../history/history';
import { processToken } from '../history/processToken';
import { checkHosts, isAsExpected } from '../core/checkHosts';
import { CONNECTED_FILE, createConnections } from '../hosts/connections';
import { createGuardCheck, LAUNCHER } from '../hosts/guardFiles';
import { guardFolderIn } from '../hosts/guardFolder';
import { createHostEnvironment } from '../hosts/hostEnvironment';
import { hasRuleInForce } from '../policy/ruleInForce';
import type { CliIo } from './io';

interface DoctorOptions {
  readonly storage?: string;
  readonly project: string;
  readonly json?: boolean;
}

/** `rulewright doctor`: whether each agent host calls the guard. Exit code 0 if all connected hosts do. */
export function addDoctor(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .description(
      'Report for each agent host whether it asks before it runs a command, and test the guard through its own hook line.',
    )
    .option('--storage <folder>', 'the storage folder of the extension')
    .option('--project <folder>', 'a project whose settings count, too', process.cwd())
    .option('--json', 'print JSON')
    .action(async ({ storage, project, json }: DoctorOptions) => {
      const hosts = await checkHosts(await connectionsAt(storageFolder(storage), project));
      if (json === true) io.data(JSON.stringify(hosts));
      else for (const line of hosts.flatMap(linesAbout)) io.out(line);
      if (hosts.length === 0 && json !== true) io.out('No agent host was found on this machine.');
      io.setExitCode(hosts.every(isAsExpected) ? 0 : 1);
    });
}

function linesAbout({ test, ...host }: CheckedHost): readonly string[] {
  return stateLine(host, test).split('\n');
}

function storageFolder(given: string | undefined): string {
  const folder = given ?? process.env['RULEWRIGHT_STORAGE'];
  if (folder !== undefined) return folder;
  throw new RulewrightError('invalid-input', 'The storage folder is not known.', {
    hint: 'Name it with --storage: the folder that holds policy.snapshot. docs/data.md says where it is.',
  });
}

/** The same connections as in a window, but read-only. */
async function connectionsAt(storage: string, project: string): Promise<HostConnections> {
  const files = createNodeFiles();
  const folder = guardFolderIn(storage);
  const unchanged = () => Promise.reject(new Error('`rulewright doctor` changes nothing.'));
  const history = createHistory({
    files,
    folder: join(storage, LAYOUT.history),
    clock: Date,
    owner: processToken(),
  });
  return createConnections({
    files,
    home: homedir(),
    env: process.env,
    platform: process.platform,
    launcher: join(folder, LAUNCHER),
    memoryPath: join(storage, LAYOUT.guard, CONNECTED_FILE),
    install: unchanged,
    tryOut: unchanged,
    environment: createHostEnvironment({
      files,
      policyPath: join(storage, LAYOUT.publishedPolicy),
      hasRules: hasRuleInForce,
      folders: () => [project],
      recent: (limit) => history.recent(limit),
      guard: createGuardCheck(files, {
        // This program is in the build folder.
        built: __dirname,
        version: await extensionVersion(files, dirname(__dirname)),
        folder,
        node: process.execPath,
      }),
    }),
  });
}
