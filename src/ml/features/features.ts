import { readCommand, type ReadCommand } from '../../shell/readCommand';
import { linesTemplate } from '../../shell/template';
import { lineFacts, type CommandFacts, type Literal } from './commandLiterals';
import { viewFeatures } from './viewFeatures';

/** Increment it with every change in the meaning of features. Models of other versions are not loaded. */
export const FEATURE_VERSION = 5;

const MAX_FEATURES = 400;

/** A feature of a command. */
export interface CommandFeature {
  readonly name: string;
  /** The program, with sub-commands, that it applies to; empty for any program. */
  readonly head: string;
  /** Absent if the feature only names the program. */
  readonly literal?: Literal;
  /** Whether it requires sudo, which a rule cannot express. */
  readonly sudo: boolean;
}

/** The distinct names of a command's features, sorted. */
export function featureNames(command: string): readonly string[] {
  return [...featureSet(command)].sort();
}

/** The names of a command's features in no particular order. */
export function featureSet(command: string): ReadonlySet<string> {
  return featuresOf(readCommand(command));
}

/** `commandTemplate` and `featureNames` of a command, which is read once: that takes longer than all else. */
export function templateAndFeatures(command: string): {
  readonly template: string;
  readonly names: readonly string[];
} {
  const read = readCommand(command);
  return { template: linesTemplate(read.lines), names: [...featuresOf(read)].sort() };
}

function featuresOf({ lines, views, hasUnknownProgram }: ReadCommand): ReadonlySet<string> {
  const found = viewFeatures(views);
  if (hasUnknownProgram) found.add('unknown program');
  for (const line of lines) {
    for (const facts of lineFacts(line)) {
      forEachFeature(facts, (name) => found.add(name));
    }
    if (found.size > MAX_FEATURES) break;
  }
  return found;
}

/** The features of a command with their components. */
export function commandFeatures(facts: CommandFacts): readonly CommandFeature[] {
  const features: CommandFeature[] = [];
  forEachFeature(facts, (name, head, sudo, literal) => {
    features.push(literal === undefined ? { name, head, sudo } : { name, head, literal, sudo });
  });
  return features;
}

/** Visits the features of a command, without an object for each. */
function forEachFeature(
  { heads, sudo, literals }: CommandFacts,
  visit: (name: string, head: string, sudo: boolean, literal?: Literal) => void,
): void {
  const program = heads[0] ?? '';
  if (program === '') return;
  for (const head of heads) visit(`run ${head}`, head, false);
  if (sudo) {
    visit('sudo', '', true);
    visit(`sudo ${program}`, program, true);
  }
  const narrow = heads.find((head) => head.startsWith(`${program} `)) ?? program;
  for (const literal of literals) {
    const name = `${literal.kind} ${literal.text}`;
    visit(name, '', false, literal);
    visit(`${program}: ${name}`, program, false, literal);
    if (narrow !== program) visit(`${narrow}: ${name}`, narrow, false, literal);
  }
}
