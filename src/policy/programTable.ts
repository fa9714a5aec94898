import { join } from 'node:path';
import { PROGRAM_TABLE, programTableAt } from '../files/programTable';
import { useProgramTable } from '../shell/table';

/** Reads commands by the program table in this folder, that of the build. It is opened when the first command is read. */
export function takeProgramTable(folder: string): void {
  useProgramTable(programTableAt(join(folder, PROGRAM_TABLE)));
}
