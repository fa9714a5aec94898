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
