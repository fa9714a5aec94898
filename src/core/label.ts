import * as z from 'zod';

/** The label of a command, from a person or an import. */
export const Label = z.enum(['safe', 'unsafe', 'unknown']);
export type Label = z.infer<typeof Label>;

/** A person's choice of label for a command; `none` removes a label. */
export const LabelChoice = z.enum([...Label.options, 'none']);
export type LabelChoice = z.infer<typeof LabelChoice>;

const CODES: Readonly<Record<Label, number>> = { safe: 0, unsafe: 1, unknown: 2 };

/** The number of a label in CSV files: 0 safe, 1 unsafe, 2 unknown. */
export function labelCode(label: Label): number {
  return CODES[label];
}

/** The label of a CSV number, or undefined for any other text. Accepts "1" and "1.0". */
export function labelFromCode(text: string): Label | undefined {
  return Label.options.find(
    (label) => text === String(CODES[label]) || text === `${CODES[label]}.0`,
  );
}

/** The label that a safety score (0–100) implies for an unlabelled row: ≥ 80 safe, < 40 unsafe. */
export function labelFromScore(score: number | undefined): Label {
  if (score === undefined) return 'unknown';
  if (score >= 80) return 'safe';
  return score < 40 ? 'unsafe' : 'unknown';
}
