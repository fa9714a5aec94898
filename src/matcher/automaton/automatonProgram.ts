import { LAST_UNIT, WORD, type CharSet } from '../pattern/charSet';
import { Edge, type Syntax } from '../pattern/syntax';

/** Operations of instructions, with the operands `first` and `second`. */
export const OP = {
  /** Report a match. */
  match: 0,
  /** Consume a unit of class set `first` and continue at the next instruction. */
  take: 1,
  /** Continue at both `first` and `second`. */
  fork: 2,
  /** Continue at `first`. */
  jump: 3,
  /** Continue at the next instruction if the assertion with index `first` in `Edge` holds. */
  hold: 4,
} as const;

/**
 * A pattern as a nondeterministic finite automaton. Units that are equivalent in all sets of the pattern share a class,
 * which keeps the tables small.
 */
export interface Program {
  readonly ops: Uint8Array;
  readonly first: Uint16Array;
  readonly second: Uint16Array;
  readonly classes: number;
  /** Class of each ASCII unit. */
  readonly asciiClass: Uint16Array;
  /** First unit of each range, and the class of the range. */
  readonly borders: Uint16Array;
  readonly borderClass: Uint16Array;
  /** `takes[set * classes + class]` is 1 if the set contains the class. */
  readonly takes: Uint8Array;
  /** 1 for classes of word characters; all 0 if the pattern has no word assertion. */
  readonly wordClass: Uint8Array;
  readonly asksWords: boolean;
}

/** Compiles `syntax` with Thompson's construction. Bounded repeats are unrolled. */
export function compile(syntax: Syntax): Program {
  const writer = new Writer();
  writer.write(syntax);
  writer.emit(OP.match);
  const sets = writer.asksWords ? [...writer.sets, WORD] : writer.sets;
  const { borders, borderClass, classes, takes } = classify(sets);
  return {
    ops: Uint8Array.from(writer.ops),
    first: Uint16Array.from(writer.first),
    second: Uint16Array.from(writer.second),
    classes,
    borders,
    borderClass,
    asciiClass: asciiClasses(borders, borderClass),
    takes,
    wordClass: writer.asksWords ? takes.subarray(-classes) : new Uint8Array(classes),
    asksWords: writer.asksWords,
  };
}

class Writer {
  readonly ops: number[] = [];
  readonly first: number[] = [];
  readonly second: number[] = [];
  readonly sets: CharSet[] = [];
  asksWords = false;
  readonly #numbers = new Map<CharSet, number>();

  emit(op: number, first = 0, second = 0): number {
    this.first.push(first);
    this.second.push(second);
    return this.ops.push(op) - 1;
  }

  write(syntax: Syntax): void {
    switch (syntax.type) {
      case 'set':
        this.emit(OP.take, this.#numberOf(syntax.set));
        return;
      case 'edge':
        this.emit(OP.hold, Edge.indexOf(syntax.edge));
        this.asksWords ||= syntax.edge === 'word' || syntax.edge === 'notWord';
        return;
      case 'sequence':
        for (const item of syntax.items) this.write(item);
        return;
      case 'choice':
        this.#writeChoice(syntax.items);
        return;
      case 'repeat':
        this.#writeRepeat(syntax.item, syntax.min, syntax.max);
    }
  }

  #writeChoice(items: readonly Syntax[]): void {
    const jumps: number[] = [];
    for (const [at, item] of items.entries()) {
      const last = at === items.length - 1;
      const fork = last ? -1 : this.emit(OP.fork, this.ops.length + 1);
      this.write(item);
      if (last) continue;
      jumps.push(this.emit(OP.jump));
      this.second[fork] = this.ops.length;
    }
    for (const jump of jumps) this.first[jump] = this.ops.length;
  }

  #writeRepeat(item: Syntax, min: number, max: number): void {
    for (let times = 0; times < min; times += 1) this.write(item);
    if (max === Infinity) {
      const fork = this.emit(OP.fork, this.ops.length + 1);
      this.write(item);
      this.emit(OP.jump, fork);
      this.second[fork] = this.ops.length;
      return;
    }
    const forks: number[] = [];
    for (let times = min; times < max; times += 1) {
      forks.push(this.emit(OP.fork, this.ops.length + 1));
      this.write(item);
    }
    for (const fork of forks) this.second[fork] = this.ops.length;
  }

  #numberOf(set: CharSet): number {
    const known = this.#numbers.get(set);
    if (known !== undefined) return known;
    this.#numbers.set(set, this.sets.length);
    return this.sets.push(set) - 1;
  }
}

/** The number of instructions that `compile` creates for a tree, without the final one. */
export function programSize(syntax: Syntax): number {
  switch (syntax.type) {
    case 'set':
    case 'edge':
      return 1;
    case 'sequence':
      return syntax.items.reduce((sum, item) => sum + programSize(item), 0);
    case 'choice':
      return syntax.items.reduce((sum, item) => sum + programSize(item) + 2, -2);
    case 'repeat': {
      const one = programSize(syntax.item);
      const { min, max } = syntax;
      return min * one + (max === Infinity ? one + 2 : (max - min) * (one + 1));
    }
  }
}

/** Divides all units into the largest classes that no set splits, and determines the classes of each set. */
function classify(
  sets: readonly CharSet[],
): Pick<Program, 'borders' | 'borderClass' | 'classes' | 'takes'> {
  const borders = bordersOf(sets);
  const inside = sets.map((set) => membership(set, borders));
  let borderClass = new Uint16Array(borders.length);
  let classes = 1;
  for (const members of inside) {
    // Each set splits the classes found so far.
    const numbers = new Map<number, number>();
    borderClass = borderClass.map((one, at) => {
      const half = 2 * one + (members[at] ?? 0);
      const known = numbers.get(half);
      if (known !== undefined) return known;
      numbers.set(half, numbers.size);
      return numbers.size - 1;
    });
    classes = numbers.size;
  }
  const takes = new Uint8Array(sets.length * classes);
  for (const [set, members] of inside.entries()) {
    for (let at = 0; at < members.length; at += 1) {
      if (members[at] === 1) takes[set * classes + (borderClass[at] ?? 0)] = 1;
    }
  }
  return { borders, borderClass, classes, takes };
}

/** All units at which a set starts or has just ended, and 0. */
function bordersOf(sets: readonly CharSet[]): Uint16Array {
  const cuts = new Set([0]);
  for (const set of sets) {
    for (let at = 0; at < set.length; at += 2) {
      cuts.add(set[at] ?? 0);
      cuts.add(Math.min(LAST_UNIT, (set[at + 1] ?? 0) + 1));
    }
  }
  return Uint16Array.from(cuts).sort();
}

/** 1 for each border whose unit is in the set. */
function membership(set: CharSet, borders: Uint16Array): Uint8Array {
  const members = new Uint8Array(borders.length);
  let at = 0;
  for (let range = 0; range < set.length; range += 2) {
    while ((borders[at] ?? Infinity) < (set[range] ?? 0)) at += 1;
    while ((borders[at] ?? Infinity) <= (set[range + 1] ?? 0)) {
      members[at] = 1;
      at += 1;
    }
  }
  return members;
}

function asciiClasses(borders: Uint16Array, borderClass: Uint16Array): Uint16Array {
  const classes = new Uint16Array(128);
  for (let at = 0; at < borders.length && (borders[at] ?? 0) < 128; at += 1) {
    classes.fill(borderClass[at] ?? 0, borders[at], borders[at + 1]);
  }
  return classes;
}

/** The class of a unit. */
export function classOf(program: Program, unit: number): number {
  let from = 0;
  let to = program.borders.length - 1;
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if ((program.borders[middle] ?? 0) <= unit) from = middle;
    else to = middle - 1;
  }
  return program.borderClass[from] ?? 0;
}
