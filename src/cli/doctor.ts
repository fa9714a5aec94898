import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { hasRuleInForce } from '../policy/ruleInForce';
import { createSurroundings } from '../hosts/surroundings';
import { asksGuard, type HostConnection } from '../core/agentHost';
import { RulewrightError } from '../core/errors';
import { LAYOUT } from '../core/layout';
import { createNodeFiles } from '../files/nodeFiles';
import { CONNECTED_FILE, createConnections } from '../hosts/connections';
import { LAUNCHER } from '../hosts/guardFiles';
import { stateLine } from '../core/hostStateText';
import type { CliIo } from './io';

interface DoctorOptions {
  readonly storage?: string;
  readonly project: string;
  readonly json?: boolean;
}

/** `rulewright doctor`: whether each agent host asks the guard. Exit code 0 where all that were connected do. */
export function addDoctor(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .description(
      'Say for each agent host whether it asks before it runs a command, and test the guard through its own hook line.',
    )
    .option('--storage <folder>', 'the storage folder of the extension')
    .option('--project <folder>', 'a project whose settings count, too', process.cwd())
    .option('--json', 'print JSON')
    .action(async ({ storage, project, json }: DoctorOptions) => {
      const connections = connectionsAt(storageFolder(storage), project);
      const hosts = (await connections.list()).filter(
        ({ isHere, expected, state }) => isHere || expected || state !== 'apart',
      );
      const results = [];
      for (const host of hosts) {
        const test = asksGuard(host.state) ? await connections.test(host.host) : undefined;
        results.push({ ...host, ...(test === undefined ? {} : { test }) });
      }
      if (json === true) io.out(JSON.stringify(results));
      else for (const { test, ...host } of results) io.out(stateLine(host, test));
      if (results.length === 0) io.out('No agent host was found on this machine.');
      io.setExitCode(results.every(isFine) ? 0 : 1);
    });
}

function isFine({
  state,
  expected,
  test,
}: HostConnection & { readonly test?: { readonly isBlocked: boolean } }): boolean {
  return test === undefined ? state === 'apart' && !expected : test.isBlocked;
}

function storageFolder(given: string | undefined): string {
  const folder = given ?? process.env['RULEWRIGHT_STORAGE'];
  if (folder !== undefined) return folder;
  throw new RulewrightError('invalid-input', 'The storage folder is not known.', {
    hint: 'Name it with --storage: the folder that holds policy.snapshot. docs/data.md says where it is.',
  });
}

function connectionsAt(storage: string, project: string) {
  const files = createNodeFiles();
  const guard = join(storage, LAYOUT.guard);
  const none = () => Promise.reject(new Error('`rulewright doctor` changes nothing.'));
  return createConnections({
    files,
    home: homedir(),
    env: process.env,
    platform: process.platform,
    launcher: join(guard, LAUNCHER),
    memoryPath: join(guard, CONNECTED_FILE),
    install: none,
    tryOut: none,
    around: createSurroundings({
      files,
      policyPath: join(storage, LAYOUT.publishedPolicy),
      hasRules: hasRuleInForce,
      folders: () => [project],
      recent: () => Promise.resolve([]),
      // Whether it decides, the test command shows.
      guard: () => Promise.resolve(existsSync(join(guard, LAUNCHER)) ? 'good' : 'missing'),
    }),
  });
}
