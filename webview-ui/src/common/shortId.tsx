import { useState } from 'preact/hooks';
import { Exact } from './exact';

/** Enough to tell one id of a list from another. */
const SHOWN = 8;

/** The beginning of a long id: all of it on hover, and copied on a click. */
export function ShortId({ id, of }: { readonly id: string; readonly of: string }) {
  const [copied, setCopied] = useState(false);
  if (id.length <= SHOWN + 4) return <Exact text={id} />;
  return (
    <button
      type="button"
      class="link"
      title={`${id} – click to copy`}
      aria-label={`Copy ${of} ${id.slice(0, SHOWN)}…`}
      onClick={() => {
        void navigator.clipboard.writeText(id).then(() => {
          setCopied(true);
        });
      }}
    >
      <Exact text={`${id.slice(0, SHOWN)}…`} />
      {copied && ' copied'}
    </button>
  );
}
