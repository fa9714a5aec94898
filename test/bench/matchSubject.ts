/** What `match.bench.ts` measures, bundled as it ships. */
export { createMatcher } from '../../src/matcher/matcher';
export { commandViews } from '../../src/shell/views';
export { compilePolicy } from '../../src/policy/compilePolicy';
export { checkPattern } from '../../src/matcher/dialect';
export { createEvaluator } from '../../src/policy/evaluator';
