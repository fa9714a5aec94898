import type { Budget } from './budget';
import { classOf, OP, type Program } from './program';
import { Edge } from './syntax';

/**
 * Entries of the transition table that are no states. A state is the place of its row in the table, so that a step
 * costs one addition; rows are numbered from `FIRST_ROW` to stay clear of these.
 */
const UNKNOWN = 0;
const DEAD = 1;
const MATCHED = 2;
const FIRST_ROW = 3;

/** What stood before the text still to come. */
const BEFORE = { nothing: 0, word: 1, other: 2 } as const;

/** When a pattern needs more states than this it starts over with an empty table. */
const MAX_STATES = 4000;
/** Work charged for visiting one instruction while a state is made, against one for a step along known states. */
const VISIT_COST = 4;

/**
 * Runs a program in time linear in the text: states of the automaton are made when first reached and kept.
 * `floating` finds a match anywhere; otherwise a match must begin where the run begins.
 */
export class LazyDfa {
  readonly #program: Program;
  readonly #floating: boolean;
  readonly #stride: number;
  readonly #marks: Uint32Array;
  readonly #stack: Uint16Array;
  #mark = 0;
  #table = new Int32Array(0);
  #cores: Uint16Array[] = [];
  #befores: number[] = [];
  #rows = new Map<string, number>();
  /** Where a run starts, by what stands before it. */
  #startRows: readonly number[] = [];

  constructor(program: Program, floating: boolean) {
    this.#program = program;
    this.#floating = floating;
    // One column more than classes: what happens at the text's end.
    this.#stride = program.classes + 1;
    this.#marks = new Uint32Array(program.ops.length + 1);
    this.#stack = new Uint16Array(2 * program.ops.length + 2);
    this.#reset();
  }

  /** How many states there are: what this automaton costs in memory. */
  get size(): number {
    return this.#cores.length;
  }

  /**
   * Where the earliest-ending match in `units` from `from` up to `length` ends, or -1. `open` says that the text goes on
   * behind `length`, so that no end can be seen there. Stops early, with -1, when the budget is exhausted.
   */
  endOfMatch(
    units: Uint16Array,
    length: number,
    budget: Budget,
    where: { readonly from: number; readonly open: boolean },
  ): number {
    const program = this.#program;
    let table = this.#table;
    let state = this.#startState(units, where.from);
    budget.left -= length - where.from;
    for (let at = where.from; at < length; at += 1) {
      const column = columnOf(program, units[at] ?? 0);
      let next = table[state + column] ?? UNKNOWN;
      if (next < FIRST_ROW) {
        next = this.#resolve(state, column, next, budget);
        if (next < FIRST_ROW) return next === MATCHED ? at : -1;
        table = this.#table;
      }
      state = next;
    }
    return !where.open && this.#endsIn(state, budget) ? length : -1;
  }

  #resolve(state: number, column: number, noted: number, budget: Budget): number {
    const next = noted === UNKNOWN ? this.#makeStep(state, column, budget) : noted;
    return budget.left < 0 && next !== MATCHED ? DEAD : next;
  }

  #endsIn(state: number, budget: Budget): boolean {
    const column = this.#program.classes;
    const known = this.#table[state + column] ?? UNKNOWN;
    return (known === UNKNOWN ? this.#makeStep(state, column, budget) : known) === MATCHED;
  }

  #startState(units: Uint16Array, from: number): number {
    if (from === 0) return this.#startRows[BEFORE.nothing] ?? 0;
    const column = classOf(this.#program, units[from - 1] ?? 0);
    return this.#startRows[this.#beforeBehind(column)] ?? 0;
  }

  /** Without word assertions it only matters that something stood before. */
  #beforeBehind(column: number): number {
    return this.#program.wordClass[column] === 1 ? BEFORE.word : BEFORE.other;
  }

  #reset(): void {
    this.#table = new Int32Array(8 * this.#stride);
    this.#cores = [];
    this.#befores = [];
    this.#rows = new Map();
    const start = Uint16Array.of(0);
    this.#startRows = Object.values(BEFORE).map((before) => this.#stateOf(start, before));
  }

  #stateOf(core: Uint16Array, before: number): number {
    const key = String.fromCharCode(before, ...core);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = (FIRST_ROW + this.#cores.length) * this.#stride;
    this.#cores.push(core);
    this.#befores.push(before);
    this.#rows.set(key, row);
    if (row + this.#stride > this.#table.length) {
      const wider = new Int32Array(2 * this.#table.length);
      wider.set(this.#table);
      this.#table = wider;
    }
    return row;
  }

  /** Works out where `state` leads on a unit of class `column` (or at the end) and notes it in the table. */
  #makeStep(state: number, column: number, budget: Budget): number {
    const number = state / this.#stride - FIRST_ROW;
    const core = this.#cores[number] ?? new Uint16Array(0);
    const before = this.#befores[number] ?? BEFORE.nothing;
    const atEnd = column === this.#program.classes;
    const held = this.#heldEdges(before, atEnd, column);
    const next = this.#follow(core, column, held, budget);
    if (next === MATCHED) return this.#note(state, column, MATCHED);
    if (atEnd || next.length === 0) return this.#note(state, column, DEAD);
    if (this.#cores.length > MAX_STATES) {
      this.#reset();
      return this.#stateOf(next, this.#beforeBehind(column));
    }
    return this.#note(state, column, this.#stateOf(next, this.#beforeBehind(column)));
  }

  #note(state: number, column: number, next: number): number {
    this.#table[state + column] = next;
    return next;
  }

  /** A bit for each edge that holds between what was before and the next unit. */
  #heldEdges(before: number, atEnd: boolean, column: number): number {
    const wordAhead = !atEnd && this.#program.wordClass[column] === 1;
    const word = (before === BEFORE.word) !== wordAhead;
    return (
      bit('start', before === BEFORE.nothing) |
      bit('end', atEnd) |
      bit('word', word) |
      bit('notWord', !word)
    );
  }

  /** The instructions reached behind the next unit, sorted; or that the text is matched already. */
  #follow(
    core: Uint16Array,
    column: number,
    held: number,
    budget: Budget,
  ): Uint16Array | typeof MATCHED {
    const { ops, first, classes, takes } = this.#program;
    const next: number[] = this.#floating ? [0] : [];
    let depth = this.#begin(core);
    while (depth > 0) {
      depth -= 1;
      const at = this.#stack[depth] ?? 0;
      budget.left -= VISIT_COST;
      const op = ops[at];
      if (op === OP.match) return MATCHED;
      if (op !== OP.take) depth = this.#pushBehind(at, held, depth);
      else if (takes[(first[at] ?? 0) * classes + column] === 1) next.push(at + 1);
    }
    return Uint16Array.from(next).sort();
  }

  #begin(core: Uint16Array): number {
    this.#mark += 1;
    let depth = 0;
    for (const at of core) depth = this.#push(at, depth);
    return depth;
  }

  #pushBehind(at: number, held: number, depth: number): number {
    const { ops, first, second } = this.#program;
    const target = first[at] ?? 0;
    const op = ops[at];
    if (op === OP.fork) return this.#push(second[at] ?? 0, this.#push(target, depth));
    if (op === OP.jump) return this.#push(target, depth);
    return (held & (1 << target)) === 0 ? depth : this.#push(at + 1, depth);
  }

  #push(at: number, depth: number): number {
    if (this.#marks[at] === this.#mark) return depth;
    this.#marks[at] = this.#mark;
    this.#stack[depth] = at;
    return depth + 1;
  }
}

/** Inlined in the loop over a text: the table for ASCII, else a search. */
function columnOf(program: Program, unit: number): number {
  return unit < 128 ? (program.asciiClass[unit] ?? 0) : classOf(program, unit);
}

function bit(edge: Edge, holds: boolean): number {
  return holds ? 1 << Edge.indexOf(edge) : 0;
}
