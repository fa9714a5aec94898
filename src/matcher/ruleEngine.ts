import type { Effect } from '../core/rule';
import { LazyDfa, type StateMeter } from './automaton/lazyDfa';
import { compile, programSize } from './automaton/automatonProgram';
import { MAX_TEXT, type Budget } from './matchBudget';
import { GramScan } from './index/gramScan';
import { TextGate } from './index/textGate';
import { setAt, type CharSet } from './pattern/charSet';
import { minLength, type Syntax } from './pattern/syntax';
import { readSyntax } from './pattern/syntaxBytes';
import type { MatchSpan, Reach, RuleSet } from './ruleSet';
import { RULE_FLAG, type RuleTables } from './ruleTables';

/** Maximum number of states of all automata, which are then discarded to limit memory. */
const MAX_STATES = 150_000;
/** After this many texts, combined automata for rules without literals pay off. */
const MANY_TEXTS = 256;
/** Maximum number of instructions in a combined automaton. */
const MAX_TOGETHER = 3000;
/** Cost of compiling a program, and of each of its instructions; a step of an automaton costs 1. */
const COMPILE_COST = 3000;
const INSTRUCTION_COST = 100;

/** Rules with a combined automaton. If it matches, the two halves are tested separately (bisection). */
interface RuleGroup {
  readonly rules: readonly number[];
  /** Minimum length of a match. */
  readonly least: number;
  any?: LazyDfa;
  halves?: readonly [RuleGroup, RuleGroup];
}

/** Matches texts against compiled rules: the index finds candidates, and the automaton of each rule confirms them. */
export class RuleEngine implements RuleSet {
  readonly hasAllows: boolean;
  readonly #tables: RuleTables;
  readonly #scan: GramScan;
  readonly #gate: TextGate;
  #texts = 0;
  readonly #sets = new Map<number, CharSet>();
  readonly #units = new Uint16Array(MAX_TEXT);
  #length = 0;
  #open = false;
  /** By rule: first the unanchored automata of all rules, then those anchored at the start. */
  #automata: (LazyDfa | undefined)[] = [];
  #meter: StateMeter = { states: 0 };
  #unfiled: readonly RuleGroup[] | undefined;

  constructor(tables: RuleTables) {
    this.#tables = tables;
    const others = RULE_FLAG.deny | RULE_FLAG.ask;
    this.hasAllows = tables.flags.some((flags) => (flags & others) === 0);
    this.#scan = new GramScan(tables.index, tables.flags.length);
    this.#gate = new TextGate(tables);
  }

  effectOf(rule: number): Effect {
    const flags = this.#tables.flags[rule] ?? 0;
    if ((flags & RULE_FLAG.deny) !== 0) return 'deny';
    return (flags & RULE_FLAG.ask) === 0 ? 'allow' : 'ask';
  }

  allowsWholeLine(rule: number): boolean {
    return ((this.#tables.flags[rule] ?? 0) & RULE_FLAG.wholeLine) !== 0;
  }

  candidates(text: string, budget: Budget): readonly number[] {
    const found = this.#scan.candidates(text, this.#units, budget);
    this.#length = Math.min(text.length, MAX_TEXT);
    this.#open = text.length > MAX_TEXT;
    this.#texts += 1;
    if (this.#texts <= MANY_TEXTS) {
      this.#addPassing(found);
    } else {
      this.#unfiled ??= this.#groupUnfiled(budget);
      for (const group of this.#unfiled) this.#search(group, budget, found);
    }
    return found;
  }

  confirms(rule: number, reach: Reach, budget: Budget): boolean {
    return budget.left >= 0 && this.#ends(this.#automatonOf(rule, reach, budget), budget, 0) >= 0;
  }

  locate(rule: number, reach: Reach, budget: Budget): MatchSpan | undefined {
    const lastStart = this.#ends(this.#automatonOf(rule, reach, budget), budget, 0);
    const fromHere = this.#automatonOf(rule, 'fromStart', budget);
    for (let start = 0; start <= lastStart; start += 1) {
      const end = this.#ends(fromHere, budget, start);
      if (end >= 0) return { start, end };
    }
    return undefined;
  }

  #ends(automaton: LazyDfa, budget: Budget, from: number): number {
    return automaton.endOfMatch(this.#units, this.#length, budget, { from, open: this.#open });
  }

  #automatonOf(rule: number, reach: Reach, budget: Budget): LazyDfa {
    const place = reach === 'anywhere' ? rule : rule + this.#tables.flags.length;
    const known = this.#automata[place];
    if (known !== undefined) return known;
    if (this.#meter.states > MAX_STATES) this.#discardAutomata();
    return (this.#automata[place] = this.#build(this.#syntaxOf(rule), reach, budget));
  }

  #build(syntax: Syntax, reach: Reach, budget: Budget): LazyDfa {
    const program = compile(syntax);
    budget.left -= COMPILE_COST + INSTRUCTION_COST * program.ops.length;
    return new LazyDfa(program, reach === 'anywhere', this.#meter);
  }

  #discardAutomata(): void {
    this.#automata = [];
    this.#unfiled = undefined;
    this.#meter = { states: 0 };
  }

  #syntaxOf(rule: number): Syntax {
    const { syntax, syntaxStarts } = this.#tables;
    return readSyntax(syntax, syntaxStarts[rule] ?? 0, (set) => this.#setAt(set));
  }

  /** Always returns the same array for a set, because programs compare sets by identity. */
  #setAt(number: number): CharSet {
    const known = this.#sets.get(number);
    if (known !== undefined) return known;
    const set = setAt(this.#tables, number);
    this.#sets.set(number, set);
    return set;
  }

  /** Adds the rules without literals that the text may match according to their gates. */
  #addPassing(found: number[]): void {
    const { unfiled } = this.#tables.index;
    this.#gate.setText(this.#units, this.#length);
    for (let number = 0; number < unfiled.length; number += 1) {
      const rule = unfiled[number] ?? 0;
      if (this.#gate.passes(number) && this.#scan.hasThrees(rule)) found.push(rule);
    }
  }

  /** Tests rules without an indexable literal with one combined DFA, then bisects on a match. Few texts match. */
  #search(group: RuleGroup, budget: Budget, found: number[]): void {
    if (this.#length < group.least || budget.left < 0) return;
    group.any ??= this.#join(group.rules, budget);
    if (this.#ends(group.any, budget, 0) < 0) return;
    const [only, ...others] = group.rules;
    if (only !== undefined && others.length === 0) {
      found.push(only);
      return;
    }
    const middle = group.rules.length >> 1;
    group.halves ??= [
      { rules: group.rules.slice(0, middle), least: group.least },
      { rules: group.rules.slice(middle), least: group.least },
    ];
    for (const half of group.halves) this.#search(half, budget, found);
  }

  #join(rules: readonly number[], budget: Budget): LazyDfa {
    const items = rules.map((rule) => this.#syntaxOf(rule));
    return this.#build({ type: 'choice', items }, 'anywhere', budget);
  }

  /** Groups rules by minimum length, so that short commands skip the groups that need long texts. */
  #groupUnfiled(budget: Budget): readonly RuleGroup[] {
    const unfiled = Array.from(this.#tables.index.unfiled, (rule) => {
      const syntax = this.#syntaxOf(rule);
      const size = programSize(syntax);
      budget.left -= size;
      return { rule, least: minLength(syntax), size };
    });
    const groups: { rules: number[]; size: number; least: number }[] = [];
    for (const { rule, least, size } of unfiled.sort((a, b) => a.least - b.least)) {
      const last = groups.at(-1);
      if (last !== undefined && last.size + size <= MAX_TOGETHER) {
        last.rules.push(rule);
        last.size += size;
      } else groups.push({ rules: [rule], size, least });
    }
    return groups;
  }
}
