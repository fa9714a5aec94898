/** Programs that a name with wildcards is matched against. */
const NAMES =
  'rm dd mkfs shred wipefs chmod chown curl wget bash sh zsh dash nc ncat git kubectl docker sudo su python python3 perl'.split(
    ' ',
  );

/** The well-known programs that a name with wildcards, such as `/bin/r?`, can match. */
export function globbedNames(text: string): readonly string[] {
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (!/[?*[]/.test(name) || !/^[\w?*[\]^-]{1,16}$/.test(name) || /^\*+$/.test(name)) return [];
  return NAMES.filter((known) => fitsGlob(known, name)).slice(0, 4);
}

/** Whether `name` matches a wildcard pattern; a character class counts as the characters in it. */
export function fitsGlob(name: string, pattern: string): boolean {
  if (pattern === '' || name === '') return pattern.replace(/^\*+/, '') === name;
  if (pattern.startsWith('*'))
    return fitsGlob(name, pattern.slice(1)) || fitsGlob(name.slice(1), pattern);
  const set = /^\[([^\]]+)\]/.exec(pattern)?.[1] ?? pattern.charAt(0);
  const width = pattern.startsWith('[') ? set.length + 2 : 1;
  return (
    (set === '?' || set.includes(name.charAt(0))) && fitsGlob(name.slice(1), pattern.slice(width))
  );
}
