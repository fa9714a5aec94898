import { useState } from 'preact/hooks';
import { Exact } from './exact';
import { cutText } from './visibleText';
import { formatCount, plural } from './format';

interface CommandProps {
  readonly text: string;
  /** Characters shown before the person asks for all. */
  readonly limit?: number;
  /** Characters that were not sent; `onOpen` shows them elsewhere. */
  readonly omitted?: number;
  readonly onOpen?: () => void;
}

/** So few characters take less room than the button that would show them. */
const SLACK = 12;

/** A command, cut where it is long, with a button for the rest. */
export function Command({ text, limit = 160, omitted = 0, onOpen }: CommandProps) {
  const [whole, setWhole] = useState(false);
  const short = cutText(text, limit);
  const cut = short.left > SLACK ? short : { text, left: 0 };
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
            {whole ? 'Show less' : `Show all (+${formatCount(cut.left + omitted)})`}
          </button>
        </>
      )}
      {(whole || cut.left === 0) && <Omitted count={omitted} onOpen={onOpen} />}
    </span>
  );
}

/** What was too long to be sent. */
function Omitted(props: { readonly count: number; readonly onOpen: (() => void) | undefined }) {
  if (props.count === 0) return null;
  return (
    <button type="button" class="link" onClick={props.onOpen}>
      Open in editor ({plural(props.count, 'more character')})
    </button>
  );
}
