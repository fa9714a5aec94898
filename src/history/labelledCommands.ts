import { type CommandEvent, type LabelledCommand, effectiveLabel } from '../core/event';
import { type LabelHint, labelHintOf, withAnswer, withAnswerDate } from '../core/labelHint';
import { sourceOf } from '../core/historyQuery';
import type { Label } from '../core/label';

/**
 * Distinct commands by label, the most recent last. Training uses the last label of a command,
 * which is its newest one. A refusal, an approval or a saved rule is an implied label, used only if
 * no person labelled the command.
 */
export class LabelledCommands {
  private readonly entries = new Map<string, Entry>();
  private readonly folders = new Map<Entry, Map<string, number>>();

  /** `withFolders`: whether `list` includes the working directories, sources and failures. */
  constructor(private readonly withFolders = false) {}

  /** Adds an event that a person labelled in Rulewright. */
  addJudged(event: CommandEvent): void {
    const entry = this.add(event);
    if (event.label === 'unknown') entry.unsure = true;
  }

  add(event: CommandEvent): Entry {
    const hint = labelHintOf(event);
    const label = labelOf(event, hint);
    const given = event.label !== undefined;
    const key = `${label} ${event.command}`;
    const seen: Entry = this.entries.get(key) ?? {
      command: event.command,
      label,
      count: 0,
      given,
    };
    seen.count += 1;
    seen.given ||= given;
    const answers = withAnswer(seen.answers, hint);
    if (answers !== undefined) seen.answers = answers;
    const answerDates = withAnswerDate(seen.answerDates, hint, event);
    if (answerDates !== undefined) seen.answerDates = answerDates;
    const cwd = event.context?.cwd;
    if (this.withFolders && cwd !== undefined) this.addFolder(seen, cwd);
    if (this.withFolders) addOrigin(seen, event);
    // The newest given label moves to the end; without one, the most recent command does.
    if (given || !seen.given) this.entries.delete(key);
    this.entries.set(key, seen);
    return seen;
  }

  list(): readonly LabelledCommand[] {
    for (const [entry, folders] of this.folders) entry.folders = [...folders];
    return [...this.entries.values()];
  }

  private addFolder(entry: Entry, cwd: string): void {
    const folders = this.folders.get(entry) ?? new Map<string, number>();
    folders.set(cwd, (folders.get(cwd) ?? 0) + 1);
    this.folders.set(entry, folders);
  }
}

type Entry = { -readonly [K in keyof LabelledCommand]: LabelledCommand[K] };

function addOrigin(seen: Entry, event: CommandEvent): void {
  const source = sourceOf(event);
  const sources = seen.sources ?? [];
  if (!sources.includes(source)) seen.sources = [...sources, source];
  if (hasFailed(event)) seen.failed = (seen.failed ?? 0) + 1;
}

function hasFailed({ exitCode, eventType }: CommandEvent): boolean {
  return exitCode === undefined ? eventType === 'command_failed' : exitCode !== 0;
}

/** A command that merely ran is not enough evidence to learn from. */
function labelOf(event: CommandEvent, hint: LabelHint | undefined): Label {
  const label = effectiveLabel(event);
  return label === 'unknown' && hint !== undefined && hint.source !== 'ran' ? hint.label : label;
}
