import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { mapTexts } from '../core/mapTexts';
import { parseDraft } from '../protocol/draft';

/** Maximum length of a text, in characters, because redacting a text cannot be interrupted. Longer ones are left out. */
export const MAX_TEXT = 16_384;

/** Time after which others get their turn, in milliseconds. */
const TURN_MS = 8;

/**
 * A draft with every text in it redacted, except patterns: another pattern would be another rule. Undefined if the draft
 * is not JSON, because then a secret in it may have any form.
 */
export async function redactedDraft(
  draft: string,
  redact: (text: string) => string,
): Promise<string | undefined> {
  const value = parseDraft(draft);
  if (value === undefined) return undefined;
  // The choices in the review of many rules are few distinct texts.
  const redacted = new Map<string, string>();
  mapTexts(value, (text) => (redacted.set(text, ''), text), 'pattern');
  let turnEnds = 0;
  for (const text of redacted.keys()) {
    if (text.length > MAX_TEXT) continue;
    if (performance.now() >= turnEnds) {
      await yieldToOthers();
      turnEnds = performance.now() + TURN_MS;
    }
    redacted.set(text, redact(text));
  }
  await yieldToOthers();
  return JSON.stringify(mapTexts(value, (text) => redacted.get(text) ?? '', 'pattern'));
}
