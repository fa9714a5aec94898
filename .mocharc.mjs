import { FORBIDDEN } from './scripts/forbidden.mjs';

export default {
  'node-option': ['import=tsx'],
  reporter: './scripts/testReporter.mjs',
  timeout: 120_000,
  ...FORBIDDEN,
};
