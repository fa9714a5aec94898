import agents from './agents.json';
import attacks from './attacks.json';
import backups from './backups.json';
import cloud from './cloud.json';
import clusters from './clusters.json';
import containers from './containers.json';
import databases from './databases.json';
import disks from './disks.json';
import files from './files.json';
import git from './git.json';
import machine from './machine.json';
import money from './money.json';
import network from './network.json';
import persistence from './persistence.json';
import privileges from './privileges.json';
import publishing from './publishing.json';
import remoteCode from './remote-code.json';
import secrets from './secrets.json';
import traces from './traces.json';
import windows from './windows.json';

/** The files of this folder by category id, in display order. */
export const STARTER_FILES: Readonly<Record<string, unknown>> = {
  files,
  disks,
  git,
  secrets,
  agents,
  'remote-code': remoteCode,
  attacks,
  persistence,
  privileges,
  machine,
  network,
  traces,
  databases,
  containers,
  clusters,
  cloud,
  publishing,
  money,
  backups,
  windows,
};
