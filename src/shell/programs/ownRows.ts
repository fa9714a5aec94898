import { CORRECTIONS } from './rows/corrections';
import { GNU_ROWS } from './rows/gnu';
import { LAUNCHER_ROWS } from './rows/launchers';
import { RUNNER_ROWS } from './rows/runners';
import { SYSTEM_ROWS } from './rows/system';
import { WRAPPER_ROWS } from './rows/wrappers';

/** The rows of programs that run other programs, one line each. No other rows say what is run. */
export const RUNNING_ROWS = WRAPPER_ROWS + LAUNCHER_ROWS + RUNNER_ROWS;

/**
 * Our own rows, one line each, with a line end before the first and after the last: GNU, system and
 * shell tools, and every option that a starter rule names. They are part of the code, so they are
 * available if the extracted table is missing.
 */
export const OWN_ROWS = GNU_ROWS + SYSTEM_ROWS + RUNNING_ROWS + CORRECTIONS;
