import * as l10n from '@vscode/l10n';
import { byCodeUnit } from '../../core/byCodeUnit';
import { canonicalJson } from '../../core/canonicalJson';
import { RulewrightError } from '../../core/errors';
import type { AnswerDates, LabelledCommand, PromptAnswers } from '../../core/event';
import { formatCount } from '../../core/formatCount';
import { sha256Hex } from '../../core/hash';
import { joinedDates } from '../../core/labelHint';
import type { Label } from '../../core/label';
import { commandTemplate } from '../../shell/template';
import type { DataCounts } from './dataCounts';

/** A distinct command of a history with its label. */
export interface DataRow {
  readonly command: string;
  readonly label: Label;
  /** Number of events with this command. */
  readonly count: number;
  /** Commands with equal templates count as the same command in splits and evidence. */
  readonly template: string;
  /** People's answers when a host asked about it. */
  readonly answers?: PromptAnswers;
  /** When people answered. */
  readonly answerDates?: AnswerDates;
  /** Unsafe only because people refused it, not because of a label or a score. */
  readonly isOnlyRefused?: true;
}

/** The training data: distinct commands in a fixed order, each with one label. */
export interface Dataset {
  readonly rows: readonly DataRow[];
  readonly contradictions: readonly string[];
  readonly counts: DataCounts;
  /** SHA-256 over commands and labels. */
  readonly hash: string;
}

/** Minimum number of labelled events for training. */
const MIN_LABELLED_EVENTS = 10;

interface Tally {
  safe: number;
  unsafe: number;
  unknown: number;
  /** The newest explicit label. */
  given: 'safe' | 'unsafe' | undefined;
  answers: PromptAnswers | undefined;
  answerDates: AnswerDates | undefined;
  /** Unsafe according to a label or a score. */
  isLabelledUnsafe: boolean;
}

const NOTHING: Readonly<Tally> = {
  ...{ safe: 0, unsafe: 0, unknown: 0 },
  ...{ given: undefined, answers: undefined, answerDates: undefined, isLabelledUnsafe: false },
};

/** The rows of `gatherDataset`. Templates are computed on demand, because they take longer than everything else. */
export function gatherDataset(commands: Iterable<LabelledCommand>): Dataset {
  const { rows, contradictions } = gatherRows(commands);
  return {
    rows,
    contradictions,
    counts: dataCounts(rows, contradictions.length),
    hash: sha256Hex(canonicalJson(rows.map((row) => [wellFormed(row.command), row.label]))),
  };
}

/** The rows of `gatherDataset`. Their templates are made when they are asked for: that takes longer than all else. */
export function gatherRows(
  commands: Iterable<LabelledCommand>,
): Pick<Dataset, 'rows' | 'contradictions'> {
  const tallies = new Map<string, Tally>();
  for (const event of commands) {
    if (event.command.trim() === '') continue;
    const tally = tallies.get(event.command) ?? { ...NOTHING };
    tally[event.label] += event.count;
    if (event.given !== false && event.label !== 'unknown') tally.given = event.label;
    tally.isLabelledUnsafe ||= isLabelledUnsafe(event);
    tally.answers = sumOf(tally.answers, event.answers);
    if (event.answerDates !== undefined)
      tally.answerDates = joinedDates(tally.answerDates, event.answerDates);
    tallies.set(event.command, tally);
  }
  const contradictions: string[] = [];
  const rows = [...tallies.keys()].sort(byCodeUnit).map((command): DataRow => {
    const tally = tallies.get(command) ?? NOTHING;
    if (tally.safe > 0 && tally.unsafe > 0) contradictions.push(command);
    let template: string | undefined;
    return {
      command,
      label: labelOf(tally),
      count: tally.safe + tally.unsafe + tally.unknown,
      get template() {
        return (template ??= commandTemplate(command));
      },
      ...(tally.answers === undefined ? {} : { answers: tally.answers }),
      ...(tally.answerDates === undefined ? {} : { answerDates: tally.answerDates }),
      ...(labelOf(tally) === 'unsafe' && !tally.isLabelledUnsafe ? { isOnlyRefused: true } : {}),
    };
  });
  return { rows, contradictions };
}

function isLabelledUnsafe({ label, given, count, answers }: LabelledCommand): boolean {
  return label === 'unsafe' && (given !== false || count > (answers?.refused ?? 0));
}

/** Throws `too-few-labels` or `one-class` if there is not enough data for training. */
export function checkTrainable(dataset: Dataset): void {
  const events = { safe: 0, unsafe: 0, unknown: 0 };
  for (const row of dataset.rows) events[row.label] += row.count;
  if (events.safe + events.unsafe < MIN_LABELLED_EVENTS) {
    throw new RulewrightError(
      'too-few-labels',
      l10n.t(
        'Training needs at least {0} labelled commands; there are {1}.',
        formatCount(MIN_LABELLED_EVENTS),
        formatCount(events.safe + events.unsafe),
      ),
      { hint: l10n.t('Label more commands as safe or unsafe, or import more history.') },
    );
  }
  if (events.safe === 0 || events.unsafe === 0) {
    throw new RulewrightError(
      'one-class',
      events.safe === 0
        ? l10n.t(
            'All {0} labelled commands are unsafe. Training needs both labels.',
            formatCount(events.unsafe),
          )
        : l10n.t(
            'All {0} labelled commands are safe. Training needs both labels.',
            formatCount(events.safe),
          ),
      {
        hint:
          events.safe === 0
            ? l10n.t('Label some commands as safe.')
            : l10n.t('Label some commands as unsafe.'),
      },
    );
  }
}

function sumOf(
  one: PromptAnswers | undefined,
  other: PromptAnswers | undefined,
): PromptAnswers | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { refused: one.refused + other.refused, approved: one.approved + other.approved };
}

function labelOf(tally: Tally): Label {
  if (tally.given !== undefined) return tally.given;
  if (tally.safe === 0 && tally.unsafe === 0) return 'unknown';
  return tally.unsafe >= tally.safe ? 'unsafe' : 'safe';
}

function dataCounts(rows: readonly DataRow[], contradictory: number): DataCounts {
  const labels = { safe: 0, unsafe: 0, unknown: 0 };
  for (const row of rows) labels[row.label] += 1;
  return {
    events: rows.reduce((sum, row) => sum + row.count, 0),
    commands: rows.length,
    templates: new Set(rows.map((row) => row.template)).size,
    ...labels,
    contradictory,
  };
}

/** Canonical JSON rejects unpaired surrogates, but such a command must not prevent training. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
