import { isCi } from './isCi.mjs';

/**
 * Mocha's options that prevent tests from being skipped unnoticed, for every kind of test. `.only` would skip all other
 * tests (use `--grep` to select some for one run). In CI, where everything can run, a pending test fails as well.
 */
export const FORBIDDEN = {
  forbidOnly: true,
  forbidPending: isCi(),
};
