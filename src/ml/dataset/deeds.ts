import type { Label } from '../../core/label';
import { canonicalLines } from '../../shell/canonical';
import { programTemplate } from '../../shell/template';
import { lineFacts, type CommandFacts } from '../features/literals';

/** One program that a command runs, as mining sees it. */
export interface Part {
  readonly facts: CommandFacts;
  readonly template: string;
  /** The template and what it is piped into: equal calls are one piece of evidence. */
  readonly call: string;
}

/** What a command does. */
export interface Deed {
  /** Equal names are one deed: evidence counts these, not spellings. */
  readonly name: string;
  /** What may be the reason of its label. */
  readonly parts: readonly Part[];
}

interface Row {
  readonly command: string;
  readonly label: Label;
  readonly template: string;
}

/**
 * The deeds of a history. `ls && git clean -f` and `echo y | git clean -f` are one unsafe deed: what safe commands run
 * in the same way is left out of an unsafe one, whatever stands around it. A safe command is named by all of it.
 */
export function deedsOf(rows: readonly Row[]): readonly Deed[] {
  const parts = rows.map(({ command }) => partsOf(command));
  const harmless = new Set<string>();
  rows.forEach(({ label }, at) => {
    if (label === 'safe') for (const { template } of parts[at] ?? []) harmless.add(template);
  });
  return rows.map(({ label, template }, at) => {
    const all = parts[at] ?? [];
    if (label !== 'unsafe') return { name: template, parts: all };
    const own = all.filter((part) => !harmless.has(part.template));
    const blamed = own.length === 0 ? all : own;
    const names = new Set(blamed.map((part) => part.template));
    return { name: [...names].sort().join('\n'), parts: blamed };
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
