import { oddText, textSegments, visibleText } from '../../../src/core/visibleText';
import { t } from './texts';

export { visibleText };

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

/** Splits text so that a page can show every character in order and none is hidden. */
export function visibleSegments(text: string): readonly Segment[] {
  return textSegments(text).map((segment): Segment => {
    if (segment.type !== 'odd') return segment;
    const { code, imitates } = segment;
    const name = imitates ? t('lookalike') : (NAMES[code] ?? t('invisible'));
    return { type: 'odd', shown: oddText(segment), name };
  });
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
