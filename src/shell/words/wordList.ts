/**
 * A set of words in one text, a blank between two. Searching the text costs a process that asks a few times, as a
 * guard does for its one command, far less than making a `Set` of it.
 */
export class WordList {
  readonly #text: string;

  constructor(words: string) {
    this.#text = ` ${words} `;
  }

  has(word: string): boolean {
    return word !== '' && !word.includes(' ') && this.#text.includes(` ${word} `);
  }
}
