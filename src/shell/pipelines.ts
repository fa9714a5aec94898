import { pipelineOf, type Pipeline } from './actions/pipeline';
import { START_FOLDER, startFolder } from './paths/folder';
import { withoutMarks } from './paths/targetClass';
import { explore } from './walk/explore';
import type { Exploration } from './walk/walkState';

/** What is known of the surroundings of a command. */
export interface ViewOptions {
  /** Default bash. */
  readonly shell?: 'bash' | 'powershell';
  /** The absolute path of its working directory. Default: some project. */
  readonly cwd?: string;
}

/** What a command runs: everything that rules, learning and people see of it is made from this. */
export interface CommandPipelines {
  readonly found: Exploration;
  /** Without the signs of marks, which a command could use to look like a class view. */
  readonly command: string;
  /** In the order of the walk: outer ones first. */
  readonly pipelines: readonly Pipeline[];
}

/** Finds what a command runs. Never throws. */
export function commandPipelines(
  command: string,
  { shell, cwd }: ViewOptions = {},
): CommandPipelines {
  const plain = withoutMarks(command);
  const start = cwd === undefined ? START_FOLDER : startFolder(cwd);
  const found = explore(plain, shell === 'powershell', start);
  return { found, command: plain, pipelines: found.lines.map(pipelineOf) };
}
