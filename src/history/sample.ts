import type { CommandEvent } from '../core/event';
import type { Label } from '../core/label';
import { Rng } from '../core/random';
import { csvEventLine, csvHeaderLine } from './csv/csvExport';
import { SAMPLE_COMMANDS, SAMPLE_WORDS } from './sampleCommands';

/** A number in [0, 1). */
type Chance = () => number;

const START_MS = Date.UTC(2026, 0, 5, 8);
const SHARES: readonly (readonly [Label, number])[] = [
  ['safe', 0.7],
  ['unsafe', 0.2],
  ['unknown', 0.1],
];
const SCORES: Readonly<Record<Label, readonly [number, number]>> = {
  safe: [80, 100],
  unsafe: [0, 39],
  unknown: [40, 79],
};

/** A synthetic command history for demonstration: `count` labelled events, oldest first. The same seed gives the same events. */
export function* sampleEvents(count: number, seed: number): Generator<CommandEvent> {
  const random = new Rng(seed);
  const chance: Chance = () => random.fraction();
  let ms = START_MS;
  for (let at = 0; at < count; at += 1) {
    ms += 5000 + Math.floor(chance() * 600_000);
    yield sampleEvent(chance, ms);
  }
}

/** The history of `sampleEvents` as lines of a 13-column CSV file, header first. */
export function* sampleCsv(count: number, seed: number): Generator<string> {
  yield csvHeaderLine([]);
  for (const event of sampleEvents(count, seed)) yield csvEventLine(event, []);
}

function sampleEvent(chance: Chance, ms: number): CommandEvent {
  const label = pickLabel(chance());
  const command = fill(pick(SAMPLE_COMMANDS[label], chance), chance);
  const [low, high] = SCORES[label];
  const failed = chance() < 0.08;
  return {
    id: sampleId(chance),
    ts: new Date(ms).toISOString(),
    eventType: 'command_executed',
    tabId: String(1 + Math.floor(chance() * 4)),
    ...(chance() < 0.25 ? { batchId: `b${Math.floor(chance() * 20)}` } : {}),
    tool: 'execute_shell',
    command,
    exitCode: failed ? 1 : 0,
    ...(failed ? { stderr: 'exit status 1' } : {}),
    safetyScore: low + Math.floor(chance() * (high - low + 1)),
    label,
    metadata: '{}',
    source: 'csv',
  };
}

function pickLabel(roll: number): Label {
  let sum = 0;
  for (const [label, share] of SHARES) {
    sum += share;
    if (roll < sum) return label;
  }
  return 'unknown';
}

function fill(template: string, chance: Chance): string {
  return template.replace(/\{([a-z]+)\}/g, (slot, name: string) => {
    const words = SAMPLE_WORDS[name];
    return words === undefined ? slot : pick(words, chance);
  });
}

function pick(words: readonly string[], chance: Chance): string {
  return words[Math.floor(chance() * words.length)] ?? '';
}

/** A random UUID (version 4) from the seed. */
function sampleId(chance: Chance): string {
  const digit = (): string => Math.floor(chance() * 16).toString(16);
  const digits = (length: number): string => Array.from({ length }, digit).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}
