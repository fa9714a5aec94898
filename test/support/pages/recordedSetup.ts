import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../../src/app';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { discoverSources } from '../../../src/history/sources/discover';
import { createConnections } from '../../../src/hosts/connections';
import { hostsStep, rulesStep, sourcesStep } from '../../../src/providers/setupStates';
import { CALM } from '../calmSurroundings';

const NEWEST = new Date('2026-11-20T08:00:00Z');

/** The messages to the setup page, on a machine with a bash history and Claude Code. */
export async function recordSetup(app: App, isConnected: boolean) {
  const home = await mkdtemp(join(tmpdir(), 'rulewright-setup-'));
  try {
    const bash = join(home, '.bash_history');
    await writeFile(bash, 'git status\nnpm test\n'.repeat(300));
    await utimes(bash, NEWEST, NEWEST);
    await mkdir(join(home, '.claude'));
    const connections = connectionsOf(home);
    if (isConnected) await connections.write(await connections.propose('claude', 'connect'));
    const machine = { home, env: {}, platform: 'linux' as const };
    const { total } = await app.history.summary();
    return {
      sources: sourcesStep(await discoverSources(machine), total),
      rules: rulesStep(await app.policies.listRules(), await app.learning.starterChoices()),
      hosts: await hostsStep({ ...app, connections }),
    };
  } finally {
    await rm(home, { recursive: true });
  }
}

function connectionsOf(home: string) {
  return createConnections({
    ...{ files: createNodeFiles(), home, env: {}, platform: 'linux' },
    launcher: join(home, 'guard', 'guard.sh'),
    memoryPath: join(home, 'guard', 'connected.json'),
    install: () => Promise.resolve(),
    tryOut: () => Promise.resolve(),
    environment: () => CALM,
  });
}
