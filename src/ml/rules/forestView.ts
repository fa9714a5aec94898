import type { DataRow } from '../dataset/dataset';
import type { AnalyzedHistory } from '../dataset/analyzedHistory';
import { featureNames } from '../features/features';
import { candidateText, type Candidate } from '../mining/candidate';
import {
  importantFeatures,
  indexFeatures,
  type FeatureIndex,
  type ImportantFeature,
} from './forestCandidates';
import { riskOfFeatures, type LoadedModel } from '../model/predict';

/** The forest's assessment of the commands that a rule matches. */
export interface ForestAssessment {
  /** Mean calibrated probability that a matched command is unsafe, 0–1, over distinct commands. */
  readonly meanRisk: number;
  /** Descriptions of important features that nearly all matched unsafe commands have, most important first. */
  readonly restsOn: readonly string[];
}

/** A model and its analysis of a history, for proposing rules. */
export interface ForestView {
  readonly loaded: LoadedModel;
  readonly index: FeatureIndex;
  readonly important: readonly ImportantFeature[];
  /** Undefined without commands. */
  assess(hits: {
    readonly unsafe: readonly DataRow[];
    readonly safe: readonly DataRow[];
    readonly unknown: readonly DataRow[];
  }): ForestAssessment | undefined;
}

/** Minimum share of the matched unsafe commands that have a feature in `restsOn`. */
const NEARLY_ALL = 0.9;
const MAX_SHOWN = 3;

interface Assessed {
  readonly risk: number;
  readonly names: ReadonlySet<string>;
}

/** Analyzes a history with a model. */
export function viewForest(loaded: LoadedModel, history: AnalyzedHistory): ForestView {
  const index = indexFeatures(loaded, history.mining);
  const important = importantFeatures(loaded, index);
  const seen = new Map<string, Assessed>();
  const assessOne = ({ command }: DataRow): Assessed => {
    const known = seen.get(command);
    if (known !== undefined) return known;
    const names = featureNames(command);
    const found = { risk: riskOfFeatures(loaded, names), names: new Set(names) };
    seen.set(command, found);
    return found;
  };
  return {
    loaded,
    index,
    important,
    assess({ unsafe, safe, unknown }) {
      const hits = [...unsafe, ...safe, ...unknown].map(assessOne);
      if (hits.length === 0) return undefined;
      const sum = hits.reduce((total, { risk }) => total + risk, 0);
      return {
        meanRisk: Math.round((sum / hits.length) * 1e6) / 1e6,
        restsOn: restsOn(important, unsafe.map(assessOne)),
      };
    },
  };
}

function restsOn(
  important: readonly ImportantFeature[],
  unsafe: readonly Assessed[],
): readonly string[] {
  if (unsafe.length === 0) return [];
  const texts = important
    .filter(({ name }) => {
      const matching = unsafe.filter(({ names }) => names.has(name)).length;
      return matching >= NEARLY_ALL * unsafe.length;
    })
    .map(({ candidate }) => featureText(candidate));
  return [...new Set(texts)].slice(0, MAX_SHOWN);
}

/** A feature for display, without a word that the name of its command already contains, as in `git push` with `push`. */
function featureText({ heads, literals }: Candidate): string {
  const isInHeads = (text: string): boolean =>
    heads.length > 0 && heads.every((head) => head.split(' ').includes(text));
  return candidateText({
    heads,
    literals: literals.filter(({ kind, text }) => kind !== 'word' || !isInHeads(text)),
  });
}
