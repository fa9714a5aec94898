/** The messages by which every page keeps what the user entered. Each side validates what it receives. */
import * as z from 'zod';

/**
 * Maximum length of a draft, in characters. Longer ones are not kept. Enough for the choices in a review of a thousand
 * rules, with their patterns.
 */
export const MAX_DRAFT = 262_144;

/** What every page sends about its draft, which is JSON of a form known to that page only. */
export const FromPage = z.discriminatedUnion('type', [
  /** The first message of a page, which begins once it has the response. */
  z.strictObject({ type: z.literal('loadDraft') }),
  z.strictObject({ type: z.literal('saveDraft'), draft: z.string().max(MAX_DRAFT) }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** The response to `loadDraft`: the draft saved last, or an empty text. */
export const ToPage = z.strictObject({ type: z.literal('draft'), draft: z.string() });
export type ToPage = z.infer<typeof ToPage>;

/** The content of a draft, not validated; undefined if there is none. */
export function parseDraft(draft: string): unknown {
  try {
    return JSON.parse(draft);
  } catch {
    return undefined;
  }
}
