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

/** Whether `name` matches a wildcard pattern. */
export function fitsGlob(name: string, pattern: string): boolean {
  if (pattern === '' || name === '') return pattern.replace(/^\*+/, '') === name;
  if (pattern.startsWith('*'))
    return fitsGlob(name, pattern.slice(1)) || fitsGlob(name.slice(1), pattern);
  const [all = pattern.charAt(0), set] = CLASS.exec(pattern) ?? [];
  const first = name.charAt(0);
  const fits = set === undefined ? all === '?' || all === first : isInClass(first, set);
  return fits && fitsGlob(name.slice(1), pattern.slice(all.length));
}

/** `[abc]`, `[a-z]`, `[!a]`, `[[:alpha:]]`. */
const CLASS = /^\[((?:\[:\w+:\]|[^\]])+)\]/;

/** Named classes are not told apart. */
function isInClass(character: string, set: string): boolean {
  if (set.includes('[:')) return true;
  const isNegated = /^[!^]/.test(set);
  const ranges = set.slice(isNegated ? 1 : 0).match(/.-.|./gs) ?? [];
  const isMember = ranges.some(
    (range) => range.charAt(0) <= character && character <= range.charAt(range.length - 1),
  );
  return isMember !== isNegated;
}
