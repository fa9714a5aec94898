import type { LabelledCommand } from '../../core/event';
import { commandTemplate } from '../../core/shell/template';
import { riskOf, type LoadedModel } from './predict';

/** A command worth a label. */
export interface QueueEntry {
  readonly command: string;
  /** Events with this template. */
  readonly count: number;
  readonly probability: number;
  /** Uncertainty × frequency. */
  readonly usefulness: number;
}

/** Sorts the commands of a history by how much their label would teach a model. */
export type LabelQueue = (
  loaded: LoadedModel,
  commands: readonly LabelledCommand[],
  limit: number,
) => Promise<readonly QueueEntry[]>;

/**
 * Unlabelled commands, the most useful to label first: how unsure the forest is, 4p(1−p), times how often commands of
 * that template ran. One of each template: the others would get the same answer. Parsing thousands of commands takes
 * seconds: `pause` is awaited after each one, and what was found out of a command is kept for the next time.
 */
export function createLabelQueue(pause: () => Promise<void> | undefined): LabelQueue {
  let templates: ReadonlyMap<string, string> = new Map();
  let risks: { readonly of: LoadedModel; readonly known: Map<string, number> } | undefined;

  /** Only what the history still holds is kept. */
  const readTemplates = async (commands: readonly LabelledCommand[]): Promise<void> => {
    const read = new Map<string, string>();
    for (const { command } of commands) {
      const known = templates.get(command);
      read.set(command, known ?? commandTemplate(command));
      if (known === undefined) await pause();
    }
    templates = read;
  };

  return async (loaded, commands, limit) => {
    await readTemplates(commands);
    const unlabelled = withoutLabel(commands, templates);
    if (risks?.of !== loaded) risks = { of: loaded, known: new Map() };
    const { known } = risks;
    const entries: QueueEntry[] = [];
    for (const { command, count } of unlabelled) {
      let probability = known.get(command);
      if (probability === undefined) {
        probability = riskOf(loaded, command);
        known.set(command, probability);
        await pause();
      }
      const usefulness = Math.round(4 * probability * (1 - probability) * count * 1e6) / 1e6;
      entries.push({ command, count, probability, usefulness });
    }
    return entries
      .sort((a, b) => b.usefulness - a.usefulness || (a.command < b.command ? -1 : 1))
      .slice(0, limit);
  };
}

/** One command of each template that has no label, with how often the template ran. */
function withoutLabel(
  commands: readonly LabelledCommand[],
  templates: ReadonlyMap<string, string>,
): readonly { readonly command: string; readonly count: number }[] {
  const seen = new Map<string, { command: string; count: number; isLabelled: boolean }>();
  for (const { command, count, label } of commands) {
    const template = templates.get(command) ?? commandTemplate(command);
    const shape = seen.get(template) ?? { command, count: 0, isLabelled: false };
    shape.count += count;
    shape.isLabelled ||= label !== 'unknown';
    seen.set(template, shape);
  }
  return [...seen.values()].filter(({ isLabelled }) => !isLabelled);
}
