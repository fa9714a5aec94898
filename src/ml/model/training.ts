import * as l10n from '@vscode/l10n';
import type { LabelledCommand } from '../../core/event';
import { formatCount } from '../../core/formatCount';
import { sha256Hex } from '../../core/hash';
import { isViewFeature } from '../features/viewFeatures';
import { FEATURE_VERSION, featureNames, templateAndFeatures } from '../features/features';
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
const OWN_WEIGHT = 3;
const ENOUGH_ROWS = 2000;
const ENOUGH_UNSAFE = 200;
/** With the many kinds of bundled commands, √n random features of a node seldom include one that splits its rows. */
const BASE_COLUMNS = 4;
const TREES = 200;
/** With the bundled commands, more trees do not improve the ranking and take longer (`npm run bench -- base`). */
const BASE_TREES = 60;

/** Prepared training data. The two inputs can be sent to other threads. */
export interface Preparation {
  readonly dataset: Dataset;
  /** The labelled rows, numbered like those of the matrix: first those of the history, then the bundled ones. */
  readonly rows: readonly DataRow[];
  readonly ownRows: number;
  readonly dictionary: Dictionary;
  readonly split: TemplateSplit;
  /** Number of trees of each forest. */
  readonly trees: number;
  /** Four fifths of the templates; the forest grown from it is tested on the rest. */
  readonly trial: GrowInput;
  /** All templates; the forest grown from it becomes the model. */
  readonly final: GrowInput;
}

/** Training data and requirements besides the history. */
export interface PrepareOptions {
  readonly seed: number;
  /** The bundled labelled commands. Those with the template of a labelled command of the history are omitted. */
  readonly base?: readonly LabelledCommand[];
  /** Whether to reject a history that is not sufficient for training by itself. */
  readonly needsLabels?: boolean;
  readonly onRow?: (done: number, total: number) => void;
}

/**
 * Prepares a history for training. Throws `too-few-labels` or `one-class` if there are no bundled
 * commands.
 */
export function prepareTraining(
  commands: Iterable<LabelledCommand>,
  { seed, base = [], needsLabels = false, onRow = () => undefined }: PrepareOptions,
): Preparation {
  const dataset = gatherDataset(commands);
  if (needsLabels || base.length === 0) checkTrainable(dataset);
  const own = dataset.rows.filter((row) => row.label !== 'unknown');
  const bundled = isEnough(own) ? [] : base;
  const added = readBase(bundled, own, onRow);
  const rows = [...own, ...added.map(({ row }) => row)];
  // Use the history alone, because features of starter rules would hide what the user labels unsafe from the search for
  // new rules.
  const withBase = added.length > 0;
  const ownNames = own.map(({ command }, done) => {
    if (done % 256 === 0) onRow(bundled.length + done, bundled.length + own.length);
    return withBase ? featureNames(command) : programFeatures(command);
  });
  const names = [...ownNames, ...added.map((one) => one.names)];
  const known = dictionary(
    chooseNames(names, { minRows: rows.length < 500 ? 1 : 2, maxNames: MAX_FEATURES }),
  );
  const matrix = sparseMatrix(
    names.map((row) => columnsOf(known, row)),
    known.names.length,
  );
  const split = splitRows(rows, own.length, seed);
  const programColumns = known.names.filter((name) => !isViewFeature(name)).length;
  const input = growInputs(rows, own.length, { matrix, programColumns });
  return {
    dataset,
    rows,
    ownRows: own.length,
    dictionary: known,
    split,
    trees: withBase ? BASE_TREES : TREES,
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
  const { final, dictionary: known } = preparation;
  return {
    kind: 'rulewright-model',
    featureVersion: FEATURE_VERSION,
    seed,
    dataHash: dataHash(preparation),
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

/** A large history shows better what the user considers unsafe than the bundled commands do. */
function isEnough(own: readonly DataRow[]): boolean {
  const unsafe = own.filter(({ label }) => label === 'unsafe').length;
  return own.length >= ENOUGH_ROWS && unsafe >= ENOUGH_UNSAFE;
}

/** The hash of the history alone if no bundled commands were used. */
function dataHash({ dataset, rows, ownRows }: Preparation): string {
  if (ownRows === rows.length) return dataset.hash;
  const base = rows.slice(ownRows).map(({ command, label }) => `${label} ${command}`);
  return sha256Hex([dataset.hash, ...base].join('\n'));
}

/** The bundled commands with the names of their features, without those that the history labels itself. */
function readBase(
  base: readonly LabelledCommand[],
  own: readonly DataRow[],
  onRow: (done: number, total: number) => void,
): readonly { readonly row: DataRow; readonly names: readonly string[] }[] {
  const known = new Set(own.map(({ template }) => template));
  return base.flatMap(({ command, label, count }, done) => {
    if (done % 256 === 0) onRow(done, base.length + own.length);
    const { template, names } = templateAndFeatures(command);
    return known.has(template) ? [] : [{ row: { command, label, count, template }, names }];
  });
}

/** Holds out rows of the history, or of the bundled commands if the history is too small. */
function splitRows(rows: readonly DataRow[], ownRows: number, seed: number): TemplateSplit {
  const historySplit = splitTemplates(rows, seed, (row) => row < ownRows);
  return historySplit.testRows.length > 0 ? historySplit : splitTemplates(rows, seed);
}

function growInputs(
  rows: readonly DataRow[],
  ownRows: number,
  { matrix, programColumns }: { readonly matrix: SparseMatrix; readonly programColumns: number },
): (templates: readonly (readonly number[])[]) => GrowInput {
  const labels = new Uint8Array(new SharedArrayBuffer(rows.length));
  rows.forEach((row, index) => {
    labels[index] = row.label === 'unsafe' ? 1 : 0;
  });
  const unsafe = labels.reduce((sum, label) => sum + label, 0);
  const balance = Math.round((rows.length - unsafe) / Math.max(1, unsafe));
  return (once) => {
    const templates = once.flatMap((group) =>
      Array.from({ length: repeats(group, ownRows, rows.length) }, () => group),
    );
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
      programColumns,
      columnsPerSplit: Math.max(
        1,
        Math.floor((ownRows < rows.length ? BASE_COLUMNS : 1) * Math.sqrt(matrix.columns)),
      ),
      maxDepth: MAX_TREE_DEPTH,
    };
  };
}

/**
 * How often the templates of a group are repeated for sampling. Templates of the history are repeated if they are few
 * compared to the bundled ones.
 */
function repeats(group: readonly number[], ownRows: number, rows: number): number {
  const isOwn = (group[0] ?? 0) < ownRows;
  return isOwn && ownRows < rows / 2 ? OWN_WEIGHT : 1;
}

function learningReport(
  preparation: Preparation,
  forests: { readonly trial: GrownForest; readonly final: GrownForest },
): LearningReport {
  const { dataset, split, final, dictionary: known } = preparation;
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
    base: baseCounts(preparation),
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
    notes: notes(preparation),
  };
}

/** The features that a pattern can express. */
function programFeatures(command: string): readonly string[] {
  return featureNames(command).filter((name) => !isViewFeature(name));
}

/** Describes the data behind the model and its metrics. */
function baseNote(own: number, base: number, split: TemplateSplit): string {
  const counts = [own, base].map(formatCount);
  const isOwn = (split.testRows[0] ?? own) < own;
  return isOwn
    ? l10n.t(
        'The model learned from {0} labelled commands of this history and {1} that ship with Rulewright. The test figures are measured on this history.',
        ...counts,
      )
    : l10n.t(
        'The model learned from {0} labelled commands of this history and {1} that ship with Rulewright. The test figures are measured on those that ship.',
        ...counts,
      );
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

function baseCounts({ rows, ownRows }: Preparation): LearningReport['base'] {
  const base = rows.slice(ownRows);
  const unsafe = base.filter(({ label }) => label === 'unsafe').length;
  return { safe: base.length - unsafe, unsafe };
}

function notes({ rows, ownRows, split, dataset }: Preparation): string[] {
  const found: string[] = [];
  if (ownRows < rows.length) found.push(baseNote(ownRows, rows.length - ownRows, split));
  if (split.train.length === split.all.length) {
    found.push(
      l10n.t(
        'There are too few distinct commands for held-out data, so there are no test metrics.',
      ),
    );
  } else if (split.testRows.length < 40) {
    found.push(
      l10n.t(
        'The figures are imprecise: they are measured on only {0} held-out commands.',
        formatCount(split.testRows.length),
      ),
    );
  }
  if (dataset.counts.contradictory > 0) {
    found.push(
      l10n.t(
        '{0} commands have contradictory labels. The newest label from a person is used.',
        formatCount(dataset.counts.contradictory),
      ),
    );
  }
  return found;
}
