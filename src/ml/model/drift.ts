import * as l10n from '@vscode/l10n';
import type { LabelledCommand } from '../../core/event';
import { featureNames } from '../features/features';
import { unknownNames } from './dictionary';
import { ratio } from './metrics';
import { riskOf, type LoadedModel } from './predict';
import type { Drift } from './prediction';

const UNKNOWN_LIMIT = 0.35;
const DISAGREEMENT_LIMIT = 0.1;
const MIN_COMMANDS = 20;

/** Measures drift on commands that are newer than the model. */
export function measureDrift(loaded: LoadedModel, commands: Iterable<LabelledCommand>): Drift {
  const seen = new Map<string, LabelledCommand>();
  for (const event of commands) seen.set(event.command, event);
  let features = 0;
  let unknown = 0;
  let labelled = 0;
  let wrong = 0;
  for (const { command, label } of seen.values()) {
    const names = featureNames(command);
    features += names.length;
    unknown += unknownNames(loaded.dictionary, names).length;
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
    advice: seen.size < MIN_COMMANDS ? undefined : advice(unknownFeatures ?? 0, disagreement ?? 0),
  };
}

function advice(unknown: number, disagreement: number): string | undefined {
  if (disagreement > DISAGREEMENT_LIMIT) {
    return l10n.t(
      'Train again: the model contradicts {0} % of the new labels.',
      String(Math.round(disagreement * 100)),
    );
  }
  if (unknown > UNKNOWN_LIMIT) {
    return l10n.t(
      'Train again: {0} % of the features of new commands are unknown to the model.',
      String(Math.round(unknown * 100)),
    );
  }
  return undefined;
}
