import { join } from 'node:path';
import type { HostConnections } from '../../src/core/agentHost';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createConnections, type ConnectOptions } from '../../src/hosts/connections';
import { CALM } from './calmSurroundings';

/** The connections of a user with this home folder, on Linux and with empty surroundings. */
export function testConnections(
  home: string,
  options: Partial<ConnectOptions> = {},
): HostConnections {
  return createConnections({
    files: createNodeFiles(),
    home,
    env: { GEMINI_CLI_SYSTEM_SETTINGS_PATH: join(home, 'system', 'settings.json') },
    platform: 'linux',
    launcher: join(home, 'guard', 'guard.sh'),
    memoryPath: join(home, 'guard', 'connected.json'),
    install: () => Promise.resolve(),
    tryOut: () => Promise.resolve(),
    environment: () => CALM,
    ...options,
  });
}
