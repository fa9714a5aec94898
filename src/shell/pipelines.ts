import { pipelineOf, type Pipeline } from './actions/pipeline';
import { START_FOLDER, startFolder } from './paths/folder';
import { withoutMarks } from './paths/targetClass';
import { explore } from './walk/explore';
import type { Exploration } from './walk/walkState';

/** The context in which a command runs. */
export interface ViewOptions {
  /** Default bash. */
  readonly shell?: 'bash' | 'powershell';
  /** The absolute path of its working directory. Default: the root of an unknown project. */
  readonly cwd?: string;
}

/** What a command runs. Everything that is shown, learned or matched is derived from this. */
export interface CommandPipelines {
  readonly found: Exploration;
  /** Without the characters of class marks, so that a command cannot imitate a class view. */
  readonly command: string;
  /** In the order of the walk: outer pipelines first. */
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
