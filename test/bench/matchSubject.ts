/** What `match.bench.ts` measures, bundled as it ships. */
export { createMatcher } from '../../src/core/match/matcher';
export { commandViews } from '../../src/core/shell/views';
export { compilePolicy } from '../../src/policy/compilePolicy';
export { checkPattern } from '../../src/core/match/dialect';
export { createEvaluator } from '../../src/policy/evaluator';
