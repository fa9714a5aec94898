import type { LabelledCommand } from '../core/event';
import { createMatcher } from '../core/match/matcher';
import type { Rule } from '../core/rule';
import { canonicalLines } from '../core/shell/canonical';
import { commandViews } from '../core/shell/views';
import { gatherDataset, type DataRow } from './dataset';
import { lineFacts } from './literals';
import type { MiningRow } from './mine';
import { indexViews, type ViewTexts } from './viewTexts';

/** Everything that proposing rules asks of a history and of the policy in force. */
export interface History {
  readonly rows: readonly DataRow[];
  readonly mining: readonly MiningRow[];
  readonly index: ViewTexts;
  readonly background: ViewTexts;
  readonly backgroundCommands: readonly string[];
  /** Distinct unsafe commands, by template. */
  readonly unsafeTemplates: number;
  /** By place in `rows`: the current rules that hit it. */
  readonly ruleHits: readonly (readonly number[])[];
  /** Commands that the deny rules in force stop already. */
  readonly deniedCommands: readonly string[];
  /** Unsafe templates that the deny rules in force stop already. */
  readonly covered: ReadonlySet<string>;
}

/** Reads a history once for all that follows. */
export function readHistory(
  commands: readonly LabelledCommand[],
  rules: readonly Rule[],
  backgroundCommands: readonly string[],
): History {
  const { rows } = gatherDataset(commands);
  const views = rows.map((row) => commandViews(row.command));
  const matcher = createMatcher(rules);
  const ruleHits = views.map((view) => [
    ...new Set(matcher.matchViews(view).hits.map((hit) => hit.rule)),
  ]);
  const isUnsafe = (row: DataRow): boolean => row.label === 'unsafe';
  const denied = rows.filter((_, at) =>
    (ruleHits[at] ?? []).some((rule) => rules[rule]?.effect === 'deny'),
  );
  return {
    rows,
    mining: miningRows(rows),
    index: indexViews(views),
    background: indexViews(backgroundCommands.map((line) => commandViews(line))),
    backgroundCommands,
    unsafeTemplates: new Set(rows.filter(isUnsafe).map((row) => row.template)).size,
    ruleHits,
    deniedCommands: denied.map((row) => row.command),
    covered: new Set(denied.filter(isUnsafe).map((row) => row.template)),
  };
}

function miningRows(rows: readonly DataRow[]): readonly MiningRow[] {
  const numbers = new Map<string, number>();
  return rows
    .filter((row) => row.label !== 'unknown')
    .map((row) => {
      const template = numbers.get(row.template) ?? numbers.size;
      numbers.set(row.template, template);
      return {
        facts: canonicalLines(row.command).flatMap((line) => lineFacts(line)),
        isUnsafe: row.label === 'unsafe',
        template,
      };
    });
}
