import { useState } from 'preact/hooks';
import { Exact } from './exactText';
import { t, type TextKey } from './texts';

/** Number of characters shown, enough to distinguish the ids of a list. */
const SHOWN = 8;

/**
 * The first characters of a long id. The tooltip shows the complete id, and a click copies it. `copy`: the accessible
 * name.
 */
export function ShortId({ id, copy }: { readonly id: string; readonly copy: TextKey }) {
  const [copied, setCopied] = useState(false);
  if (id.length <= SHOWN + 4) return <Exact text={id} />;
  return (
    <button
      type="button"
      class="link"
      title={t('copyId', id)}
      aria-label={t(copy, `${id.slice(0, SHOWN)}…`)}
      onClick={() => {
        void navigator.clipboard.writeText(id).then(() => {
          setCopied(true);
        });
      }}
    >
      <Exact text={`${id.slice(0, SHOWN)}…`} />
      {copied && ` ${t('copied')}`}
    </button>
  );
}
