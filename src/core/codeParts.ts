/** A part of a sentence: plain text, or code between two backticks. */
export interface CodePart {
  readonly code: boolean;
  readonly text: string;
}

/** Splits a sentence such as "`git` with `-f`" into text and code. An unpaired backtick is text. */
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

/** A sentence without the backticks around its code, for places that show text only. */
export function withoutBackticks(sentence: string): string {
  return codeParts(sentence)
    .map(({ text }) => text)
    .join('');
}
