import type { LabelledCommand } from '../core/event';
import { commandTemplate } from '../core/shell/template';
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

/**
 * Unlabelled commands, the most useful to label first: how unsure the forest is, 4p(1−p), times how often commands of
 * that template ran. One of each template: the others would get the same answer.
 */
export function labelQueue(
  loaded: LoadedModel,
  commands: Iterable<LabelledCommand>,
  limit: number,
): readonly QueueEntry[] {
  const templates = new Map<string, { command: string; count: number; isLabelled: boolean }>();
  for (const event of commands) {
    const template = commandTemplate(event.command);
    const seen = templates.get(template) ?? { command: event.command, count: 0, isLabelled: false };
    seen.count += event.count;
    seen.isLabelled ||= event.label !== 'unknown';
    templates.set(template, seen);
  }
  return [...templates.values()]
    .filter(({ isLabelled }) => !isLabelled)
    .map(({ command, count }) => {
      const probability = riskOf(loaded, command);
      const usefulness = Math.round(4 * probability * (1 - probability) * count * 1e6) / 1e6;
      return { command, count, probability, usefulness };
    })
    .sort((a, b) => b.usefulness - a.usefulness || (a.command < b.command ? -1 : 1))
    .slice(0, limit);
}
