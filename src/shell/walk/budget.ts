/** The most that one command may cost, however it nests. Reaching a limit marks the answer truncated. */
export const LIMITS = Object.freeze({
  /** Characters of a command that are looked at. */
  inputChars: 16_384,
  /** Pipelines, over all nesting levels. */
  lines: 64,
  /** Characters of all views together, the line itself apart. */
  outputChars: 32_768,
  /** How often a command may run another command's text. */
  depth: 5,
  /** Open brackets, quotes and substitutions inside each other; of deeper input only the pieces are read. */
  nesting: 48,
});

/** What is left of the limits while one command is explored. */
export interface Budget {
  lines: number;
  exhausted: boolean;
}

/** A full budget for one command. */
export function createBudget(): Budget {
  return { lines: LIMITS.lines, exhausted: false };
}

/** Takes one line off the budget; false when there is none left. */
export function spendLine(budget: Budget): boolean {
  if (budget.lines <= 0) {
    budget.exhausted = true;
    return false;
  }
  budget.lines -= 1;
  return true;
}
