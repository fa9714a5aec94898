import type { LabelledCommand } from '../../core/event';
import { canonicalLines } from '../../shell/canonical';
import { featureNames } from '../features/features';
import { ratio } from './metrics';
import { riskOf, type LoadedModel } from './predict';
import type { Drift } from './prediction';

const UNKNOWN_LIMIT = 0.35;
const DISAGREEMENT_LIMIT = 0.1;
const ENOUGH = 20;

/** Measures drift on commands newer than the model: a look-up for each feature, a vote for each labelled command. */
export function measureDrift(loaded: LoadedModel, commands: Iterable<LabelledCommand>): Drift {
  const seen = new Map<string, LabelledCommand>();
  for (const event of commands) seen.set(event.command, event);
  let features = 0;
  let unknown = 0;
  let labelled = 0;
  let wrong = 0;
  for (const { command, label } of seen.values()) {
    const names = featureNames(canonicalLines(command));
    features += names.length;
    unknown += names.filter((name) => loaded.dictionary.columnOf(name) === undefined).length;
    if (label === 'unknown') continue;
    labelled += 1;
    if (riskOf(loaded, command) >= 0.5 !== (label === 'unsafe')) wrong += 1;
  }
  const unknownFeatures = ratio(unknown, features);
  const disagreement = ratio(wrong, labelled);
  return {
    commands: seen.size,
    unknownFeatures,
    disagreement,
    advice: seen.size < ENOUGH ? undefined : advice(unknownFeatures ?? 0, disagreement ?? 0),
  };
}

function advice(unknown: number, disagreement: number): string | undefined {
  if (disagreement > DISAGREEMENT_LIMIT) {
    return `Train again: the model contradicts ${Math.round(disagreement * 100)} % of the new labels.`;
  }
  if (unknown > UNKNOWN_LIMIT) {
    return `Train again: the model knows nothing of ${Math.round(unknown * 100)} % of what new commands say.`;
  }
  return undefined;
}
