import type { Budget } from '../matchBudget';
import { Edge } from '../pattern/syntax';
import { classOf, OP, type Program } from './automatonProgram';

/**
 * All cells of an automaton are in one array of 16-bit numbers, because most rules are not in the processor's cache and
 * each separate object would cause another cache miss. The layout: the class of each ASCII unit, the start states, and a
 * row for each state with the offset of the next row by class and, last, at the end of the text.
 */
const STARTS = 128;
const FIRST_ROW = STARTS + 3;
const MAX_CELLS = 1 << 16;

/** Special values of cells, instead of the offset of a row. */
const UNKNOWN = 0;
const DEAD = 1;
const MATCHED = 2;

/** The kind of unit before the rest of the text. */
const BEFORE = { nothing: 0, word: 1, other: 2 } as const;

/**
 * Maximum number of states of a pattern. At this limit, or if there are too few cells, all its states are discarded.
 */
const MAX_STATES = 4000;
/** Cost of visiting an instruction while a state is built; a step between known states costs 1. */
const VISIT_COST = 12;

/** Counts the states of several automata, to limit their memory. */
export interface StateMeter {
  states: number;
}

/**
 * Runs a program in time linear in the text: a DFA whose states are built when they are first reached. With `unanchored`, a
 * match can start anywhere; otherwise it must start where the run starts.
 */
export class LazyDfa {
  readonly #program: Program;
  readonly #unanchored: boolean;
  readonly #meter: StateMeter;
  /** One column per class, and one for the end of the text. */
  readonly #stride: number;
  readonly #marks: Uint32Array;
  readonly #stack: Uint16Array;
  #mark = 0;
  #cells = new Uint16Array(0);
  #cores: Uint16Array[] = [];
  #befores: number[] = [];
  #rows = new Map<string, number>();

  constructor(program: Program, unanchored: boolean, meter: StateMeter = { states: 0 }) {
    this.#program = program;
    this.#unanchored = unanchored;
    this.#meter = meter;
    this.#stride = program.classes + 1;
    this.#marks = new Uint32Array(program.ops.length + 1);
    this.#stack = new Uint16Array(2 * program.ops.length + 2);
    this.#reset();
  }

  /**
   * The end of the earliest-ending match in `units` between `from` and `length`, or -1. With `open`, the text continues
   * after `length`, so `length` is not its end. Returns -1 early if the budget is exhausted.
   */
  endOfMatch(
    units: Uint16Array,
    length: number,
    budget: Budget,
    where: { readonly from: number; readonly open: boolean },
  ): number {
    let cells = this.#cells;
    let state = cells[STARTS + this.#before(units, where.from)] ?? 0;
    budget.left -= length - where.from;
    for (let at = where.from; at < length; at += 1) {
      const column = columnOf(cells, this.#program, units[at] ?? 0);
      let next = cells[state + column] ?? UNKNOWN;
      if (next < FIRST_ROW) {
        next = this.#resolve(state, column, next, budget);
        if (next < FIRST_ROW) return next === MATCHED ? at : -1;
        cells = this.#cells;
      }
      state = next;
    }
    return !where.open && this.#endsIn(state, budget) ? length : -1;
  }

  #resolve(state: number, column: number, known: number, budget: Budget): number {
    const next = known === UNKNOWN ? this.#buildStep(state, column, budget) : known;
    return budget.left < 0 && next !== MATCHED ? DEAD : next;
  }

  #endsIn(state: number, budget: Budget): boolean {
    const column = this.#stride - 1;
    const known = this.#cells[state + column] ?? UNKNOWN;
    return (known === UNKNOWN ? this.#buildStep(state, column, budget) : known) === MATCHED;
  }

  #before(units: Uint16Array, from: number): number {
    if (from === 0) return BEFORE.nothing;
    return this.#beforeBehind(classOf(this.#program, units[from - 1] ?? 0));
  }

  /** Without word assertions, the kind of the previous unit does not matter. */
  #beforeBehind(column: number): number {
    return this.#program.wordClass[column] === 1 ? BEFORE.word : BEFORE.other;
  }

  #reset(): void {
    this.#meter.states -= this.#cores.length;
    this.#cells = new Uint16Array(Math.min(MAX_CELLS, FIRST_ROW + 8 * this.#stride));
    this.#cells.set(this.#program.asciiClass);
    this.#cores = [];
    this.#befores = [];
    this.#rows = new Map();
    const start = Uint16Array.of(0);
    for (const before of Object.values(BEFORE)) {
      this.#cells[STARTS + before] = this.#stateOf(start, before);
    }
  }

  /** Whether there is room for one more state. */
  #hasRoom(): boolean {
    const next = this.#rowAt(this.#cores.length);
    return this.#cores.length < MAX_STATES && next + this.#stride <= MAX_CELLS;
  }

  #rowAt(number: number): number {
    return FIRST_ROW + number * this.#stride;
  }

  #stateOf(core: Uint16Array, before: number): number {
    const key = String.fromCharCode(before, ...core);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = this.#rowAt(this.#cores.length);
    this.#cores.push(core);
    this.#befores.push(before);
    this.#rows.set(key, row);
    this.#meter.states += 1;
    if (row + this.#stride > this.#cells.length) {
      const wider = new Uint16Array(Math.min(MAX_CELLS, 2 * this.#cells.length));
      wider.set(this.#cells);
      this.#cells = wider;
    }
    return row;
  }

  /** Computes the state after `state` for a unit of class `column` (or the end) and stores it in the table. */
  #buildStep(state: number, column: number, budget: Budget): number {
    const number = (state - FIRST_ROW) / this.#stride;
    const core = this.#cores[number] ?? new Uint16Array(0);
    const before = this.#befores[number] ?? BEFORE.nothing;
    const atEnd = column === this.#program.classes;
    const held = this.#heldEdges(before, atEnd, column);
    const next = this.#follow(core, column, held, budget);
    if (next === MATCHED) return this.#note(state, column, MATCHED);
    if (atEnd || next.length === 0) return this.#note(state, column, DEAD);
    if (!this.#hasRoom()) {
      this.#reset();
      return this.#stateOf(next, this.#beforeBehind(column));
    }
    return this.#note(state, column, this.#stateOf(next, this.#beforeBehind(column)));
  }

  #note(state: number, column: number, next: number): number {
    this.#cells[state + column] = next;
    return next;
  }

  /** A bit for each assertion that holds between the previous and the next unit. */
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

  /** The instructions that are reached after the next unit, sorted; or `MATCHED`. */
  #follow(
    core: Uint16Array,
    column: number,
    held: number,
    budget: Budget,
  ): Uint16Array | typeof MATCHED {
    const { ops, first, classes, takes } = this.#program;
    const next: number[] = this.#unanchored ? [0] : [];
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

/** The class of a unit: from the cells for ASCII, otherwise by binary search. V8 inlines it in the main loop. */
function columnOf(cells: Uint16Array, program: Program, unit: number): number {
  return unit < STARTS ? (cells[unit] ?? 0) : classOf(program, unit);
}

function bit(edge: Edge, holds: boolean): number {
  return holds ? 1 << Edge.indexOf(edge) : 0;
}
