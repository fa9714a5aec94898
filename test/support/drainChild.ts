/** Drains a spool and kills itself at one step: `drainChild.ts STORAGE STEP before|after`. */
import { join } from 'node:path';
import { createNodeFiles } from '../../src/files/nodeFiles';
import { createHistory } from '../../src/history/history';
import { processHasEnded, processToken } from '../../src/history/processToken';
import { Spool } from '../../src/history/spool';
import { NO_AGENTS } from './noAgents';
import { stepFiles } from './stepFiles';

const [storage = '', stepText = '0', when = 'before'] = process.argv.slice(2);
const die = (step: number): void => {
  if (step === Number(stepText)) process.kill(process.pid, 'SIGKILL');
};
const files = stepFiles(createNodeFiles(), when === 'before' ? { before: die } : { after: die });
const owner = processToken();
const target = createHistory({ files, folder: join(storage, 'history'), clock: Date, owner });
const spool = new Spool({
  files,
  folder: join(storage, 'spool'),
  target,
  clock: Date,
  owner,
  ownerHasEnded: processHasEnded,
  agents: NO_AGENTS,
});
void spool.drain();
