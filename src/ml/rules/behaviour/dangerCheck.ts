import { featureSet } from '../../features/features';
import { riskOfFeatures, type LoadedModel } from '../../model/predict';

/** Whether the model or a starter rule considers a command dangerous. */
export type IsDangerous = (command: string) => boolean;

/** Minimum calibrated probability for an unsafe command. */
const UNSAFE = 0.5;

/** Combines the model and the starter rules. Each command is analyzed once. */
export function dangerCheck(model: LoadedModel): IsDangerous {
  const known = new Map<string, boolean>();
  return (command) => {
    const before = known.get(command);
    if (before !== undefined) return before;
    const names = featureSet(command);
    const found =
      STARTER_FEATURES.some((name) => names.has(name)) || riskOfFeatures(model, names) >= UNSAFE;
    known.set(command, found);
    return found;
  };
}

/** The features that a match of a starter rule adds to a command. */
const STARTER_FEATURES = ['starter deny', 'starter ask'];
