import { canonicalJson } from '../../core/canonicalJson';
import { RulewrightError } from '../../core/errors';
import type { LabelledCommand } from '../../core/event';
import { sha256Hex } from '../../core/hash';
import type { Label } from '../../core/label';
import { commandTemplate } from '../../shell/template';
import type { DataCounts } from './dataCounts';

/** One distinct command of a history, with the one label that holds for it. */
export interface DataRow {
  readonly command: string;
  readonly label: Label;
  /** How many events ran it. */
  readonly count: number;
  /** Equal templates are "the same command" for splits and evidence. */
  readonly template: string;
}

/** A history made ready: distinct commands in a fixed order, contradictions settled. */
export interface Dataset {
  readonly rows: readonly DataRow[];
  readonly contradictions: readonly string[];
  readonly counts: DataCounts;
  /** SHA-256 over commands and labels. */
  readonly hash: string;
}

/** Fewer labelled events than this teach nothing. */
const MIN_LABELLED_EVENTS = 10;

interface Tally {
  safe: number;
  unsafe: number;
  unknown: number;
  /** The newest label that somebody gave. */
  given: 'safe' | 'unsafe' | undefined;
}

/**
 * Gathers a history, oldest first, into distinct commands. Where labels contradict each other the newest one that
 * somebody gave wins; among labels that only follow from scores the more frequent one, and at a tie unsafe.
 */
export function gatherDataset(commands: Iterable<LabelledCommand>): Dataset {
  const tallies = new Map<string, Tally>();
  for (const event of commands) {
    if (event.command.trim() === '') continue;
    const tally = tallies.get(event.command) ?? {
      safe: 0,
      unsafe: 0,
      unknown: 0,
      given: undefined,
    };
    tally[event.label] += event.count;
    if (event.given !== false && event.label !== 'unknown') tally.given = event.label;
    tallies.set(event.command, tally);
  }
  const contradictions: string[] = [];
  const rows = [...tallies.keys()].sort(byCodeUnit).map((command): DataRow => {
    const tally = tallies.get(command) ?? { safe: 0, unsafe: 0, unknown: 0, given: undefined };
    if (tally.safe > 0 && tally.unsafe > 0) contradictions.push(command);
    return {
      command,
      label: settledLabel(tally),
      count: tally.safe + tally.unsafe + tally.unknown,
      template: commandTemplate(command),
    };
  });
  return {
    rows,
    contradictions,
    counts: dataCounts(rows, contradictions.length),
    hash: sha256Hex(canonicalJson(rows.map((row) => [wellFormed(row.command), row.label]))),
  };
}

/** Throws `too-few-labels` or `one-class` where there is too little to learn from. */
export function requireLearnable(dataset: Dataset): void {
  const events = { safe: 0, unsafe: 0, unknown: 0 };
  for (const row of dataset.rows) events[row.label] += row.count;
  if (events.safe + events.unsafe < MIN_LABELLED_EVENTS) {
    throw new RulewrightError(
      'too-few-labels',
      `Learning needs at least ${MIN_LABELLED_EVENTS} labelled commands; there are ${events.safe + events.unsafe}.`,
      { hint: 'Label more commands as safe or unsafe, or import more history.' },
    );
  }
  if (events.safe === 0 || events.unsafe === 0) {
    const only = events.safe === 0 ? 'unsafe' : 'safe';
    throw new RulewrightError(
      'one-class',
      `All ${events[only]} labelled commands are ${only}: there is nothing to tell apart.`,
      { hint: `Label some commands as ${only === 'safe' ? 'unsafe' : 'safe'} too.` },
    );
  }
}

/** Order by UTF-16 code unit: the same in every locale and engine. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function settledLabel(tally: Tally): Label {
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

/** Canonical JSON refuses half surrogate pairs, and a broken command must not stop learning. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
