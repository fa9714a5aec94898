import { type CommandEvent, type LabelledCommand, effectiveLabel } from '../core/event';

/** Distinct commands by label. The newest explicit label of a command comes last, because training uses the last one. */
export class LabelledCommands {
  private readonly entries = new Map<string, Entry>();

  add(event: CommandEvent): void {
    const label = effectiveLabel(event);
    const given = event.label !== undefined;
    const key = `${label} ${event.command}`;
    const seen = this.entries.get(key);
    if (seen === undefined) {
      this.entries.set(key, { command: event.command, label, count: 1, given });
      return;
    }
    seen.count += 1;
    seen.given ||= given;
    if (!given) return;
    this.entries.delete(key);
    this.entries.set(key, seen);
  }

  list(): readonly LabelledCommand[] {
    return [...this.entries.values()];
  }
}

type Entry = { -readonly [K in keyof LabelledCommand]: LabelledCommand[K] };
