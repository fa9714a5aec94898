import { isCi } from './isCi.mjs';

/**
 * Mocha's options against tests that are left out unnoticed, for every kind of test. `.only` would leave out all others
 * (`--grep` chooses some for one run). In CI, where everything can run, a pending test fails as well.
 */
export const FORBIDDEN = {
  forbidOnly: true,
  forbidPending: isCi(),
};
