import { t } from './texts';

/** A segment of text: plain, or one character that is invisible, reorders text or resembles another character. */
export type Segment =
  | { readonly type: 'plain'; readonly text: string }
  | { readonly type: 'odd'; readonly shown: string; readonly name: string }
  | { readonly type: 'newline' };

/** Unicode character names, which are not translated. */
const NAMES: Readonly<Record<number, string>> = {
  0x00: 'NUL',
  0x07: 'BELL',
  0x08: 'BACKSPACE',
  0x09: 'TAB',
  0x0d: 'CARRIAGE RETURN',
  0x1b: 'ESCAPE',
  0x7f: 'DELETE',
  0xa0: 'NO-BREAK SPACE',
  0xad: 'SOFT HYPHEN',
  0x061c: 'ARABIC LETTER MARK',
  0x200b: 'ZERO WIDTH SPACE',
  0x200c: 'ZERO WIDTH NON-JOINER',
  0x200d: 'ZERO WIDTH JOINER',
  0x200e: 'LEFT-TO-RIGHT MARK',
  0x200f: 'RIGHT-TO-LEFT MARK',
  0x2028: 'LINE SEPARATOR',
  0x2029: 'PARAGRAPH SEPARATOR',
  0x202a: 'LEFT-TO-RIGHT EMBEDDING',
  0x202b: 'RIGHT-TO-LEFT EMBEDDING',
  0x202c: 'POP DIRECTIONAL FORMATTING',
  0x202d: 'LEFT-TO-RIGHT OVERRIDE',
  0x202e: 'RIGHT-TO-LEFT OVERRIDE',
  0x2060: 'WORD JOINER',
  0x2066: 'LEFT-TO-RIGHT ISOLATE',
  0x2067: 'RIGHT-TO-LEFT ISOLATE',
  0x2068: 'FIRST STRONG ISOLATE',
  0x2069: 'POP DIRECTIONAL ISOLATE',
  0xfeff: 'BYTE ORDER MARK',
};

/** Control, format, private-use and unassigned characters, lone surrogates, and spaces other than the plain space. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const WORD = /[\p{L}\p{M}]+/gu;
const LATIN = /\p{sc=Latin}/u;
/** Scripts whose letters can resemble Latin ones. Only letters in a word with Latin letters are marked. */
const LOOKALIKE = /[\p{sc=Cyrillic}\p{sc=Greek}]/u;

/** Splits text so that a page can show every character in order and none is hidden. */
export function visibleSegments(text: string): readonly Segment[] {
  const lookalikes = lookalikeOffsets(text);
  const segments: Segment[] = [];
  let plain = '';
  let offset = 0;
  for (const character of text) {
    const segment = unusualSegment(character, lookalikes.has(offset));
    offset += character.length;
    if (segment === undefined) {
      plain += character;
      continue;
    }
    if (plain !== '') segments.push({ type: 'plain', text: plain });
    plain = '';
    segments.push(segment);
  }
  if (plain !== '') segments.push({ type: 'plain', text: plain });
  return segments;
}

/** The first `limit` characters (never half of a surrogate pair), and the number of omitted ones. */
export function cutText(
  text: string,
  limit: number,
): { readonly text: string; readonly left: number } {
  if (text.length <= limit) return { text, left: 0 };
  const characters = Array.from(text);
  return {
    text: characters.slice(0, limit).join(''),
    left: Math.max(0, characters.length - limit),
  };
}

const SHORT = 60;

/** At most 60 characters of a text for attributes and screen readers, with an ellipsis if it is longer. */
export function shortText(text: string): string {
  const { text: start, left } = cutText(text, SHORT);
  return visibleText(left === 0 ? start : `${start}…`);
}

/** Text for attributes and screen readers. Invisible and misleading characters are replaced by their code points. */
export function visibleText(text: string): string {
  return visibleSegments(text)
    .map((segment) => {
      if (segment.type === 'plain') return segment.text;
      return segment.type === 'newline' ? ' ↵ ' : segment.shown;
    })
    .join('');
}

function lookalikeOffsets(text: string): ReadonlySet<number> {
  const offsets = new Set<number>();
  for (const word of text.matchAll(WORD)) {
    if (!LATIN.test(word[0]) || !LOOKALIKE.test(word[0])) continue;
    let offset = word.index;
    for (const character of word[0]) {
      if (LOOKALIKE.test(character)) offsets.add(offset);
      offset += character.length;
    }
  }
  return offsets;
}

function unusualSegment(character: string, isLookalike: boolean): Segment | undefined {
  if (character === '\n') return { type: 'newline' };
  if (!isLookalike && !HIDDEN.test(character)) return undefined;
  const code = character.codePointAt(0) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (isLookalike) {
    return { type: 'odd', shown: `${character}⟨${point}⟩`, name: t('lookalike') };
  }
  return { type: 'odd', shown: `⟨${point}⟩`, name: NAMES[code] ?? t('invisible') };
}
