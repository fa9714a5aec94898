import type { LabelledCommand } from '../../core/event';
import type { Rule } from '../../core/rule';
import { commandViews } from '../../shell/views';
import { compilePolicy } from '../../policy/compilePolicy';
import { evaluateViews } from '../../policy/evaluate';
import type { CommandFacts } from '../features/literals';
import { gatherDataset, type DataRow } from './dataset';
import { deedsOf, type Deed } from './deeds';
import { indexViews, type ViewTexts } from './viewTexts';

/** Everything that proposing rules asks of a history and of the policy in force. */
export interface History {
  readonly rows: readonly DataRow[];
  readonly mining: readonly MiningCommand[];
  readonly index: ViewTexts;
  readonly background: ViewTexts;
  readonly backgroundCommands: readonly string[];
  /** Distinct unsafe commands, by template. */
  readonly unsafeTemplates: number;
  /** Distinct commands labelled safe. */
  readonly safeCommands: number;
  /** By place in `rows`: the current rules that hit it. */
  readonly ruleHits: readonly (readonly number[])[];
  /** Patterns of the deny and ask rules in force, shadow rules too. */
  readonly deniedPatterns: ReadonlySet<string>;
  /** Commands that the policy in force denies. */
  readonly deniedCommands: readonly string[];
  /**
   * Unsafe templates that a deny or ask rule in force matches: nothing else is proposed for them, also while it is on
   * trial.
   */
  readonly covered: ReadonlySet<string>;
}

/** One program that a labelled command runs. */
export interface MiningCommand {
  readonly facts: CommandFacts;
  readonly isUnsafe: boolean;
  /** Equal numbers are the same call. */
  readonly call: number;
}

/** Reads a history once for all that follows. */
export function readHistory(
  commands: readonly LabelledCommand[],
  rules: readonly Rule[],
  backgroundCommands: readonly string[],
): History {
  const gathered = gatherDataset(commands).rows;
  const deeds = deedsOf(gathered);
  const rows = gathered.map((row, at) => ({ ...row, template: deeds[at]?.name ?? '' }));
  const policy = compilePolicy({ rules, version: '', seq: 0 });
  const evaluated = rows.map(({ command }) =>
    evaluateViews(policy, command, commandViews(command)),
  );
  const ruleHits = evaluated.map(({ result }) => [...new Set(result.hits.map((hit) => hit.rule))]);
  const isUnsafe = (row: DataRow): boolean => row.label === 'unsafe';
  const denied = rows.filter((_, at) => evaluated[at]?.verdict.decision === 'deny');
  const stopped = rows.filter((_, at) =>
    (ruleHits[at] ?? []).some((rule) => rules[rule]?.effect !== 'allow'),
  );
  return {
    rows,
    mining: miningCommands(rows, deeds),
    index: indexViews(evaluated.map(({ views }) => views)),
    background: indexViews(backgroundCommands.map((line) => commandViews(line))),
    backgroundCommands,
    unsafeTemplates: new Set(rows.filter(isUnsafe).map((row) => row.template)).size,
    safeCommands: rows.filter((row) => row.label === 'safe').length,
    ruleHits,
    deniedPatterns: new Set(
      rules.filter(({ effect }) => effect !== 'allow').map(({ pattern }) => pattern),
    ),
    deniedCommands: denied.map((row) => row.command),
    covered: new Set(stopped.filter(isUnsafe).map((row) => row.template)),
  };
}

function miningCommands(
  rows: readonly DataRow[],
  deeds: readonly Deed[],
): readonly MiningCommand[] {
  const numbers = new Map<string, number>();
  return rows.flatMap(({ label }, at) => {
    if (label === 'unknown') return [];
    return (deeds[at]?.parts ?? []).map(({ facts, call }) => {
      const number = numbers.get(call) ?? numbers.size;
      numbers.set(call, number);
      return { facts, isUnsafe: label === 'unsafe', call: number };
    });
  });
}
