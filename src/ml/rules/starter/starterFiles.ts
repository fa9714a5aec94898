import attacks from './attacks.json';
import cloud from './cloud.json';
import containers from './containers.json';
import databases from './databases.json';
import disks from './disks.json';
import files from './files.json';
import git from './git.json';
import machine from './machine.json';
import persistence from './persistence.json';
import privileges from './privileges.json';
import publishing from './publishing.json';
import remoteCode from './remote-code.json';
import secrets from './secrets.json';
import traces from './traces.json';

/** The files of this folder by the id of their category, in the order in which categories are shown. */
export const STARTER_FILES: Readonly<Record<string, unknown>> = {
  files,
  disks,
  git,
  databases,
  cloud,
  containers,
  publishing,
  secrets,
  'remote-code': remoteCode,
  attacks,
  privileges,
  persistence,
  traces,
  machine,
};
