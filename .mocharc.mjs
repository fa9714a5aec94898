import { FORBIDDEN } from './scripts/forbidden.mjs';

export default {
  'node-option': ['import=tsx'],
  reporter: './scripts/testReporter.mjs',
  require: ['./test/support/programTable.ts'],
  timeout: 120_000,
  ...FORBIDDEN,
};
