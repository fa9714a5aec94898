import { codeParts } from '../../../src/core/codeParts';
import { visibleSegments } from './visibleText';

/** A word that fits into the narrowest page, such as `--force`. A browser would break it after a hyphen. */
const WORD = /^[!-~]{1,20}$/;

/** Code shown exactly: hidden characters are visible, and its direction is left to right, as a shell reads it. */
export function Exact({ text }: { readonly text: string }) {
  return (
    <code class={WORD.test(text) ? 'exact word' : 'exact'} dir="ltr">
      <Segments text={text} />
    </code>
  );
}

/** Untrusted text: hidden characters are visible, and its direction does not affect the text around it. */
export function Words({ text }: { readonly text: string }) {
  return (
    <bdi>
      <Segments text={text} />
    </bdi>
  );
}

/** An untrusted sentence with code between backticks. */
export function Sentence({ text }: { readonly text: string }) {
  return (
    <>
      {codeParts(text).map((part, index) =>
        part.code ? <Exact key={index} text={part.text} /> : <Words key={index} text={part.text} />,
      )}
    </>
  );
}

function Segments({ text }: { readonly text: string }) {
  return (
    <>
      {visibleSegments(text).map((segment) => {
        if (segment.type === 'plain') return segment.text;
        if (segment.type === 'newline') return '↵\n';
        return (
          <span class="odd" title={segment.name}>
            {segment.shown}
          </span>
        );
      })}
    </>
  );
}
