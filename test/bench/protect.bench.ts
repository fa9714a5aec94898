import { guardOwnFiles } from '../../src/guard/ownFiles';
import { compilePolicy } from '../../src/policy/compilePolicy';
import { evaluate } from '../../src/policy/evaluate';
import { HOME, STORAGE } from '../attacks/ownFileCommands';
import { blindCommands } from '../corpora/expand';
import { decideSets, type DecideRow } from './decideSets';
import { rounded } from './measure';
import type { Figures } from './run';

const POLICY = compilePolicy({ rules: [], version: 'v1', seq: 1 });
const OWN = guardOwnFiles({ storage: STORAGE, guard: `${STORAGE}/guard` }, { HOME });

/**
 * `npm run bench -- protect`: what self-protection alone decides on commands against the files of Rulewright and of agent
 * hosts, on harmless ones about the same files, and on what real agents ran, where that set is at hand.
 */
export function bench(): Promise<Figures> {
  const agents = decideSets().find(({ name }) => name === 'agents')?.rows;
  return Promise.resolve({
    ...figuresOf('attacks', blindCommands('ownFiles')),
    ...figuresOf('later_attacks', blindCommands('laterOwnFiles')),
    ...figuresOf('harmless', blindCommands('ownFilesHarmless')),
    ...(agents === undefined ? {} : figuresOf('agents', agents)),
  });
}

function figuresOf(name: string, rows: readonly Pick<DecideRow, 'command'>[]): Figures {
  const decisions = rows.map(
    ({ command }) =>
      evaluate(POLICY, command, { ownFiles: () => OWN, cwd: `${HOME}/app` }).decision,
  );
  const count = (wanted: string): number => decisions.filter((one) => one === wanted).length;
  return {
    [`protect.${name}`]: rows.length,
    [`protect.${name}_denied`]: count('deny'),
    [`protect.${name}_asked`]: count('ask'),
    [`protect.${name}_stopped_percent`]: rounded(
      (100 * (count('deny') + count('ask'))) / rows.length,
    ),
  };
}
