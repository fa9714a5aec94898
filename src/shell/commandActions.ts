import type { Action } from './actions/action';
import { classText } from './actions/classText';
import type { Span } from './words/place';
import { commandPipelines, type ViewOptions } from './pipelines';

export type { Action } from './actions/action';
export { classText } from './actions/classText';
export { withoutMarks } from './paths/targetClass';

/** An action for display, with its text in the class view. */
export interface ShownAction
  extends
    Span,
    Pick<Action, 'program' | 'sub' | 'options' | 'operands' | 'redirects'>,
    Pick<Action, 'folder' | 'sudo' | 'certain' | 'inert'> {
  readonly text: string;
}

/** The actions of a command, and whether the command was examined completely. */
export interface CommandActions {
  /** In the order of the walk: outer commands first. */
  readonly actions: readonly ShownAction[];
  /**
   * False if the parser rejected the command. The actions are then those of the parts that could be
   * parsed.
   */
  readonly parsed: boolean;
  /** True if a limit was reached: the command may run more than the actions show. */
  readonly truncated: boolean;
}

/** What a command does: one action for each program that it runs or may run. Never throws. */
export function commandActions(command: string, options?: ViewOptions): CommandActions {
  const { pipelines, found } = commandPipelines(command, options);
  const actions = pipelines.flatMap((pipeline) => pipeline.actions.map((action) => shown(action)));
  return { actions, parsed: found.parsed, truncated: found.truncated };
}

function shown(action: Action): ShownAction {
  const { program, sub, options, operands, redirects, folder, sudo } = action;
  const { certain, inert, start, end } = action;
  const text = classText(action);
  return {
    ...{ program, sub, options, operands, redirects, folder, sudo },
    ...{ certain, inert, start, end, text },
  };
}
