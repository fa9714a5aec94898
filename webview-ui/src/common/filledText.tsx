import { Fragment, type ComponentChildren } from 'preact';
import { textParts, type TextKey } from './texts';

/** A text whose placeholders are replaced by elements: `{0}` by the first of `parts`, and so on. */
export function Filled(props: {
  readonly text: TextKey;
  readonly parts: readonly ComponentChildren[];
}) {
  return (
    <>
      {textParts(props.text).map((part, index) => (
        <Fragment key={index}>{typeof part === 'string' ? part : props.parts[part]}</Fragment>
      ))}
    </>
  );
}
