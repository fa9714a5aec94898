/** The code measured by `match.bench.ts`, bundled as in the package. */
export { createMatcher } from '../../src/matcher/matcher';
export { commandViews } from '../../src/shell/views';
export { compilePolicy } from '../../src/policy/compilePolicy';
export { checkPattern } from '../../src/matcher/dialect';
export { createEvaluator } from '../../src/policy/evaluator';
