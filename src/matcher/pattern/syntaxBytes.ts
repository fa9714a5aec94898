import type { CharSet } from './charSet';
import { Edge, type Syntax } from './syntax';

/** Values below `SETS` are node types; other values are the number of a set plus `SETS`. */
const SEQUENCE = Edge.length;
const CHOICE = SEQUENCE + 1;
const REPEAT = CHOICE + 1;
const SETS = REPEAT + 1;

/** Serializes syntax trees with about one byte per character of the pattern. Equal sets are stored once. */
export class SyntaxWriter {
  readonly bytes: number[] = [];
  readonly sets: CharSet[] = [];
  readonly #numbers = new Map<string, number>();
  /** The same by object, because the sets of single units are shared. */
  readonly #known = new Map<CharSet, number>();

  write(syntax: Syntax): void {
    switch (syntax.type) {
      case 'set':
        this.#number(SETS + this.numberOf(syntax.set));
        return;
      case 'edge':
        this.#number(Edge.indexOf(syntax.edge));
        return;
      case 'repeat':
        this.#number(REPEAT);
        this.#number(syntax.min);
        this.#number(syntax.max === Infinity ? 0 : syntax.max + 1);
        this.write(syntax.item);
        return;
      case 'choice':
      case 'sequence':
        this.#number(syntax.type === 'choice' ? CHOICE : SEQUENCE);
        this.#number(syntax.items.length);
        for (const item of syntax.items) this.write(item);
    }
  }

  /** Writes a variable-length integer: seven bits per byte; the highest bit means that more bytes follow. */
  #number(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.bytes.push((rest & 0x7f) | 0x80);
    this.bytes.push(rest);
  }

  /** The number of a set, which is added if it is new. */
  numberOf(set: CharSet): number {
    const known = this.#known.get(set);
    if (known !== undefined) return known;
    const key = set.join();
    const number = this.#numbers.get(key) ?? this.sets.push(set) - 1;
    this.#numbers.set(key, number);
    this.#known.set(set, number);
    return number;
  }
}

/** Reads the tree that a `SyntaxWriter` wrote at `start`. */
export function readSyntax(
  bytes: Uint8Array,
  start: number,
  setAt: (number: number) => CharSet,
): Syntax {
  let at = start;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const read = (): Syntax => {
    const what = number();
    const edge = Edge[what];
    if (edge !== undefined) return { type: 'edge', edge };
    if (what >= SETS) return { type: 'set', set: setAt(what - SETS) };
    if (what === REPEAT) {
      const min = number();
      const max = number();
      return { type: 'repeat', min, max: max === 0 ? Infinity : max - 1, item: read() };
    }
    const items = Array.from({ length: number() }, read);
    return { type: what === CHOICE ? 'choice' : 'sequence', items };
  };
  return read();
}
