import { act } from 'preact/test-utils';

/** Visible text, with white space collapsed. */
export function text(node: Element | null | undefined): string {
  return (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The only button with that name inside `within`. Fails if there is none or more than one. */
export function button(within: Element, name: string): HTMLButtonElement {
  const found = Array.from(within.querySelectorAll('button')).filter(
    (candidate) => (candidate.getAttribute('aria-label') ?? text(candidate)) === name,
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const names = Array.from(within.querySelectorAll('button'), text).join(' | ');
    throw new Error(`${found.length} buttons named "${name}" among: ${names}`);
  }
  return only;
}

/** The text box that a visible label names. */
export function box(within: Element, label: string): HTMLInputElement {
  return labelled(within, label, 'INPUT') as HTMLInputElement;
}

/** The text area that a visible label names. */
export function area(within: Element, label: string): HTMLTextAreaElement {
  return labelled(within, label, 'TEXTAREA') as HTMLTextAreaElement;
}

/** The drop-down that a visible label names. */
export function picker(within: Element, label: string): HTMLSelectElement {
  return labelled(within, label, 'SELECT') as HTMLSelectElement;
}

function labelled(within: Element, label: string, tag: string): Element {
  const found = Array.from(within.querySelectorAll('label')).find(
    (candidate) => text(candidate) === label,
  );
  const target = within.querySelector(`[id="${found?.getAttribute('for') ?? ''}"]`);
  if (target?.tagName !== tag) throw new Error(`No ${tag} is labelled "${label}".`);
  return target;
}

/** Presses a button. */
export function press(target: HTMLElement): void {
  void act(() => {
    target.click();
  });
}

/** Types into a box, replacing what was there. */
export function type(target: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  void act(() => {
    target.value = value;
    target.dispatchEvent(new window.Event('input', { bubbles: true }));
  });
}

/** Picks an option. */
export function choose(target: HTMLSelectElement, value: string): void {
  void act(() => {
    target.value = value;
    target.dispatchEvent(new window.Event('change', { bubbles: true }));
  });
}

/** Presses a key. Returns whether the browser's default action was not prevented. */
export function key(target: HTMLElement, name: string): boolean {
  let allowed = true;
  void act(() => {
    const event = new window.KeyboardEvent('keydown', {
      key: name,
      bubbles: true,
      cancelable: true,
    });
    allowed = target.dispatchEvent(event);
  });
  return allowed;
}

/** Submits the form that contains an input. */
export function submit(target: HTMLElement): void {
  void act(() => {
    target
      .closest('form')
      ?.dispatchEvent(new window.Event('submit', { bubbles: true, cancelable: true }));
  });
}
