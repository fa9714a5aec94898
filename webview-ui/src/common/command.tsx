import { useState } from 'preact/hooks';
import { cutText, visibleSegments } from './visibleText';
import { plural } from './format';

/** Text that a person must see exactly: hidden characters shown, left to right as a shell reads it. */
export function Exact({ text }: { readonly text: string }) {
  return (
    <code class="exact" dir="ltr">
      {visibleSegments(text).map((segment) => {
        if (segment.type === 'plain') return segment.text;
        if (segment.type === 'newline') return '↵\n';
        return (
          <span class="odd" title={segment.name}>
            {segment.shown}
          </span>
        );
      })}
    </code>
  );
}

interface CommandProps {
  readonly text: string;
  /** Characters shown before the person asks for all. */
  readonly limit?: number;
  /** Characters that were not sent; `onOpen` shows them elsewhere. */
  readonly omitted?: number;
  readonly onOpen?: () => void;
}

/** A command, cut where it is long, with a button for the rest. */
export function Command({ text, limit = 160, omitted = 0, onOpen }: CommandProps) {
  const [whole, setWhole] = useState(false);
  const cut = cutText(text, limit);
  const left = cut.left + omitted;
  return (
    <span class="command">
      <Exact text={whole ? text : cut.text} />
      {cut.left > 0 && (
        <>
          {!whole && '… '}
          <button
            type="button"
            class="link"
            aria-expanded={whole}
            onClick={() => {
              setWhole(!whole);
            }}
          >
            {whole ? 'Show less' : `Show ${plural(left, 'more character')}`}
          </button>
        </>
      )}
      {omitted > 0 && (whole || cut.left === 0) && (
        <button type="button" class="link" onClick={onOpen}>
          Open in editor ({plural(omitted, 'more character')})
        </button>
      )}
    </span>
  );
}
