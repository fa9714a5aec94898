import type { HostEnvironment } from '../../src/hosts/hostState';

/** Surroundings without problems, so that only a host's own files decide. */
export const CALM: HostEnvironment = {
  projects: () => Promise.resolve([]),
  guard: () => Promise.resolve('good'),
  hasRules: () => Promise.resolve(true),
  lastUnguardedRun: () => Promise.resolve(undefined),
};
