import { readCommand } from '../../shell/readCommand';
import { lineFacts, type CommandFacts, type Literal } from './literals';
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
  const { lines, views, hasUnknownProgram } = readCommand(command);
  const found = new Set(viewFeatures(views));
  if (hasUnknownProgram) found.add('unknown program');
  for (const line of lines) {
    for (const facts of lineFacts(line)) {
      for (const { name } of commandFeatures(facts)) found.add(name);
    }
    if (found.size > MAX_FEATURES) break;
  }
  return found;
}

/** The features of a command with their components. */
export function commandFeatures(facts: CommandFacts): readonly CommandFeature[] {
  const program = facts.heads[0] ?? '';
  if (program === '') return [];
  const features: CommandFeature[] = facts.heads.map((head) => ({
    name: `run ${head}`,
    head,
    sudo: false,
  }));
  if (facts.sudo) {
    features.push({ name: 'sudo', head: '', sudo: true });
    features.push({ name: `sudo ${program}`, head: program, sudo: true });
  }
  const narrow = facts.heads.find((head) => head.startsWith(`${program} `)) ?? program;
  for (const literal of facts.literals) {
    const { kind, text } = literal;
    features.push({ name: `${kind} ${text}`, head: '', literal, sudo: false });
    for (const head of new Set([program, narrow])) {
      features.push({ name: `${head}: ${kind} ${text}`, head, literal, sudo: false });
    }
  }
  return features;
}
