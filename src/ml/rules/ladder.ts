import * as l10n from '@vscode/l10n';
import type { AddedRule } from '../../core/diff';
import type { Effect } from '../../core/rule';
import { ANY_SECRET } from '../../core/secretPlaceholder';
import { checkPattern } from '../../matcher/dialect';
import { createMatcher } from '../../matcher/matcher';
import { linesOf, type CanonicalCommand } from '../../shell/canonical';
import { classText, withoutMarks, type Action } from '../../shell/commandActions';
import { commandPipelines, type CommandPipelines } from '../../shell/pipelines';
import { viewsOf, type CommandView, type CommandViews } from '../../shell/views';
import { escapedPattern, withPlaceholders, withSecretWords } from './escapedPattern';
import { isRunner } from './simpleCommand';

/** How much a rung matches, from narrow to wide. */
export type RungReach = 'command' | 'options' | 'program';

/** A rung of the ladder: rules about a command, which are tested to match it. */
export interface Rung {
  readonly reach: RungReach;
  /** What it matches, for example "`git push` with `-f`". */
  readonly text: string;
  /** One rule for deny and ask; for `allow` one for each program that the command runs. */
  readonly rules: readonly AddedRule[];
}

/** Maximum length of a pattern that a person can review, in UTF-16 units. */
export const MAX_RUNG_PATTERN = 200;

const MAX_ACTIONS = 4;

/**
 * Candidate rules for "commands like this one", narrowest first: the command, its program and sub-command with these
 * options, the program. Each rung matches the command. Rungs whose pattern would exceed `MAX_RUNG_PATTERN` are omitted.
 * `at` is a position in the command: rungs about the program at that position come first. Deny and ask rungs match with
 * any value in place of a secret that was removed from the command; an allow rung would allow too much.
 */
export function ladder(command: string, effect: Effect, at?: number): readonly Rung[] {
  const plain = withSecretWords(withoutMarks(command).trim());
  const read = commandPipelines(plain);
  const views = viewsOf(read);
  const rungs =
    effect === 'allow'
      ? allowRungs(read, views)
      : stopRungs(read, views, effect, placeOf(command, at));
  const seen = new Set<string>();
  return rungs.filter((rung) => {
    const key = rung.rules.map(({ pattern }) => pattern).join('\n');
    if (seen.has(key) || !matchesItself(rung, views)) return false;
    seen.add(key);
    return true;
  });
}

/** The position of `at` once each secret is a word. */
function placeOf(command: string, at = 0): number {
  return withSecretWords(command.slice(0, at)).length;
}

/** Deny and ask rules match the class view, which has one name for all spellings of an option. */
function stopRungs(
  read: CommandPipelines,
  views: CommandViews,
  effect: Effect,
  at: number,
): readonly Rung[] {
  const { command } = read;
  const actions = new Map<string, Action>();
  for (const action of read.pipelines.flatMap((pipeline) => pipeline.actions)) {
    const text = classText(action, false);
    if (action.program !== '' && !actions.has(text)) actions.set(text, action);
  }
  if (!read.found.parsed) {
    return [rung('command', shown(command), [anchored([command])], effect, command)];
  }
  const isAt = ({ start, end }: Action) => start <= at && at < end;
  return [...actions.values()]
    .sort((a, b) => Number(isAt(b)) - Number(isAt(a)) || Number(b.certain) - Number(a.certain))
    .slice(0, MAX_ACTIONS)
    .flatMap((action) => {
      const name = nameOf(action);
      const start = `^${name.split(' ').map(escapedPattern).join(' ')}`;
      const options = action.options.map((option) => withoutMarks(option.name));
      const make = (reach: RungReach, text: string, pattern: string) =>
        rung(reach, text, [pattern], effect, command);
      const exact = exactTexts(action, views);
      return [
        make('command', shown(exact[0] ?? command), anchored(exact)),
        ...(options.length === 0 && action.sub.length === 0
          ? []
          : [make('options', optionsText(name, options, effect), start + gapped(options))]),
        make(
          'program',
          programText(action.program),
          `^${escapedPattern(withoutMarks(action.program))}(?: |$)`,
        ),
      ];
    });
}

/** The options with gaps and values between them. The class view lists options in a fixed order. */
function gapped(options: readonly string[]): string {
  return (
    options.map((name) => ` (?:[^|]* )?${escapedPattern(name)}`).join('(?:=\\S*)?') +
    (options.length === 0 ? '(?: |$)' : '(?:[ =]|$)')
  );
}

/**
 * The texts of the views of one action. The class view is used if all of its words occur in the command; otherwise
 * other commands have the same class view, so the views with each spelling are used.
 */
function exactTexts(action: Action, { views }: CommandViews): readonly string[] {
  const text = classText(action, false);
  if (!text.includes('›')) return [text];
  const isOwn = ({ kind, start, end, text: view }: CommandView) =>
    kind !== 'line' &&
    kind !== 'class' &&
    start === action.start &&
    end === action.end &&
    view.startsWith(withoutMarks(action.program));
  const texts = [...new Set(views.filter(isOwn).map((view) => view.text))];
  return texts.sort((a, b) => a.length - b.length);
}

/** As many complete texts as fit into the maximum length. */
function anchored(texts: readonly string[]): string {
  const kept: string[] = [];
  for (const text of texts.map(escapedPattern)) {
    if ([...kept, text].join('|').length + 8 <= MAX_RUNG_PATTERN || kept.length === 0)
      kept.push(text);
  }
  return kept.length === 1 ? `^${kept[0] ?? ''}$` : `^(?:${kept.join('|')})$`;
}

/** Allow rules must match the whole command: its programs with sorted options, each with a separate rule. */
function allowRungs(read: CommandPipelines, { views, parsed }: CommandViews): readonly Rung[] {
  const { command } = read;
  if (!parsed) return [rung('command', shown(command), [anchored([command])], 'allow', command)];
  const simple = views.filter(({ kind }) => kind === 'simple').map(({ text }) => text);
  const exact = rung(
    'command',
    shown(command),
    simple.map((text) => anchored([text])),
    'allow',
    command,
  );
  const commands = linesOf(read).flatMap((line) => line.commands);
  const isPlain = commands.every(({ sudo, program }) => !sudo && !isRunner(program));
  if (!isPlain || commands.length === 0) return [exact];
  const names = commands.map((one) => [one.program, ...one.sub].join(' ')).join(', ');
  const flags = commands.flatMap((one) => one.flags);
  return [
    exact,
    rung(
      'options',
      optionsText(names, flags, 'allow'),
      commands.map(allowedOptions),
      'allow',
      command,
    ),
    rung(
      'program',
      programText([...new Set(commands.map(({ program }) => program))].join(', ')),
      commands.map(({ program }) => `^${escapedPattern(program)}(?: ${PLAIN_ARGUMENT})*$`),
      'allow',
      command,
    ),
  ];
}

/** The same options with any operands. Other options may have other effects. */
function allowedOptions({ program, sub, flags }: CanonicalCommand): string {
  const words = [program, ...sub, ...flags].map(escapedPattern).join(' ');
  return `^${words}(?: ${PLAIN_OPERAND})*$`;
}

/** Excludes redirects, pipes and substitutions. */
const PLAIN_ARGUMENT = '[^\\s<>|&;$`()]+';
const PLAIN_OPERAND = '[^\\s<>|&;$`()-][^\\s<>|&;$`()]*';

function rung(
  reach: RungReach,
  name: string,
  patterns: readonly string[],
  effect: Effect,
  command: string,
): Rung {
  const text = withPlaceholders(name);
  const rules = [...new Set(patterns)].map((pattern): AddedRule => {
    const title = l10n.t('Runs {0}', text).slice(0, 120);
    return {
      pattern,
      effect,
      title,
      reason: l10n.t('Created from the command: {0}', shown(command)),
    };
  });
  return { reach, text, rules };
}

/** Whether the patterns are valid and short enough, and the rules together decide the command. */
function matchesItself({ rules }: Rung, views: CommandViews): boolean {
  const isUsable = ({ pattern, effect }: AddedRule) =>
    pattern.length <= MAX_RUNG_PATTERN &&
    checkPattern(pattern) === undefined &&
    !(effect === 'allow' && pattern.includes(ANY_SECRET));
  if (rules.length === 0 || !rules.every(isUsable)) return false;
  const numbered = rules.map(({ pattern, effect }, at) => ({ id: String(at), pattern, effect }));
  return createMatcher(numbered).matchViews(views).hits.length > 0;
}

function nameOf({ program, sub }: Action): string {
  return [program, ...sub].map(withoutMarks).join(' ');
}

function optionsText(name: string, options: readonly string[], effect: Effect): string {
  // Allow rules allow no other options.
  if (options.length === 0) {
    return effect === 'allow' ? l10n.t('{0} without options', `\`${name}\``) : programText(name);
  }
  return l10n.t('{0} with {1}', `\`${name}\``, options.map((one) => `\`${one}\``).join(', '));
}

function programText(program: string): string {
  return l10n.t('{0}, whatever its arguments', `\`${program}\``);
}

function shown(text: string): string {
  const line = withPlaceholders(text).replace(/\s+/g, ' ').trim();
  return `\`${line.length > 90 ? `${line.slice(0, 89)}…` : line}\``;
}
