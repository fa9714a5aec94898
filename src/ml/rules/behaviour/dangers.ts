import { featureSet } from '../../features/features';
import { riskOfFeatures, type LoadedModel } from '../../model/predict';

/** Whether a command is dangerous by the model or a starter rule. */
export type IsDangerous = (command: string) => boolean;

/** The calibrated probability from which on the model calls a command unsafe. */
const UNSAFE = 0.5;

/** Asks the model and the starter rules. Each command is analyzed once. */
export function dangersBy(model: LoadedModel): IsDangerous {
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

/** The features of a command that a starter rule matches. */
const STARTER_FEATURES = ['starter deny', 'starter ask'];
