const PLAIN = /^[\w@%+=:,./-]+$/;

/** Text in single quotes: a single word for a POSIX shell, whatever it contains. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Like `shellQuoted`, but leaves words unquoted that no shell would split or expand. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : shellQuoted(text);
}
