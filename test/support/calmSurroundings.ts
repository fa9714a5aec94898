import type { Surroundings } from '../../src/hosts/hostState';

/** Surroundings in which nothing is wrong: a host's own files alone decide. */
export const CALM: Surroundings = {
  projects: () => Promise.resolve([]),
  guard: () => Promise.resolve('good'),
  hasRules: () => Promise.resolve(true),
  ranUnasked: () => Promise.resolve(undefined),
};
