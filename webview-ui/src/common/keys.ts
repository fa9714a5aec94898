import { useEffect } from 'preact/hooks';

/**
 * Handles single keys while `root` is shown, independent of the focus, except in input fields, with
 * a modifier, or when a key is held down. `onKey` gets the key in lower case and returns whether it
 * handled the key; a handled key has no other effect.
 */
export function useKeys(
  root: { readonly current: Element | null },
  onKey: (key: string) => boolean,
): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const isShown = root.current !== null && root.current.closest('[hidden]') === null;
      if (!isShown || event.repeat || hasModifier(event) || isTyping(event.target)) return;
      if (onKey(event.key.toLowerCase())) event.preventDefault();
    };
    document.addEventListener('keydown', listener);
    return () => {
      document.removeEventListener('keydown', listener);
    };
  });
}

function hasModifier({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable]') !== null
  );
}
