import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../common/texts';

/** A button that shows and hides what is below it. */
export function Collapsible(props: {
  readonly text: string;
  /** Distinguishes the button from that of other rules. */
  readonly name: string;
  readonly isOpen: boolean;
  readonly children: ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(props.isOpen);
  return (
    <>
      <button
        type="button"
        class="link"
        aria-expanded={isOpen}
        aria-label={t('textOfRule', props.text, props.name)}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {props.text}
      </button>
      {isOpen && props.children}
    </>
  );
}
