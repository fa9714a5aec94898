import type { LabelledCommand } from '../../core/event';
import { commandTemplate } from '../../shell/template';
import { riskOf, type LoadedModel } from './predict';
import type { UsefulLabel } from './prediction';

/** Sorts the commands of a history by how much their label would improve the model. */
export type LabelQueue = (
  loaded: LoadedModel,
  commands: readonly LabelledCommand[],
  limit: number,
  onCommand?: (done: number, total: number) => void,
) => readonly UsefulLabel[];

/**
 * Commands that no person labelled, the most useful first: the uncertainty 4p(1−p), times the risk p, times the
 * logarithm of the frequency of the template. Uncertainty alone, times a plain frequency, would fill the queue with
 * everyday commands about which the model is certain, and mistaking a dangerous command for a safe one costs more than
 * the opposite. Returns one command per template, because the others would get the same label. Templates and risks are
 * cached, because parsing thousands of commands takes seconds.
 */
export function createLabelQueue(): LabelQueue {
  let templates: ReadonlyMap<string, string> = new Map();
  let risks: { readonly of: LoadedModel; readonly known: Map<string, number> } | undefined;

  /** Keeps only cache entries of commands that are still in the history. */
  const readTemplates = (
    commands: readonly LabelledCommand[],
    onCommand: (done: number, total: number) => void,
  ): void => {
    const read = new Map<string, string>();
    commands.forEach(({ command }, done) => {
      const known = templates.get(command);
      if (known === undefined && done % 256 === 0) onCommand(done, commands.length);
      read.set(command, known ?? commandTemplate(command));
    });
    templates = read;
  };

  return (loaded, commands, limit, onCommand = () => undefined) => {
    readTemplates(commands, onCommand);
    const open = notJudged(commands, templates);
    if (risks?.of !== loaded) risks = { of: loaded, known: new Map() };
    const { known } = risks;
    return open
      .map(({ command, count }) => {
        const probability = known.get(command) ?? riskOf(loaded, command);
        known.set(command, probability);
        return { command, count, probability, usefulness: usefulnessOf(probability, count) };
      })
      .sort((a, b) => b.usefulness - a.usefulness || (a.command < b.command ? -1 : 1))
      .slice(0, limit);
  };
}

function usefulnessOf(risk: number, count: number): number {
  const value = 4 * risk * (1 - risk) * risk * Math.log2(1 + count);
  return Math.round(value * 1e6) / 1e6;
}

/** One command of each template that no person has labelled or marked as unsure, with the frequency of the template. */
function notJudged(
  commands: readonly LabelledCommand[],
  templates: ReadonlyMap<string, string>,
): readonly { readonly command: string; readonly count: number }[] {
  const seen = new Map<string, { command: string; count: number; isJudged: boolean }>();
  for (const { command, count, label, unsure = false } of commands) {
    const template = templates.get(command) ?? commandTemplate(command);
    const entry = seen.get(template) ?? { command, count: 0, isJudged: false };
    entry.count += count;
    entry.isJudged ||= label !== 'unknown' || unsure;
    seen.set(template, entry);
  }
  return [...seen.values()].filter(({ isJudged }) => !isJudged);
}
