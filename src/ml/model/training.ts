import * as l10n from '@vscode/l10n';
import type { LabelledCommand } from '../../core/event';
import { canonicalLines } from '../../shell/canonical';
import { FEATURE_VERSION, featureNames } from '../features/features';
import { MAX_TREE_DEPTH } from '../forest/forest';
import { forestJson } from '../forest/forestJson';
import type { GrownForest } from '../forest/growForest';
import type { GrowInput } from '../forest/growTree';
import { sharedInts, sparseMatrix, type SparseMatrix } from '../forest/sparseMatrix';
import { gatherDataset, checkTrainable, type DataRow, type Dataset } from '../dataset/dataset';
import { calibrate, probabilityOf, reliability, type OutOfBagRow } from './calibration';
import { chooseNames, columnsOf, dictionary, type Dictionary } from './dictionary';
import { topFeatures } from './importance';
import { metrics, type ScoredRow } from './metrics';
import type { ModelFile } from './modelFile';
import type { LearningReport } from './report';
import { splitTemplates, type TemplateSplit } from './split';

const MAX_FEATURES = 4000;
const MAX_UNSAFE_WEIGHT = 8;

/** Prepared training data. The two inputs can be sent to other threads. */
export interface Preparation {
  readonly dataset: Dataset;
  /** The labelled rows: row numbers of the matrix. */
  readonly rows: readonly DataRow[];
  readonly dictionary: Dictionary;
  readonly split: TemplateSplit;
  /** Four fifths of the templates; the forest grown from it is tested on the rest. */
  readonly trial: GrowInput;
  /** All templates; the forest grown from it becomes the model. */
  readonly final: GrowInput;
}

/** Prepares a history for training. Throws `too-few-labels`, `one-class`. */
export function prepareTraining(
  commands: Iterable<LabelledCommand>,
  seed: number,
  onRow: (done: number, total: number) => void = () => undefined,
): Preparation {
  const dataset = gatherDataset(commands);
  checkTrainable(dataset);
  const rows = dataset.rows.filter((row) => row.label !== 'unknown');
  const names = rows.map((row, done) => {
    if (done % 256 === 0) onRow(done, rows.length);
    return featureNames(canonicalLines(row.command));
  });
  const known = dictionary(
    chooseNames(names, { minRows: rows.length < 500 ? 1 : 2, maxNames: MAX_FEATURES }),
  );
  const matrix = sparseMatrix(
    names.map((row) => columnsOf(known, row)),
    known.names.length,
  );
  const split = splitTemplates(rows, seed);
  const input = growInputs(rows, matrix);
  return {
    dataset,
    rows,
    dictionary: known,
    split,
    trial: input(split.train.length > 0 ? split.train : split.all),
    final: input(split.all),
  };
}

/** Creates the model from two forests, which were grown with `seed`. */
export function finishModel(
  preparation: Preparation,
  forests: { readonly trial: GrownForest; readonly final: GrownForest },
  seed: number,
): ModelFile {
  const { final, dataset, dictionary: known } = preparation;
  return {
    kind: 'rulewright-model',
    featureVersion: FEATURE_VERSION,
    seed,
    dataHash: dataset.hash,
    features: [...known.names],
    forest: forestJson(forests.final.trees, {
      seed,
      columns: known.names.length,
      columnsPerSplit: final.columnsPerSplit,
      maxDepth: MAX_TREE_DEPTH,
    }),
    calibration: calibrate(outOfBagRows(preparation, forests.final)),
    report: learningReport(preparation, forests),
  };
}

function growInputs(
  rows: readonly DataRow[],
  matrix: SparseMatrix,
): (templates: readonly (readonly number[])[]) => GrowInput {
  const labels = new Uint8Array(new SharedArrayBuffer(rows.length));
  rows.forEach((row, index) => {
    labels[index] = row.label === 'unsafe' ? 1 : 0;
  });
  const unsafe = labels.reduce((sum, label) => sum + label, 0);
  const balance = Math.round((rows.length - unsafe) / Math.max(1, unsafe));
  return (templates) => {
    const groupStart = sharedInts(templates.length + 1);
    const groupRows = sharedInts(templates.reduce((sum, group) => sum + group.length, 0));
    let at = 0;
    templates.forEach((group, index) => {
      groupStart[index] = at;
      groupRows.set(group, at);
      at += group.length;
    });
    groupStart[templates.length] = at;
    return {
      matrix,
      labels,
      groupStart,
      groupRows,
      unsafeWeight: Math.min(MAX_UNSAFE_WEIGHT, Math.max(1, balance)),
      columnsPerSplit: Math.max(1, Math.floor(Math.sqrt(matrix.columns))),
      maxDepth: MAX_TREE_DEPTH,
    };
  };
}

function learningReport(
  preparation: Preparation,
  forests: { readonly trial: GrownForest; readonly final: GrownForest },
): LearningReport {
  const { dataset, rows, split, final, dictionary: known } = preparation;
  const trialCalibration = calibrate(outOfBagRows(preparation, forests.trial, split.trainRows));
  const tested = outOfBagRows(preparation, forests.trial, split.testRows);
  const finalRows = outOfBagRows(preparation, forests.final);
  const finalCalibration = calibrate(finalRows);
  const scored =
    (calibration: typeof trialCalibration) =>
    (row: OutOfBagRow): ScoredRow => ({
      score: row.votes,
      predictedUnsafe: probabilityOf(calibration, row.votes) >= 0.5,
      isUnsafe: row.isUnsafe,
    });
  return {
    counts: dataset.counts,
    trees: forests.final.trees.length,
    features: known.names.length,
    split: {
      trainRows: split.trainRows.length,
      testRows: split.testRows.length,
      trainTemplates: split.train.length,
      testTemplates: split.all.length - split.train.length,
    },
    test: metrics(tested.map(scored(trialCalibration))),
    outOfBag: metrics(finalRows.map(scored(finalCalibration))),
    reliability: reliability(tested, trialCalibration),
    topFeatures: topFeatures(forests.final.trees, final, known.names, 10),
    contradictions: dataset.contradictions.slice(0, 20),
    notes: notes(rows.length, split, dataset),
  };
}

/** The out-of-bag estimates of rows. Omits rows that are in the bag of every tree. */
function outOfBagRows(
  { rows }: Preparation,
  forest: GrownForest,
  only?: readonly number[],
): readonly OutOfBagRow[] {
  const numbers = only ?? rows.map((_, index) => index);
  return numbers.flatMap((row) => {
    const trees = forest.oobVotes[row] ?? 0;
    if (trees === 0) return [];
    const votes = (forest.oobUnsafe[row] ?? 0) / trees;
    return [{ votes, isUnsafe: rows[row]?.label === 'unsafe' }];
  });
}

function notes(rows: number, split: TemplateSplit, dataset: Dataset): string[] {
  const found: string[] = [];
  if (split.train.length === split.all.length) {
    found.push(
      l10n.t(
        'There are too few distinct commands for held-out data, so there are no test figures.',
      ),
    );
  } else if (rows < 200) {
    found.push(
      l10n.t(
        'The figures are imprecise: they are measured on only {0} held-out commands.',
        split.testRows.length,
      ),
    );
  }
  if (dataset.counts.contradictory > 0) {
    found.push(
      l10n.t(
        '{0} commands have contradictory labels. The newest label from a person is used.',
        dataset.counts.contradictory,
      ),
    );
  }
  return found;
}
