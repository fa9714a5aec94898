import type { Label } from '../../core/label';
import { canonicalLines } from '../../shell/canonical';
import { programTemplate } from '../../shell/template';
import { lineFacts, type CommandFacts } from '../features/commandLiterals';

/** A program that a command runs. */
export interface Part {
  readonly facts: CommandFacts;
  readonly template: string;
  /** The template and the template that it is piped into. Equal calls count once as evidence. */
  readonly call: string;
}

/** What a command does, without the harmless parts of an unsafe command. */
export interface CommandAction {
  /** Commands with equal names do the same. Evidence counts names, not command texts. */
  readonly name: string;
  /** The parts that may be the reason for the label. */
  readonly parts: readonly Part[];
}

interface Row {
  readonly command: string;
  readonly label: Label;
  readonly template: string;
}

/**
 * The action of each command. `ls && git clean -f` and `echo y | git clean -f` are the same unsafe action: parts that
 * safe commands also run are ignored in unsafe commands. The action of a safe command includes all its parts.
 */
export function actionsOf(rows: readonly Row[]): readonly CommandAction[] {
  const parts = rows.map(({ command }) => partsOf(command));
  const harmless = new Set<string>();
  rows.forEach(({ label }, at) => {
    if (label === 'safe') for (const { template } of parts[at] ?? []) harmless.add(template);
  });
  return rows.map(({ label, template }, at) => {
    const all = parts[at] ?? [];
    if (label !== 'unsafe') return { name: template, parts: all };
    const suspectParts = all.filter((part) => !harmless.has(part.template));
    const unsafeParts = suspectParts.length === 0 ? all : suspectParts;
    const names = new Set(unsafeParts.map((part) => part.template));
    return { name: [...names].sort().join('\n'), parts: unsafeParts };
  });
}

function partsOf(command: string): readonly Part[] {
  return canonicalLines(command).flatMap((line) => {
    const facts = lineFacts(line);
    const templates = line.commands.map((one) => programTemplate(one));
    return facts.map((own, at) => ({
      facts: own,
      template: templates[at] ?? '',
      call: templates.slice(at, at + 2).join(' | '),
    }));
  });
}
