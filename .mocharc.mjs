import { FORBIDDEN } from './scripts/forbidden.mjs';

export default {
  // The other cores run other kinds of tests: threads that collect garbage together only cost more processor time.
  'node-option': ['import=tsx', 'single-threaded-gc'],
  reporter: './scripts/testReporter.mjs',
  require: ['./test/support/programTable.ts'],
  timeout: 120_000,
  ...FORBIDDEN,
};
