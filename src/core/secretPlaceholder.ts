/** How a placeholder begins that redaction leaves in place of a secret, for example `[secret:github-token]`. */
export const PLACEHOLDER = '[secret:';

/** What the pattern of a rule contains in place of a secret: any value. */
export const ANY_SECRET = '\\S+';

const PLACEHOLDERS = /\[secret:([a-z0-9-]{1,40})\]/g;

/** The placeholder of a secret of this kind. */
export function placeholderOf(kind: string): string {
  return `${PLACEHOLDER}${kind}]`;
}

/** The text with another text in place of each placeholder. `other` gets the kind of the secret. */
export function replacePlaceholders(text: string, other: (kind: string) => string): string {
  if (!text.includes(PLACEHOLDER)) return text;
  return text.replace(PLACEHOLDERS, (_, kind: string) => other(kind));
}
