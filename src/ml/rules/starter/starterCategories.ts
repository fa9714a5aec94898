import * as z from 'zod';
import { STARTER_FILES } from './starterFiles';

/** What a matching command does, for example "Deletes a home folder". */
const Title = z
  .string()
  .max(80)
  .regex(/^[A-Z].*[^.]$/, 'a title starts with a capital letter and has no period at the end');
const Sentence = z
  .string()
  .max(160)
  .regex(/^[A-Z][^.]*(?:\.[^ .][^.]*)*\.$/, 'must be one sentence with a period at the end');

/** A predefined rule, with commands that it must match and commands that it must not match. */
export const StarterRule = z.strictObject({
  title: Title,
  /** Why the command is dangerous. */
  reason: Sentence,
  /** What to do instead, for example "Delete the folder by its path inside the project." */
  instead: Sentence,
  effect: z.enum(['deny', 'ask']),
  /** Short enough for a person to review. */
  pattern: z.string().min(1).max(200),
  match: z.array(z.string()).min(8),
  not_match: z.array(z.string()).min(8),
});
export type StarterRule = z.infer<typeof StarterRule>;

/** A file in `starter`: rules about one kind of risk. */
export const StarterFile = z.strictObject({ title: Title, rules: z.array(StarterRule).min(1) });

/** Rules about one kind of risk. `id` is the name of their file without extension. */
export interface StarterCategory extends z.infer<typeof StarterFile> {
  readonly id: string;
}

/** The ids of the categories in display order. */
export const STARTER_CATEGORIES: readonly string[] = Object.keys(STARTER_FILES);

let categories: readonly StarterCategory[] | undefined;

/** The starter rules by category, in display order. */
export function starterCategories(): readonly StarterCategory[] {
  return (categories ??= Object.entries(STARTER_FILES).map(([id, file]) => ({
    id,
    ...StarterFile.parse(file),
  })));
}

/** The starter rules of all categories. */
export function starterRules(): readonly StarterRule[] {
  return starterCategories().flatMap(({ rules }) => rules);
}
