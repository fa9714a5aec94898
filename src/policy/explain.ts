import { WORK_PER_COMMAND } from '../matcher/budget';
import type { RuleHit } from '../matcher/viewMatch';
import { programTableFault } from '../shell/table';
import type { CommandView } from '../shell/views';
import type { Verdict } from '../core/verdict';
import { evaluateInFull, type EvaluateOptions, type Evaluation } from './evaluate';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';

/** One rule that matched, the view it matched, and where. */
export interface RuleMatch {
  readonly rule: PolicyRule;
  readonly view: CommandView;
  /** Where in the view's text the pattern matched. */
  readonly start: number;
  readonly end: number;
  readonly matched: string;
  /** Position in the command in UTF-8 bytes: of the match where the view is as written, else of the view's part. */
  readonly startByte: number;
  readonly endByte: number;
  /** Whether this match counted; it does not where the rule allows only a part, or a stronger one decides. */
  readonly counted: boolean;
  /** Whether this is an allow rule that matched only part of a command which is not allowed as a whole. */
  readonly isPartial: boolean;
}

/** Why a command got its verdict. */
export interface Explanation {
  readonly command: string;
  readonly verdict: Verdict;
  readonly matches: readonly RuleMatch[];
  /** All texts the rules were tried on. */
  readonly views: readonly CommandView[];
  /** False where the shell parser refused the command and it was matched as written. */
  readonly parsed: boolean;
  /** Why the program table is not used; undefined while it is. */
  readonly tableFault: string | undefined;
  /** How long the evaluation took, in microseconds. */
  readonly micros: number;
  /** All of it as plain lines, for a terminal or an editor. */
  readonly text: string;
}

/** Evaluates `command`, and says which rules matched which view of it and which bytes that is. */
export function explain(
  policy: ReadablePolicy,
  command: string,
  options: EvaluateOptions = {},
): Explanation {
  const started = process.hrtime();
  const evaluation = evaluateInFull(policy, command, options);
  const micros = microsSince(started);
  const { verdict, views, result } = evaluation;
  const deciding = new Set([...verdict.rules, ...verdict.shadow]);
  const matches = [...result.hits, ...result.partial].flatMap((hit) =>
    matchOf(policy, command, evaluation, hit, deciding),
  );
  const tableFault = programTableFault();
  const { parsed } = views;
  const told = { command, verdict, matches, views: views.views, parsed, tableFault, micros };
  return { ...told, text: explanationText(told) };
}

function microsSince(started: [number, number]): number {
  const [seconds, nanos] = process.hrtime(started);
  return Math.round(seconds * 1e6 + nanos / 1000);
}

function matchOf(
  policy: ReadablePolicy,
  command: string,
  { views: { views }, result }: Evaluation,
  hit: RuleHit,
  deciding: ReadonlySet<string>,
): readonly RuleMatch[] {
  const view = views[hit.view];
  if (view === undefined) return [];
  const budget = { left: WORK_PER_COMMAND };
  policy.rules.candidates(view.text, budget);
  const reach = policy.rules.effectOf(hit.rule) === 'allow' ? 'fromStart' : 'floating';
  const { start, end } = policy.rules.locate(hit.rule, reach, budget) ?? { start: 0, end: 0 };
  const rule = policy.ruleAt(hit.rule);
  const span = isAsWritten(view, command)
    ? { start: view.start + start, end: view.start + end }
    : view;
  return [
    {
      rule,
      view,
      start,
      end,
      matched: view.text.slice(start, end),
      startByte: Buffer.byteLength(command.slice(0, span.start)),
      endByte: Buffer.byteLength(command.slice(0, span.end)),
      counted: deciding.has(rule.id),
      isPartial: result.partial.includes(hit),
    },
  ];
}

/** Whether the view's text is as long as its part of the command, so that positions in both correspond. */
function isAsWritten({ kind, text, start, end }: CommandView, command: string): boolean {
  return kind === 'line' || text === command.slice(start, end);
}

function explanationText(told: Omit<Explanation, 'text'>): string {
  const { command, verdict, matches, views, parsed, tableFault, micros } = told;
  const lines = [
    `Command  ${command}`,
    `Verdict  ${verdict.decision} (score ${verdict.score}), policy version ${verdict.policyVersion || 'unknown'}, ${micros} µs`,
    `Reason   ${verdict.reason}`,
  ];
  if (!parsed)
    lines.push('Note     The shell parser refused this command; it was matched as written.');
  if (tableFault !== undefined) lines.push(`Note     ${tableFault}`);
  for (const match of matches) lines.push('', ...matchLines(match));
  if (views.length > 0) lines.push('', 'Looked at as');
  for (const { kind, text, inert } of views) {
    lines.push(`  ${kind.padEnd(9)} ${text}${inert === true ? '  (changes nothing)' : ''}`);
  }
  return lines.join('\n');
}

function matchLines(match: RuleMatch): string[] {
  const { rule, view, startByte, endByte, matched, counted, isPartial } = match;
  const why = isPartial ? 'it allows only part of the command' : 'a stronger rule decides';
  const mode = rule.mode === 'shadow' ? ', shadow: it decides nothing yet' : '';
  return [
    `Rule     ${rule.id} (${rule.effect}${mode}): ${rule.pattern}`,
    `         matches "${matched}" in the ${view.kind} view "${view.text}"`,
    `         which is bytes ${startByte}–${endByte} of the command`,
    ...(counted ? [] : [`         but does not count: ${why}`]),
  ];
}
