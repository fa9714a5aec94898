import { CORRECTIONS } from './rows/corrections';
import { GNU_ROWS } from './rows/gnu';
import { RUNNER_ROWS } from './rows/runners';
import { SYSTEM_ROWS } from './rows/system';

/**
 * Our own rows, one line each, a line end before the first and behind the last: GNU, system and shell tools, and every
 * option that a starter rule names. They are part of the program, so that a missing table takes nothing from them.
 */
export const OWN_ROWS = GNU_ROWS + SYSTEM_ROWS + RUNNER_ROWS + CORRECTIONS;
