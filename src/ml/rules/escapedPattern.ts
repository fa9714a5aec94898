import { ANY_SECRET, placeholderOf, replacePlaceholders } from '../../core/secretPlaceholder';

/** A pattern that matches exactly this text, with any value in place of a secret that was removed from it. */
export function escapedPattern(text: string): string {
  return replacePlaceholders(text, secretWord)
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(SECRET_WORDS, ANY_SECRET);
}

/**
 * The command with a plain word in place of each secret that was removed. Placeholders have brackets, so views would
 * quote them, unlike most secrets.
 */
export function withSecretWords(command: string): string {
  return replacePlaceholders(command, secretWord);
}

/** The text with placeholders again, as a person knows it. */
export function withPlaceholders(text: string): string {
  return text.replace(SECRET_WORDS, (_, kind: string) => placeholderOf(kind));
}

const SECRET_WORDS = /REMOVED_([a-z0-9-]{1,40})_REMOVED/g;

function secretWord(kind: string): string {
  return `REMOVED_${kind}_REMOVED`;
}
