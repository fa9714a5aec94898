import type { Action } from './actions/action';
import type { Pipeline } from './actions/pipeline';
import { commandPipelines } from './pipelines';

/**
 * Whether a command opens a shell that waits for typed input: `bash`, `exec zsh -l`, `sudo -i`,
 * `docker exec -it web sh`, but not `bash -c …`, `bash x.sh` or `… | sh`. Never throws.
 */
export function opensShell(command: string): boolean {
  const { pipelines } = commandPipelines(command);
  return pipelines.some(({ actions, speculative }) => {
    const [action, ...others] = actions;
    if (action === undefined || others.length > 0 || speculative) return false;
    return action.takesTyping && !isGivenInput(action, pipelines);
  });
}

/**
 * Whether it is part of a later action of a pipeline and so reads the output of the action before.
 */
function isGivenInput({ start, end }: Action, pipelines: readonly Pipeline[]): boolean {
  return pipelines.some(({ actions }) =>
    actions.slice(1).some((action) => action.start <= start && end <= action.end),
  );
}
