import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { CommandEvent, LabelledCommand } from '../../src/core/event';
import { labelFromScore, type Label } from '../../src/core/label';
import { Rng } from '../../src/core/random';
import { LabelledCommands } from '../../src/history/labelledCommands';
import { DATA } from './publicCommands';

/** A command of the telemetry with its label, which only the simulated user and the benchmark know. */
export interface TrueEvent {
  readonly ts: string;
  readonly session: string;
  readonly command: string;
  readonly label: Label;
}

const Row = z.object({
  ts: z.string(),
  tab_id: z.string(),
  command: z.string(),
  safety_score: z.string(),
  safety_label: z.enum(['', '0', '1', '2']),
});

const LABELS = { '0': 'safe', '1': 'unsafe', '2': 'unknown' } as const;

/** Share of the commands of each label that the user refuses. Unknown ones run without a question. */
const REFUSES: Readonly<Record<'safe' | 'unsafe', number>> = { unsafe: 0.9, safe: 0.03 };

/** The telemetry; undefined if the data is missing. A session is a day and a tab. */
export function telemetry(name: string): readonly TrueEvent[] | undefined {
  const path = join(DATA, name);
  if (!existsSync(path)) return undefined;
  const rows = z.array(Row).parse(parse(readFileSync(path), { columns: true }));
  return rows.map(({ ts, tab_id: tab, command, safety_score: score, safety_label: label }) => ({
    ts,
    session: `${ts.slice(0, 10)} ${tab}`,
    command,
    label: label === '' ? labelFromScore(score === '' ? undefined : Number(score)) : LABELS[label],
  }));
}

/** The distinct commands with their labels. */
export function trueLabels(events: readonly TrueEvent[]): readonly LabelledCommand[] {
  return events.map(({ command, label }) => ({ command, label, count: 1 }));
}

/** The learner's input after the user was asked about each command with a known label. */
export function answeredHistory(
  events: readonly TrueEvent[],
  seed: number,
): readonly LabelledCommand[] {
  const rng = new Rng(seed);
  const commands = new LabelledCommands();
  events.forEach((event, at) => {
    commands.add(answered(event, at, rng));
  });
  return commands.list();
}

function answered({ ts, session, command, label }: TrueEvent, at: number, rng: Rng): CommandEvent {
  const event = {
    ...{ id: String(at), ts, command, eventType: 'command_executed' },
    ...{ source: 'import' as const, exitCode: 0, context: { host: 'person', sessionId: session } },
  };
  if (label === 'unknown') return event;
  const isRefused = rng.below(10_000) < REFUSES[label] * 10_000;
  return {
    ...event,
    metadata: JSON.stringify({ decision: isRefused ? 'refused' : 'approved' }),
  };
}
