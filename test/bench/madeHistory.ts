import { Rng } from '../../src/core/random';
import { everydayChains } from '../corpora/expand';
import { shippedBackground, shippedBase } from './publicCommands';

/** Share of distinct commands. */
const DISTINCT = 0.35;

/**
 * The commands of a long history, oldest first: bundled commands and everyday chains, with varying files and projects,
 * so that 35 of 100 are distinct. Earlier commands are repeated, recent ones more often.
 */
export function madeHistory(events: number, seed: number): readonly string[] {
  const rng = new Rng(seed);
  const known = [
    ...shippedBackground(),
    ...shippedBase().map(({ command }) => command),
    ...everydayChains().map(({ command }) => command),
  ];
  const distinct = new Set<string>();
  const commands: string[] = [];
  while (commands.length < events) {
    const isNew = distinct.size < (commands.length + 1) * DISTINCT;
    commands.push(isNew ? newCommand(known, distinct, rng) : again(commands, rng));
  }
  return commands;
}

/**
 * A command that is not in the history yet: unchanged, otherwise with another name at its end, otherwise in another
 * project.
 */
function newCommand(known: readonly string[], distinct: Set<string>, rng: Rng): string {
  const command = known[rng.below(known.length)] ?? '';
  const name = `${PROJECTS[rng.below(PROJECTS.length)] ?? ''}-${rng.below(90)}`;
  const forms = [
    command,
    command.replace(/[a-z]{4,}(?=[^a-z]*$)/, name),
    `cd ~/projects/${name} && ${command}`,
  ];
  const made = forms.find((form) => !distinct.has(form)) ?? `${command} # ${distinct.size}`;
  distinct.add(made);
  return made;
}

/** One of the earlier events; recent ones are more likely. */
function again(commands: readonly string[], rng: Rng): string {
  const back = Math.floor((rng.below(commands.length) * rng.below(1000)) / 1000);
  return commands[commands.length - 1 - back] ?? '';
}

const PROJECTS = ['shop', 'billing', 'search', 'website', 'infra', 'mobile', 'docs', 'pipeline'];
