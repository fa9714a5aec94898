/** A segment of text: plain, a line break, or one character that is invisible, reorders text or imitates another one. */
export type TextSegment =
  | { readonly type: 'plain'; readonly text: string }
  | {
      readonly type: 'odd';
      readonly text: string;
      readonly code: number;
      readonly imitates: boolean;
    }
  | { readonly type: 'newline' };

/**
 * Control, format, private-use and unassigned characters, lone surrogates, characters without any ink, and spaces other
 * than the plain space.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{DI}\u2800]|(?! )\p{Zs}/u;
/** Selects the text or emoji form of a pictograph, which is visible itself. */
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const FORMS = ['\ufe0e', '\ufe0f'];
const WORD = /[\p{L}\p{M}]+/gu;
const LATIN = /\p{sc=Latin}/u;
/** Scripts whose letters can resemble Latin ones. Only letters in a word with Latin letters are marked. */
const IMITATOR = /[\p{sc=Cyrillic}\p{sc=Greek}]/u;

/** Spaces of other widths, which some languages put into numbers. */
const SPACE = /\p{Zs}/u;

/** Splits text so that every character can be shown in order and none is hidden. */
export function textSegments(text: string): readonly TextSegment[] {
  const imitators = imitatorOffsets(text);
  const segments: TextSegment[] = [];
  let plain = '';
  let before = '';
  let offset = 0;
  for (const character of text) {
    const odd = oddSegment(character, before, imitators.has(offset));
    before = character;
    offset += character.length;
    if (odd === undefined) {
      plain += character;
      continue;
    }
    if (plain !== '') segments.push({ type: 'plain', text: plain });
    plain = '';
    segments.push(odd);
  }
  if (plain !== '') segments.push({ type: 'plain', text: plain });
  return segments;
}

/**
 * Text in which invisible and misleading characters are replaced by their code points: `a⟨U+202E⟩b`. Doing so again
 * changes nothing.
 */
export function visibleText(text: string): string {
  return textSegments(text)
    .map((segment) => {
      if (segment.type === 'plain') return segment.text;
      return segment.type === 'newline' ? ' ↵ ' : oddText(segment);
    })
    .join('');
}

/** As `visibleText`, but spaces of any width stay: for values that may be numbers in the display language. */
export function visibleValue(text: string): string {
  return textSegments(text)
    .map((segment) => {
      if (segment.type === 'newline') return ' ↵ ';
      const isShown = segment.type === 'plain' || SPACE.test(segment.text);
      return isShown ? segment.text : oddText(segment);
    })
    .join('');
}

/** A character as its code point; an imitating letter also as itself. */
export function oddText({ text, imitates }: Extract<TextSegment, { type: 'odd' }>): string {
  return imitates ? `${text}${codePoint(text)}` : codePoint(text);
}

function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function imitatorOffsets(text: string): ReadonlySet<number> {
  const offsets = new Set<number>();
  for (const word of text.matchAll(WORD)) {
    if (!LATIN.test(word[0]) || !IMITATOR.test(word[0])) continue;
    let offset = word.index;
    for (const character of word[0]) {
      const isMarked = text.startsWith(codePoint(character), offset + character.length);
      if (IMITATOR.test(character) && !isMarked) offsets.add(offset);
      offset += character.length;
    }
  }
  return offsets;
}

function oddSegment(character: string, before: string, imitates: boolean): TextSegment | undefined {
  if (character === '\n') return { type: 'newline' };
  const isForm = FORMS.includes(character) && PICTOGRAPH.test(before);
  if (!imitates && (isForm || !HIDDEN.test(character))) return undefined;
  return { type: 'odd', text: character, code: character.codePointAt(0) ?? 0, imitates };
}
