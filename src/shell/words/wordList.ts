/**
 * A set of words in one string, separated by blanks. For a few lookups, as in a guard that
 * evaluates one command, searching the string is far cheaper than building a `Set`.
 */
export class WordList {
  readonly #text: string;
  /** Results of earlier lookups: a process that reads many commands repeats the same few. */
  readonly #known = new Map<string, boolean>();

  constructor(words: string) {
    this.#text = ` ${words} `;
  }

  has(word: string): boolean {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const has = word !== '' && !word.includes(' ') && this.#text.includes(` ${word} `);
    this.#known.set(word, has);
    return has;
  }
}

const MAX_KNOWN = 256;
