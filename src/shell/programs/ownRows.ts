import { CORRECTIONS } from './rows/corrections';
import { GNU_ROWS } from './rows/gnu';
import { LAUNCHER_ROWS } from './rows/launchers';
import { RUNNER_ROWS } from './rows/runners';
import { SYSTEM_ROWS } from './rows/system';
import { WRAPPER_ROWS } from './rows/wrappers';

/** The rows of programs that run other programs, a line each: the only rows that say what is run. */
export const RUNNING_ROWS = WRAPPER_ROWS + LAUNCHER_ROWS + RUNNER_ROWS;

/**
 * Our own rows, one line each, a line end before the first and behind the last: GNU, system and shell tools, and every
 * option that a starter rule names. They are part of the program, so that a missing table takes nothing from them.
 */
export const OWN_ROWS = GNU_ROWS + SYSTEM_ROWS + RUNNING_ROWS + CORRECTIONS;
