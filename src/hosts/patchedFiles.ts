/** The files that a patch changes: one of `apply_patch`, or a unified one as `diff` and git write it. */
export function patchedFiles(text: string): readonly string[] {
  const found = /^\s*\*\*\* (?:Begin Patch|(?:Add|Update|Delete) File:)/m.test(text)
    ? text.matchAll(SECTIONS)
    : text.matchAll(HEADERS);
  return Array.from(found, ([, path = '']) => unquoted(path.trim()));
}

const SECTIONS = /^[ \t]*\*\*\* (?:(?:Add|Update|Delete) File|Move to): ?([^\r\n]+)/gm;
const HEADERS =
  /^(?:(?:\+\+\+|---) (?:"?[ab]\/)?|(?:rename|copy) (?:from|to) |Index: )([^\t\r\n]+)/gm;

/** git quotes names with special characters, which it writes in octal. */
function unquoted(path: string): string {
  return path
    .replace(/^"|"$/g, '')
    .replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}
