/** A piece of a sentence: words, or what stood between two backticks. */
export interface CodePart {
  readonly code: boolean;
  readonly text: string;
}

/** Splits a sentence such as "`git` with `-f`" into words and code. A backtick without its partner is a word. */
export function codeParts(sentence: string): readonly CodePart[] {
  const parts: CodePart[] = [];
  let from = 0;
  for (const found of sentence.matchAll(/`([^`\s](?:[^`\n]*[^`\s])?)`/g)) {
    const [whole, code = ''] = found;
    if (found.index > from) parts.push({ code: false, text: sentence.slice(from, found.index) });
    parts.push({ code: true, text: code });
    from = found.index + whole.length;
  }
  if (from < sentence.length) parts.push({ code: false, text: sentence.slice(from) });
  return parts;
}
