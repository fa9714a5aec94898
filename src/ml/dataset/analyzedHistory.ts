import type { LabelledCommand } from '../../core/event';
import type { Rule } from '../../core/rule';
import { linesOf, type CanonicalLine } from '../../shell/canonical';
import { commandPipelines } from '../../shell/pipelines';
import { commandViews, viewsOf, type CommandViews } from '../../shell/views';
import { compilePolicy } from '../../policy/compilePolicy';
import { evaluateViews } from '../../policy/evaluate';
import type { CommandFacts } from '../features/literals';
import { gatherDataset, type DataRow } from './dataset';
import { actionsOf, type CommandAction } from './actions';
import { indexViews, type ViewTexts } from './viewTexts';

/** A history and the policy in force, prepared for proposing rules. */
export interface AnalyzedHistory {
  readonly rows: readonly DataRow[];
  readonly mining: readonly MiningCommand[];
  readonly index: ViewTexts;
  readonly background: ViewTexts;
  readonly backgroundCommands: readonly string[];
  /** For each row that people were asked about, its analyzed command. */
  readonly asked: readonly (AskedCommand | undefined)[];
  /** Number of distinct templates of unsafe commands. */
  readonly unsafeTemplates: number;
  /** Number of distinct commands labelled safe. */
  readonly safeCommands: number;
  /** For each row, the indexes of the rules in force that match it. */
  readonly ruleHits: readonly (readonly number[])[];
  /** Patterns of the deny and ask rules in force, including shadow rules. */
  readonly deniedPatterns: ReadonlySet<string>;
  /** Commands that the policy in force denies. */
  readonly deniedCommands: readonly string[];
  /** Unsafe templates that a deny or ask rule already matches, including shadow rules. No rules are proposed for them. */
  readonly covered: ReadonlySet<string>;
}

/** A command that people were asked about. */
export interface AskedCommand {
  readonly lines: readonly CanonicalLine[];
  readonly views: CommandViews;
}

/** A program that a labelled command runs. */
export interface MiningCommand {
  readonly facts: CommandFacts;
  readonly isUnsafe: boolean;
  /** Id of the call; equal calls have equal ids. */
  readonly call: number;
}

/** Analyzes a history once for all later steps. */
export function analyzeHistory(
  commands: readonly LabelledCommand[],
  rules: readonly Rule[],
  backgroundCommands: readonly string[],
): AnalyzedHistory {
  const gathered = gatherDataset(commands).rows;
  const actions = actionsOf(gathered);
  const rows = gathered.map((row, at) => ({ ...row, template: actions[at]?.name ?? '' }));
  const policy = compilePolicy({ rules, version: '', seq: 0 });
  const asked: (AskedCommand | undefined)[] = [];
  const evaluated = rows.map(({ command, said }) => {
    const found = commandPipelines(command);
    const views = viewsOf(found);
    asked.push(said === undefined ? undefined : { lines: linesOf(found), views });
    return evaluateViews(policy, command, views);
  });
  const ruleHits = evaluated.map(({ result }) => [...new Set(result.hits.map((hit) => hit.rule))]);
  const isUnsafe = (row: DataRow): boolean => row.label === 'unsafe';
  const denied = rows.filter((_, at) => evaluated[at]?.verdict.decision === 'deny');
  const stopped = rows.filter((_, at) =>
    (ruleHits[at] ?? []).some((rule) => rules[rule]?.effect !== 'allow'),
  );
  return {
    rows,
    mining: miningCommands(rows, actions),
    index: indexViews(evaluated.map(({ views }) => views)),
    background: indexViews(backgroundCommands.map((line) => commandViews(line))),
    backgroundCommands,
    asked,
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
  actions: readonly CommandAction[],
): readonly MiningCommand[] {
  const numbers = new Map<string, number>();
  return rows.flatMap(({ label }, at) => {
    if (label === 'unknown') return [];
    return (actions[at]?.parts ?? []).map(({ facts, call }) => {
      const number = numbers.get(call) ?? numbers.size;
      numbers.set(call, number);
      return { facts, isUnsafe: label === 'unsafe', call: number };
    });
  });
}
