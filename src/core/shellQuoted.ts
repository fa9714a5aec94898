const PLAIN = /^[\w@%+=:,./-]+$/;

/** Text in single quotes: one word for a POSIX shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The same, without quotes where no shell needs them. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : shellQuoted(text);
}
