import type { Effect } from '../core/rule';
import { inOneGo, type Steps } from '../core/steps';
import { indexSteps } from './index/gramIndex';
import { requiredLiterals, type Clause } from './index/requiredLiterals';
import { flatGate, gateOf } from './index/textGate';
import { contains, type CharSet } from './pattern/charSet';
import { parsePattern } from './pattern/parsePattern';
import { isAnchoredAt, type Syntax } from './pattern/syntax';
import { SyntaxWriter } from './pattern/syntaxBytes';
import { RULE_FLAG, type RuleTables } from './ruleTables';

/** The parts of rules that are compiled. */
type TableRules = Iterable<{ readonly pattern: string; readonly effect: Effect }>;

/** Compiles patterns that passed `checkPattern`. Use a different `seed` for each policy. */
export function buildTables(rules: TableRules, seed: number): RuleTables {
  return inOneGo(tableSteps(rules, seed));
}

/** `buildTables` in steps. */
export function* tableSteps(rules: TableRules, seed: number): Steps<RuleTables> {
  const writer = new SyntaxWriter();
  const starts: number[] = [];
  const flags: number[] = [];
  const trees: Syntax[] = [];
  const clauses: (readonly Clause[])[] = [];
  for (const { pattern, effect } of rules) {
    const syntax = parsePattern(pattern, effect);
    starts.push(writer.bytes.length);
    writer.write(syntax);
    flags.push(flagsOf(effect, syntax));
    trees.push(syntax);
    clauses.push(requiredLiterals(syntax));
    yield;
  }
  const index = yield* indexSteps(clauses, seed);
  return {
    flags: Uint8Array.from(flags),
    syntax: Uint8Array.from(writer.bytes),
    syntaxStarts: Uint32Array.from(starts),
    ...layOutGates(
      Array.from(index.unfiled, (rule) => trees[rule]),
      writer,
    ),
    ...layOutSets(writer.sets),
    index,
  };
}

function layOutGates(
  trees: readonly (Syntax | undefined)[],
  writer: SyntaxWriter,
): Pick<RuleTables, 'gates' | 'gateStarts'> {
  const gates: number[] = [];
  const starts = [0];
  for (const tree of trees) {
    if (tree !== undefined) gates.push(...flatGate(gateOf(tree), (set) => writer.numberOf(set)));
    starts.push(gates.length);
  }
  return { gates: Uint32Array.from(gates), gateStarts: Uint32Array.from(starts) };
}

function layOutSets(sets: readonly CharSet[]): Pick<RuleTables, 'setRanges' | 'setStarts'> {
  const starts = [0];
  for (const set of sets) starts.push((starts.at(-1) ?? 0) + set.length);
  return { setRanges: Uint16Array.from(sets.flat()), setStarts: Uint32Array.from(starts) };
}

function flagsOf(effect: Effect, syntax: Syntax): number {
  if (effect === 'deny') return RULE_FLAG.deny;
  if (effect === 'ask') return RULE_FLAG.ask;
  const held = isAnchoredAt('start', syntax) && isAnchoredAt('end', syntax);
  return held && !canCrossCommands(syntax) ? RULE_FLAG.wholeLine : 0;
}

/** Characters that can end a shell command and start another. */
const OPERATORS = Array.from(';&|<>()$`', (char) => char.charCodeAt(0));

/**
 * Whether a wildcard of the pattern could match an operator and thereby also a command that no rule
 * allows.
 */
function canCrossCommands(syntax: Syntax): boolean {
  switch (syntax.type) {
    case 'set':
      return !isOneUnit(syntax.set) && OPERATORS.some((unit) => contains(syntax.set, unit));
    case 'edge':
      return false;
    case 'repeat':
      return canCrossCommands(syntax.item);
    case 'choice':
    case 'sequence':
      return syntax.items.some((item) => canCrossCommands(item));
  }
}

function isOneUnit(set: CharSet): boolean {
  return set.length === 2 && set[0] === set[1];
}
