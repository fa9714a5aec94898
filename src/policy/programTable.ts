import { join } from 'node:path';
import { PROGRAM_TABLE, programTableAt } from '../files/programTable';
import { useProgramTable } from '../shell/table';

/**
 * Parses commands with the program table in this folder of the build. It is opened for the first
 * command.
 */
export function useProgramTableIn(folder: string): void {
  useProgramTable(programTableAt(join(folder, PROGRAM_TABLE)));
}
