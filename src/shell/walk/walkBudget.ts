/**
 * Limits for the analysis of one command, whatever its nesting. If one is reached, the result is
 * marked truncated.
 */
export const LIMITS = Object.freeze({
  /** Characters of the parts of a text that may run. */
  inputChars: 16_384,
  /** Characters of a text, including here-documents and quoted text that no program runs. */
  textChars: 1_048_576,
  /** Characters of all texts that a command passes to shells and interpreters and that may run. */
  nestedChars: 131_072,
  /** Pipelines at all nesting levels. */
  lines: 64,
  /** Characters of all views together, not counting the whole line. */
  outputChars: 32_768,
  /** Nesting levels of commands that run the text of another command. */
  depth: 5,
  /** Nested brackets, quotes and substitutions. Deeper input is only read in pieces. */
  nesting: 48,
});

/** What remains of the limits while one command is explored. */
export interface Budget {
  lines: number;
  nestedChars: number;
  exhausted: boolean;
}

/** A full budget for one command. */
export function createBudget(): Budget {
  return { lines: LIMITS.lines, nestedChars: LIMITS.nestedChars, exhausted: false };
}

/**
 * Charges a text that a program is given; returns false if it is too long to be read completely.
 */
export function spendText(budget: Budget, text: string): boolean {
  budget.nestedChars -= Math.min(text.length, LIMITS.inputChars);
  if (budget.nestedChars < 0) budget.exhausted = true;
  return budget.nestedChars >= 0;
}

/** Charges one line; returns false if none is left. */
export function spendLine(budget: Budget): boolean {
  if (budget.lines <= 0) {
    budget.exhausted = true;
    return false;
  }
  budget.lines -= 1;
  return true;
}
