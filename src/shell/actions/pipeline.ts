import { innerStage } from '../stages/innerStage';
import { lineOf, type Line, type LineStage } from '../stages/line';
import { actionOf, type Action } from './action';

/** One executed pipeline: its actions in order. */
export interface Pipeline {
  readonly actions: readonly Action[];
  /** May not run: only deny and ask rules read it. */
  readonly speculative: boolean;
}

/** The actions of one pipeline. */
export function pipelineOf(line: Line): Pipeline {
  return {
    actions: line.stages.map((item) => actionOf(item, line, innerOf(item, line))),
    speculative: line.speculative,
  };
}

function innerOf({ stage }: LineStage, line: Line): Action | undefined {
  const inner = innerStage(stage);
  const [item] = inner === undefined ? [] : lineOf([inner]).stages;
  return item && actionOf(item, line);
}
