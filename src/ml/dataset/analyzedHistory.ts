import type { LabelledCommand } from '../../core/event';
import type { Rule } from '../../core/rule';
import { canonicalLines, type CanonicalLine } from '../../shell/canonical';
import { commandViews, type CommandViews } from '../../shell/views';
import { compilePolicy } from '../../policy/compilePolicy';
import { evaluateViews } from '../../policy/evaluate';
import type { CommandFacts } from '../features/commandLiterals';
import { gatherDataset, type DataRow } from './dataset';
import { actionsOf, type CommandAction } from './labelledActions';
import { forgetOthers, placedCommand, type KnownViews, type PlacedCommand } from './placedCommand';
import { knownFolders, rowNumbers, type Run } from './commandRuns';
import { hitsOfEach, indexRuns, indexViews, type ViewTexts } from './viewTexts';

/** A history and the policy in force, prepared for proposing rules. */
export interface AnalyzedHistory {
  readonly rows: readonly DataRow[];
  readonly mining: readonly MiningCommand[];
  /** The commands as they ran in their working directories. */
  readonly runs: readonly Run[];
  /** The texts of the runs. */
  readonly index: ViewTexts;
  readonly background: Background;
  /** For each row that people were asked about, its analyzed command. */
  readonly asked: readonly (AskedCommand | undefined)[];
  /** Number of distinct templates of unsafe commands. */
  readonly unsafeTemplates: number;
  /** Number of distinct commands labelled safe. */
  readonly safeCommands: number;
  /** For each row, the indexes of the rules in force that match one of its runs. */
  readonly ruleHits: readonly (readonly number[])[];
  /** Patterns of the deny and ask rules in force, including shadow rules. */
  readonly deniedPatterns: ReadonlySet<string>;
  /** Commands that the policy in force denies. */
  readonly deniedCommands: readonly string[];
  /** Unsafe templates that a deny or ask rule already matches, including shadow rules. No rules are proposed for them. */
  readonly covered: ReadonlySet<string>;
}

/** Everyday commands that no rule may match. */
export interface Background {
  readonly commands: readonly string[];
  readonly texts: ViewTexts;
}

/** Parses everyday commands, once for any number of histories. */
export function parseBackground(commands: readonly string[]): Background {
  return { commands, texts: indexViews(commands.map((line) => commandViews(line))) };
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
  /** The template of the command that runs it. */
  readonly template: string;
}

/**
 * Analyzes a history once for all later steps. `known`: the views of the history that was analyzed before; views computed
 * for this history are added, and others deleted.
 */
export function analyzeHistory(
  commands: readonly LabelledCommand[],
  rules: readonly Rule[],
  background: Background,
  known: KnownViews = new Map(),
): AnalyzedHistory {
  const gathered = gatherDataset(commands).rows;
  forgetOthers(known, new Set(gathered.map(({ command }) => command)));
  const actions = actionsOf(gathered);
  const rows = gathered.map((row, at) => ({ ...row, template: actions[at]?.name ?? '' }));
  const folders = knownFolders(commands);
  const placed = rows.map(({ command, count }) =>
    placedCommand(command, count, folders.get(command) ?? [], known),
  );
  const runs = placed.flatMap(({ places }, row) =>
    places.map(({ count }): Run => ({ row, count })),
  );
  const index = indexRuns(placed.flatMap(({ places }) => places));
  const ruleHits = hitsOfRules(rules, placed, { rows, runs, index });
  const isUnsafe = (row: DataRow): boolean => row.label === 'unsafe';
  const withHits = (of: (rule: Rule) => boolean): readonly DataRow[] => {
    const chosen = new Set(rules.flatMap((rule, at) => (of(rule) ? [at] : [])));
    return rows.filter((_, at) => (ruleHits[at] ?? []).some((rule) => chosen.has(rule)));
  };
  const denied = withHits(({ effect, mode }) => effect === 'deny' && mode === 'enforce');
  const stopped = withHits(({ effect }) => effect !== 'allow');
  return {
    rows,
    mining: miningCommands(rows, actions),
    runs,
    index,
    background,
    asked: rows.map(({ command, answers }, at) => {
      const views = placed[at]?.views;
      if (answers === undefined || views === undefined) return undefined;
      return { lines: canonicalLines(command), views };
    }),
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

/** For each row, the rules in force that match it: deny and ask rules in at least one of its runs. */
function hitsOfRules(
  rules: readonly Rule[],
  placed: readonly PlacedCommand[],
  { rows, runs, index }: Pick<AnalyzedHistory, 'rows' | 'runs' | 'index'>,
): readonly (readonly number[])[] {
  const found = rows.map(() => new Set<number>());
  const stops = rules.flatMap(({ pattern, effect }, rule) =>
    effect === 'allow' ? [] : [{ pattern, effect, rule }],
  );
  const hits = hitsOfEach(index, stops);
  stops.forEach(({ rule }, at) => {
    for (const row of rowNumbers(runs, hits[at]?.hits ?? [])) found[row]?.add(rule);
  });
  const policy = compilePolicy({ rules, version: '', seq: 0 });
  rows.forEach(({ command }, at) => {
    const views = placed[at]?.views;
    if (views === undefined) return;
    for (const { rule } of evaluateViews(policy, command, views).result.hits) {
      if (rules[rule]?.effect === 'allow') found[at]?.add(rule);
    }
  });
  return found.map((own) => [...own]);
}

function miningCommands(
  rows: readonly DataRow[],
  actions: readonly CommandAction[],
): readonly MiningCommand[] {
  const numbers = new Map<string, number>();
  return rows.flatMap(({ label, template }, at) => {
    if (label === 'unknown') return [];
    return (actions[at]?.parts ?? []).map(({ facts, call }) => {
      const number = numbers.get(call) ?? numbers.size;
      numbers.set(call, number);
      return { facts, isUnsafe: label === 'unsafe', call: number, template };
    });
  });
}
