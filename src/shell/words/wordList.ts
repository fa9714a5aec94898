/**
 * A set of words in one text, a blank between two. Searching the text costs a process that asks a few times, as a
 * guard does for its one command, far less than making a `Set` of it.
 */
export class WordList {
  readonly #text: string;
  /** Words that were asked for: a process that reads many commands asks for the same few. */
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
