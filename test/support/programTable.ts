import { join } from 'node:path';
import { programTableAt } from '../../src/files/programTable';
import { useProgramTable } from '../../src/shell/programs/programRow';
import { programTableFault } from '../../src/shell/programs/programTable';

/** Mocha's hooks for all tests: commands are parsed with the bundled table, as in every process of the product. */
export const mochaHooks = {
  beforeEach(): void {
    if (programTableFault() !== undefined) useShippedTable();
  },
};

/** Uses the table that the build copies. */
export function useShippedTable(): void {
  useProgramTable(programTableAt(join('assets', 'programs.txt')));
}
