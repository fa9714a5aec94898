let language = 'en';
let numbers: Intl.NumberFormat | undefined;

/** Sets the language of the numbers in texts, a BCP 47 tag. Default: English. */
export function setNumberLanguage(displayed: string): void {
  language = displayed;
  numbers = undefined;
}

/** A number in a text for people, with thousands separators: `12,345`. */
export function formatCount(count: number): string {
  numbers ??= new Intl.NumberFormat(language);
  return numbers.format(count);
}
