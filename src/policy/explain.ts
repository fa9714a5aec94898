import * as l10n from '@vscode/l10n';
import { WORK_PER_COMMAND } from '../matcher/matchBudget';
import type { RuleHit } from '../matcher/viewMatch';
import { programTableFault } from '../shell/table';
import type { CommandView } from '../shell/views';
import type { ProtectedChange } from '../shell/protectedChange';
import { formatCount } from '../core/formatCount';
import type { Verdict } from '../core/verdict';
import { visibleText } from '../core/visibleText';
import { evaluateInFull, type EvaluateOptions, type Evaluation } from './evaluate';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';

/** A match of a rule: the view and the position in it. */
export interface RuleMatch {
  readonly rule: PolicyRule;
  readonly view: CommandView;
  /** Position of the match in the view's text. */
  readonly start: number;
  readonly end: number;
  readonly matched: string;
  /**
   * Position in the command in UTF-16 units: of the match if the view is unchanged text of the command, otherwise of
   * the part from which the view was derived.
   */
  readonly place: { readonly start: number; readonly end: number };
  /** The start in UTF-8 bytes. */
  readonly startByte: number;
  readonly endByte: number;
  /** Whether this match counted. False if the rule allows only part of the command or a stronger rule decides. */
  readonly counted: boolean;
  /** Whether an allow rule matched only part of a command that is not allowed as a whole. */
  readonly isPartial: boolean;
}

/** Why a command got its verdict. */
export interface Explanation {
  readonly command: string;
  readonly verdict: Verdict;
  readonly matches: readonly RuleMatch[];
  /**
   * The protected files that the command changes; undefined if there are none or self-protection
   * does not apply.
   */
  readonly protectedChange: ProtectedChange | undefined;
  /** All texts that the rules were matched against. */
  readonly views: readonly CommandView[];
  /** False if the shell parser rejected the command and it was matched as written. */
  readonly parsed: boolean;
  /** Why the program table is not used; undefined if it is. */
  readonly tableFault: string | undefined;
  /** Duration of the evaluation in microseconds. */
  readonly micros: number;
  /** The explanation as lines for a terminal, with every character visible. */
  readonly text: string;
}

/** Evaluates `command` and explains the verdict: which rules matched which view, at which bytes of the command. */
export function explain(
  policy: ReadablePolicy,
  command: string,
  options: EvaluateOptions = {},
): Explanation {
  const started = process.hrtime();
  const evaluation = evaluateInFull(policy, command, options);
  const micros = microsSince(started);
  const { verdict, views, result, protectedChange } = evaluation;
  const deciding = new Set([...verdict.rules, ...verdict.shadow]);
  const matches = [...result.hits, ...result.partial].flatMap((hit) =>
    matchOf(policy, command, evaluation, hit, deciding),
  );
  const tableFault = programTableFault();
  const { parsed } = views;
  const found = { command, verdict, matches, protectedChange, views: views.views };
  const explanation = { ...found, parsed, tableFault, micros };
  return { ...explanation, text: explanationText(explanation) };
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
  const reach = policy.rules.effectOf(hit.rule) === 'allow' ? 'fromStart' : 'anywhere';
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
      place: { start: span.start, end: span.end },
      startByte: Buffer.byteLength(command.slice(0, span.start)),
      endByte: Buffer.byteLength(command.slice(0, span.end)),
      counted: deciding.has(rule.id),
      isPartial: result.partial.includes(hit),
    },
  ];
}

/** Whether the view's text is unchanged text of the command, so that positions in both correspond. */
function isAsWritten({ kind, text, start, end }: CommandView, command: string): boolean {
  return kind === 'line' || text === command.slice(start, end);
}

/** A line of the text with its label. Without a label, it continues the previous line. */
type Line = readonly [label: string, text: string];

function explanationText(explanation: Omit<Explanation, 'text'>): string {
  const { command, verdict, matches, views, parsed, tableFault, micros } = explanation;
  const { decision, score, policyVersion, reason } = verdict;
  const version = policyVersion === '' ? l10n.t('unknown') : policyVersion;
  const notes = [
    ...(parsed
      ? []
      : [l10n.t('The shell parser rejected this command; it was matched as written.')]),
    ...(tableFault === undefined ? [] : [tableFault]),
  ];
  const lines = [
    ...labelled([
      [l10n.t('Command'), command],
      [
        l10n.t('Verdict'),
        l10n.t(
          '{0} (score {1}), policy version {2}, {3} µs',
          decision,
          String(score),
          version,
          formatCount(micros),
        ),
      ],
      [l10n.t('Reason'), reason],
      ...notes.map((note): Line => [l10n.t('Note'), note]),
    ]),
    ...matches.flatMap((match) => ['', ...labelled(matchLines(match))]),
  ];
  if (views.length > 0) lines.push('', l10n.t('Views'));
  for (const { kind, text, inert } of views) {
    const note = inert === true ? `  ${l10n.t('(has no effect)')}` : '';
    lines.push(`  ${kind.padEnd(9)} ${visibleText(text)}${note}`);
  }
  return lines.join('\n');
}

function matchLines(match: RuleMatch): readonly Line[] {
  const { rule, view, startByte, endByte, matched, counted, isPartial } = match;
  const { id, effect, mode, pattern } = rule;
  const ignored = isPartial
    ? l10n.t('is ignored: it allows only part of the command')
    : l10n.t('is ignored: a stronger rule decides');
  return [
    [
      l10n.t('Rule'),
      mode === 'shadow'
        ? l10n.t('{0} ({1}, shadow: does not decide): {2}', id, effect, pattern)
        : l10n.t('{0} ({1}): {2}', id, effect, pattern),
    ],
    ['', l10n.t('matches "{0}" in the {1} view "{2}"', matched, view.kind, view.text)],
    ['', l10n.t('at bytes {0}–{1} of the command', String(startByte), String(endByte))],
    ...(counted ? [] : [['', ignored] satisfies Line]),
  ];
}

/** Lines with their texts aligned in a column. */
function labelled(lines: readonly Line[]): readonly string[] {
  const width = Math.max(7, ...lines.map(([label]) => label.length));
  return lines.map(([label, text]) => `${label.padEnd(width)}  ${visibleText(text)}`);
}
