import type { CanonicalLine } from '../../shell/canonical';
import { lineFacts, type CommandFacts } from './literals';

/** Rises with every change of what a feature means. A model of another version is not loaded. */
export const FEATURE_VERSION = 4;

const MAX_FEATURES = 400;

/** The features of a command, from its canonical lines: names, sorted, each once. */
export function featureNames(lines: readonly CanonicalLine[]): readonly string[] {
  const found = new Set<string>();
  for (const line of lines) {
    for (const facts of lineFacts(line)) addFeatures(facts, found);
    if (found.size > MAX_FEATURES) break;
  }
  return [...found].sort();
}

function addFeatures(facts: CommandFacts, found: Set<string>): void {
  const program = facts.heads[0] ?? '';
  if (program === '') return;
  for (const head of facts.heads) found.add(`run ${head}`);
  if (facts.sudo) found.add('sudo').add(`sudo ${program}`);
  const narrow = facts.heads.find((head) => head.startsWith(`${program} `)) ?? program;
  for (const { kind, text } of facts.literals) {
    found.add(`${kind} ${text}`).add(`${program}: ${kind} ${text}`);
    if (narrow !== program) found.add(`${narrow}: ${kind} ${text}`);
  }
}
