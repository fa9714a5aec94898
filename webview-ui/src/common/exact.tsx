import { codeParts } from '../../../src/core/codeParts';
import { visibleSegments } from './visibleText';

/** Code that a person must see exactly: hidden characters shown, left to right as a shell reads it. */
export function Exact({ text }: { readonly text: string }) {
  return (
    <code class="exact" dir="ltr">
      <Segments text={text} />
    </code>
  );
}

/** Words that came from outside: nothing in them can hide or turn the text around. */
export function Words({ text }: { readonly text: string }) {
  return (
    <bdi>
      <Segments text={text} />
    </bdi>
  );
}

/** A sentence from outside whose code stands between backticks. */
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
