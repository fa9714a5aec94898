import { actionOf, type Action } from './actions/action';
import { classText } from './actions/classText';
import { START_FOLDER, startFolder } from './paths/folder';
import type { ViewOptions } from './views';
import { explore } from './walk/explore';

export type { Action } from './actions/action';
export { classText } from './actions/classText';
export { withoutMarks } from './paths/targetClass';

/** An action, with its text in the class view. */
export interface ShownAction extends Action {
  readonly text: string;
}

/** The actions of a command, and whether the command was examined completely. */
export interface CommandActions {
  /** In the order of the walk: outer commands first. */
  readonly actions: readonly ShownAction[];
  /** False if the parser rejected the command: the actions are then those of its parts that can be read. */
  readonly parsed: boolean;
  /** True if a limit was reached: more may run than the actions say. */
  readonly truncated: boolean;
}

/** What a command does: one action for each program that it runs or may run. Never throws. */
export function commandActions(command: string, { shell, cwd }: ViewOptions = {}): CommandActions {
  const { lines, parsed, truncated } = explore(
    command,
    shell === 'powershell',
    cwd === undefined ? START_FOLDER : startFolder(cwd),
  );
  const actions = lines.flatMap((line) =>
    line.stages.map((stage) => {
      const action = actionOf(stage, line);
      return { ...action, text: classText(action) };
    }),
  );
  return { actions, parsed, truncated };
}
