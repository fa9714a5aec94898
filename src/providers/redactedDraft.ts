import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { mapTexts } from '../core/mapTexts';
import { parseDraft } from '../protocol/draft';

/** Maximum length of a text, in characters, because redacting a text cannot be interrupted. Longer ones are left out. */
export const MAX_TEXT = 16_384;

/** Time after which others get their turn, in milliseconds. */
const TURN_MS = 8;

/** How secrets are removed from a text, and from the pattern of a rule. */
export interface DraftRedaction {
  text(text: string): string;
  pattern(pattern: string): string;
}

/** A draft with every text in it redacted. Undefined if it is not JSON, because then a secret in it may have any form. */
export async function redactedDraft(
  draft: string,
  redaction: DraftRedaction,
): Promise<string | undefined> {
  const value = parseDraft(draft);
  if (value === undefined) return undefined;
  // The choices in the review of many rules are few distinct texts.
  const redacted = { text: new Map<string, string>(), pattern: new Map<string, string>() };
  mapTexts(
    value,
    (text) => (redacted.text.set(text, ''), text),
    (pattern) => (redacted.pattern.set(pattern, ''), pattern),
  );
  let turnEnds = 0;
  for (const kind of ['text', 'pattern'] as const) {
    for (const text of redacted[kind].keys()) {
      if (text.length > MAX_TEXT) continue;
      if (performance.now() >= turnEnds) {
        await yieldToOthers();
        turnEnds = performance.now() + TURN_MS;
      }
      redacted[kind].set(text, redaction[kind](text));
    }
  }
  await yieldToOthers();
  return JSON.stringify(
    mapTexts(
      value,
      (text) => redacted.text.get(text) ?? '',
      (pattern) => redacted.pattern.get(pattern) ?? '',
    ),
  );
}
