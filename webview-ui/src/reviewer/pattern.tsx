import { alternationsOf } from '../../../src/core/patternAlternatives';
import { Exact } from '../common/exactText';
import { t, type TextKey } from '../common/texts';
import { cutText } from '../common/visibleText';

/** Maximum length of a pattern that is readable without help. */
const SHORT = 60;

/**
 * A pattern. Short ones are shown as they are; others are collapsed, and show the exact pattern and each alternative in
 * words when expanded.
 */
export function PatternView({ pattern }: { readonly pattern: string }) {
  const exact = (
    <p class="pattern">
      <Exact text={pattern} />
    </p>
  );
  const laidOut = layOut(pattern);
  if (pattern.length <= SHORT && laidOut.parts.length < 2 && !pattern.includes('‹')) return exact;
  const { before, parts, after } = laidOut;
  return (
    <details class="laid-out">
      <summary>
        {t('pattern')} <Exact text={cutText(pattern, SHORT).text} />
        {pattern.length > SHORT && '…'}
      </summary>
      {exact}
      {before !== '' && (
        <p>
          <Part text={before} />
        </p>
      )}
      {before !== '' && <p class="hint">{t('oneOf')}</p>}
      <ul>
        {parts.map((text, at) => (
          <li key={at}>
            <Part text={text} />
          </li>
        ))}
      </ul>
      {after !== '' && (
        <p>
          <span class="hint">{t('then')}</span> <Part text={after} />
        </p>
      )}
    </details>
  );
}

interface LaidOut {
  /** The text before and after the alternatives. */
  readonly before: string;
  readonly parts: readonly string[];
  readonly after: string;
}

/** The alternatives of a pattern, or of its group with the most. */
function layOut(pattern: string): LaidOut {
  const found = alternationsOf(pattern);
  const whole = found.at(-1)?.parts ?? [];
  const textOf = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    pattern.slice(start, end);
  if (whole.length > 1) return { before: '', parts: whole.map(textOf), after: '' };
  const [group] = found
    .filter(({ depth, parts }) => depth === 1 && parts.length > 1)
    .toSorted((a, b) => b.parts.length - a.parts.length);
  const [first, last] = [group?.parts[0], group?.parts.at(-1)];
  if (group === undefined || first === undefined || last === undefined) {
    return { before: '', parts: [pattern], after: '' };
  }
  return {
    before: pattern.slice(0, first.start - (pattern[first.start - 1] === '(' ? 1 : '(?:'.length)),
    parts: group.parts.map(textOf),
    after: pattern.slice(last.end + 1),
  };
}

/** A part of a pattern, with its class marks as words. */
function Part({ text }: { readonly text: string }) {
  const [start = '', ...marks] = text.split('‹');
  return (
    <>
      {start !== '' && <Exact text={start} />}
      {marks.map((piece, at) => {
        const end = piece.indexOf('›');
        const words = end < 0 ? undefined : wordsOf(piece.slice(0, end));
        if (words === undefined) return <Exact key={at} text={`‹${piece}`} />;
        return (
          <span key={at}>
            <span class="target-class">{words}</span>
            {piece.length > end + 1 && <Exact text={piece.slice(end + 1)} />}
          </span>
        );
      })}
    </>
  );
}

/** The words for the content of a mark: one class, or several as in `(?:root|home)`. */
function wordsOf(inside: string): string | undefined {
  const isGroup = inside.startsWith('(?:') && inside.endsWith(')');
  const names = (isGroup ? inside.slice(3, -1) : inside).split('|');
  const keys = names.map(classText);
  if (!keys.every((key) => key !== undefined)) return undefined;
  return keys.map((key) => t(key)).join(` ${t('or')} `);
}

/** The display names of the target classes: the class `in home` has the text key `classInHome`. */
const CLASS_TEXTS = [
  'classKey',
  'classSecret',
  'classStartup',
  'classAgentSettings',
  'classGitFolder',
  'classDevice',
  'classRoot',
  'classHome',
  'classSystem',
  'classTemp',
  'classProjectRoot',
  'classProject',
  'classInHome',
  'classOutside',
  'classUnknown',
  'classUrl',
  'classLocalUrl',
  'classRemoteHost',
] as const satisfies readonly TextKey[];

function classText(name: string): TextKey | undefined {
  const key = `class${name.replaceAll(' ', '')}`.toLowerCase();
  return CLASS_TEXTS.find((known) => known.toLowerCase() === key);
}
