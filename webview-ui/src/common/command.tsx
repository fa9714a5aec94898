import { useState } from 'preact/hooks';
import { Exact } from './exactText';
import { cutText } from './visibleText';
import { formatCount } from './format';
import { counted, t } from './texts';

interface CommandProps {
  readonly text: string;
  /** Maximum number of characters shown until the command is expanded. */
  readonly limit?: number;
  /** Number of characters that were not sent to the page; `onOpen` shows them in an editor. */
  readonly omitted?: number;
  readonly onOpen?: () => void;
}

/**
 * This many characters more are shown anyway, because the button to expand would need as much
 * space.
 */
const SLACK = 12;

/** A command. Long ones are truncated, with a button to expand them. */
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
            {whole ? t('showLess') : t('showAll', formatCount(cut.left + omitted))}
          </button>
        </>
      )}
      {(whole || cut.left === 0) && <Omitted count={omitted} onOpen={onOpen} />}
    </span>
  );
}

/** The button to open a command that was too long to be sent. */
function Omitted(props: { readonly count: number; readonly onOpen: (() => void) | undefined }) {
  if (props.count === 0) return null;
  return (
    <button type="button" class="link" onClick={props.onOpen}>
      {counted('openInEditor', props.count)}
    </button>
  );
}
