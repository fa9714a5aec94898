import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardOwnFiles } from '../../src/guard/guardOwnFiles';
import { compilePolicy } from '../../src/policy/compilePolicy';
import { evaluate } from '../../src/policy/evaluate';
import { HOME, STORAGE } from '../attacks/ownFileCommands';
import { blindCommands } from '../corpora/expand';
import { decideTool, placeFiles, toolCalls, toolFoldersIn } from '../corpora/toolCalls';
import { decideSets, type DecideRow } from './decideSets';
import { cpuOf, rounded } from './measure';
import type { Figures } from './run';

const POLICY = compilePolicy({ rules: [], version: 'v1', seq: 1 });
const OWN = guardOwnFiles({ storage: STORAGE, guard: `${STORAGE}/guard` }, { HOME });

/**
 * `npm run bench -- protect`: the decisions of self-protection alone on commands that change files of Rulewright and of
 * agent hosts, on harmless commands with the same files, and on commands of real agents, if available; and its duration
 * on text designed to be slow.
 */
export function bench(): Promise<Figures> {
  const agents = decideSets().find(({ name }) => name === 'agents')?.rows;
  return Promise.resolve({
    ...figuresOf('attacks', blindCommands('ownFiles')),
    ...figuresOf('later_attacks', blindCommands('laterOwnFiles')),
    ...figuresOf('third_attacks', commandsOnly(blindCommands('thirdOwnFiles'))),
    ...figuresOf('fourth_attacks', blindCommands('fourthOwnFiles')),
    ...figuresOf('fifth_attacks', blindCommands('fifthOwnFiles')),
    ...figuresOf('harmless', blindCommands('ownFilesHarmless')),
    ...figuresOf('fourth_harmless', blindCommands('fourthOwnFilesHarmless')),
    ...figuresOf('fifth_harmless', blindCommands('fifthOwnFilesHarmless')),
    ...toolFigures('tools', 'fifthFileTools'),
    ...toolFigures('harmless_tools', 'fifthFileToolsHarmless'),
    ...(agents === undefined ? {} : figuresOf('agents', agents)),
    'protect.hostile_cpu_ms_max': rounded(Math.max(...HOSTILE.map(hostileMs))),
  });
}

/** Without the calls of file tools: `test/unit/policy/selfProtection.test.ts` has these. */
function commandsOnly<T extends { readonly command: string }>(rows: readonly T[]): readonly T[] {
  return rows.filter(({ command }) => !/^\w+ \{/.test(command));
}

/** Repeated up to 16 KB: many actions, each of which the whole text may affect. */
const HOSTILE: readonly string[] = [
  ...[': >$a;', 'a=b;: >$a;', 'for a in b c;do : >$a;done;', 'read a;/b >$a ', 'sed s/a/b/w\\ c;'],
  ...['GIT_WORK_TREE=a git b;', '*** Add File: a\napply_patch\n', 'tar xf a -C b;', '7z x a -o/b;'],
  ...['socat OPEN:a OPEN:b;', 'bwrap --bind a b c;', 'grep -l a|xargs rm;', 'git --work-tree a b;'],
];

function hostileMs(piece: string): number {
  const command = piece.repeat(Math.ceil(16_384 / piece.length)).slice(0, 16_384);
  return cpuOf(() => evaluate(POLICY, command, { ownFiles: OWN, cwd: HOME })) / 1000;
}

/** The same for calls of file tools, in a home folder with the files and links that they name. */
function toolFigures(name: string, list: Parameters<typeof toolCalls>[0]): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-tools-'));
  try {
    const folders = toolFoldersIn(folder);
    placeFiles(folders);
    return counted(
      name,
      toolCalls(list, folders).map((call) => decideTool(call, folders)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function figuresOf(name: string, rows: readonly Pick<DecideRow, 'command'>[]): Figures {
  const decide = (command: string): string =>
    evaluate(POLICY, command, { ownFiles: OWN, cwd: `${HOME}/app` }).decision;
  return counted(
    name,
    rows.map(({ command }) => decide(command)),
  );
}

function counted(name: string, decisions: readonly string[]): Figures {
  const count = (wanted: string): number => decisions.filter((one) => one === wanted).length;
  return {
    [`protect.${name}`]: decisions.length,
    [`protect.${name}_denied`]: count('deny'),
    [`protect.${name}_asked`]: count('ask'),
    [`protect.${name}_stopped_percent`]: rounded(
      (100 * (count('deny') + count('ask'))) / decisions.length,
    ),
  };
}
