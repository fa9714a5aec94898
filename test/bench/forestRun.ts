/** Grows one forest in a separate process and prints its cost: `forestRun.ts sparse|dense SEED`. */
import { growPart, joinParts } from '../../src/ml/forest/growForest';
import { importances } from '../../src/ml/model/importance';
import { denseData, growInput, sparseData } from './forestData';
import { cpuMicros } from './measure';

const TREES = 200;

const [kind = '', seed = '1'] = process.argv.slice(2);
const startBytes = process.memoryUsage.rss();
const input = growInput(kind === 'dense' ? denseData() : sparseData());
const before = cpuMicros();
const part = { seed: Number(seed), first: 0, step: 1, trees: TREES };
const { trees } = joinParts([growPart(input, part, () => undefined)]);
const cpuSeconds = (cpuMicros() - before) / 1e6;
const peakBytes = process.resourceUsage().maxRSS * 1024;
process.stdout.write(
  JSON.stringify({
    cpuSeconds,
    peakAboveStartMb: (peakBytes - startBytes) / 1e6,
    importances: [...importances(trees, input.matrix.columns)],
  }),
);
