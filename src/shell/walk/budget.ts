/** The most that one command may cost, however it nests. Reaching a limit marks the answer truncated. */
export const LIMITS = Object.freeze({
  /** Characters of a text that may run. */
  inputChars: 16_384,
  /** Characters of a text with all that no program runs: here-documents and quoted text. */
  textChars: 1_048_576,
  /** Characters that may run of all texts which one command hands to shells and interpreters. */
  nestedChars: 131_072,
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
  nestedChars: number;
  exhausted: boolean;
}

/** A full budget for one command. */
export function createBudget(): Budget {
  return { lines: LIMITS.lines, nestedChars: LIMITS.nestedChars, exhausted: false };
}

/** Takes the text that a program is handed off the budget; false when it is too long to be read whole. */
export function spendText(budget: Budget, text: string): boolean {
  budget.nestedChars -= Math.min(text.length, LIMITS.inputChars);
  if (budget.nestedChars < 0) budget.exhausted = true;
  return budget.nestedChars >= 0;
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
