import { stageOf, type Stage } from './stage';

/** Programs that run one command for each name that they read. */
export const PER_NAME: ReadonlySet<string> = new Set(['xargs', 'parallel']);

/**
 * The whole command that such a program runs, as a stage; undefined if it is only a program name.
 */
export function innerStage(stage: Stage): Stage | undefined {
  if (!PER_NAME.has(stage.program)) return undefined;
  const [run] = stage.nested;
  if (run?.type !== 'words' || run.words.length < 2) return undefined;
  return stageOf(run.words, { sudo: false, powershell: false }, stage);
}
