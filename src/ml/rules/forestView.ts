import { canonicalLines } from '../../shell/canonical';
import type { DataRow } from '../dataset/dataset';
import type { History } from '../dataset/history';
import { featureNames } from '../features/features';
import { candidateText } from '../mining/candidate';
import {
  importantFeatures,
  indexFeatures,
  type FeatureIndex,
  type ImportantFeature,
} from './forestCandidates';
import { riskOfFeatures, type LoadedModel } from '../model/predict';

/** What the forest says of the commands that a rule hits. */
export interface ForestOpinion {
  /** Mean calibrated probability that a command hit is unsafe, 0–1, over distinct commands. */
  readonly meanRisk: number;
  /** In words, the most important first: features of the forest that nearly all unsafe commands hit have. */
  readonly restsOn: readonly string[];
}

/** A model as far as proposing rules asks it, with what it found out about a history. */
export interface ForestView {
  readonly loaded: LoadedModel;
  readonly index: FeatureIndex;
  readonly important: readonly ImportantFeature[];
  /** Undefined where there are no commands to ask about. */
  opinionOf(hits: {
    readonly unsafe: readonly DataRow[];
    readonly safe: readonly DataRow[];
    readonly unknown: readonly DataRow[];
  }): ForestOpinion | undefined;
}

/** Share of the unsafe commands hit that must have a feature on which a rule is said to rest. */
const NEARLY_ALL = 0.9;
const MAX_SHOWN = 3;

interface Seen {
  readonly risk: number;
  readonly names: ReadonlySet<string>;
}

/** Joins a model and a history. */
export function viewForest(loaded: LoadedModel, history: History): ForestView {
  const index = indexFeatures(loaded, history.mining);
  const important = importantFeatures(loaded, index);
  const seen = new Map<string, Seen>();
  const look = ({ command }: DataRow): Seen => {
    const known = seen.get(command);
    if (known !== undefined) return known;
    const names = featureNames(canonicalLines(command));
    const found = { risk: riskOfFeatures(loaded, names), names: new Set(names) };
    seen.set(command, found);
    return found;
  };
  return {
    loaded,
    index,
    important,
    opinionOf({ unsafe, safe, unknown }) {
      const hits = [...unsafe, ...safe, ...unknown].map(look);
      if (hits.length === 0) return undefined;
      const sum = hits.reduce((total, { risk }) => total + risk, 0);
      return {
        meanRisk: Math.round((sum / hits.length) * 1e6) / 1e6,
        restsOn: restsOn(important, unsafe.map(look)),
      };
    },
  };
}

function restsOn(
  important: readonly ImportantFeature[],
  unsafe: readonly Seen[],
): readonly string[] {
  if (unsafe.length === 0) return [];
  return important
    .filter(({ name }) => {
      const having = unsafe.filter(({ names }) => names.has(name)).length;
      return having >= NEARLY_ALL * unsafe.length;
    })
    .slice(0, MAX_SHOWN)
    .map(({ candidate }) => candidateText(candidate));
}
