/** The position of the line that ends a here-document; -1 if there is none. */
export function endOfDocument(text: string, from: number, mark: string, tabs: boolean): number {
  let at = from - 1;
  for (;;) {
    const end = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, end < 0 ? text.length : end);
    if ((tabs ? line.replace(/^\t+/, '') : line) === mark) return at + 1;
    if (end < 0) return -1;
    at = end;
  }
}
