import type { LabelledCommand } from '../../src/core/event';
import { growPart, joinParts } from '../../src/ml/forest/growForest';
import { importances } from '../../src/ml/model/importance';
import { sparseMatrix } from '../../src/ml/forest/sparseMatrix';

const MAX_FEATURES = 500;
const TREES = 200;
const DEPTH = 10;
const SEED = 4;
const RULES = 20;

/**
 * The usual way to derive rules from a forest, as a baseline: TF-IDF over 1–3-grams of words (the most frequent 500), a
 * random forest of 200 trees of depth 10, and its 20 most important terms as `\bterm\b`, none under three characters. A
 * TF-IDF value is positive exactly where its term occurs, so splits on occurrence in our kernel are equivalent.
 */
export function referenceRules(commands: readonly LabelledCommand[]): readonly string[] {
  const known = commands.filter(({ label }) => label !== 'unknown');
  const grams = known.map(({ command }) => gramsOf(command));
  const terms = mostFrequent(grams);
  const columnOf = new Map(terms.map((term, column) => [term, column]));
  const rows = grams.map((own) =>
    [...new Set(own)]
      .map((term) => columnOf.get(term))
      .filter((column) => column !== undefined)
      .sort((a, b) => a - b),
  );
  const input = {
    matrix: sparseMatrix(rows, terms.length),
    labels: Uint8Array.from(known, ({ label }) => (label === 'unsafe' ? 1 : 0)),
    groupStart: Int32Array.from({ length: rows.length + 1 }, (_, at) => at),
    groupRows: Int32Array.from({ length: rows.length }, (_, at) => at),
    unsafeWeight: 1,
    columnsPerSplit: Math.floor(Math.sqrt(terms.length)),
    maxDepth: DEPTH,
  };
  const part = { seed: SEED, first: 0, step: 1, trees: TREES };
  const { trees } = joinParts([growPart(input, part, () => undefined)]);
  const values = importances(trees, terms.length);
  return [...terms.keys()]
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .map((column) => terms[column] ?? '')
    .filter((term) => term.length >= 3)
    .slice(0, RULES)
    .map((term) => `\\b${term}\\b`);
}

/** Words of two and more characters, lower case, and runs of up to three of them. */
function gramsOf(command: string): readonly string[] {
  const words = command.toLowerCase().match(/\b\w\w+\b/g) ?? [];
  return [1, 2, 3].flatMap((length) =>
    words.slice(length - 1).map((_, at) => words.slice(at, at + length).join(' ')),
  );
}

function mostFrequent(rows: readonly (readonly string[])[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const row of rows) for (const term of row) seen.set(term, (seen.get(term) ?? 0) + 1);
  return [...seen.entries()]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_FEATURES)
    .map(([term]) => term)
    .sort();
}
