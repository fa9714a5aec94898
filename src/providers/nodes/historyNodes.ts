import { VIEW_ITEM } from '../../contributions';
import { effectiveLabel, type CommandEvent } from '../../core/event';
import type { Label } from '../../core/label';
import type { AuditEntry } from '../../core/ports';
import type { Suggestion } from '../../core/suggestion';
import type { Decision } from '../../core/verdict';
import type { PolicyVersion } from '../../core/version';
import type { ViewNode } from '../viewNode';
import { diffTitle } from './suggestionNodes';
import { counted, joined, oneLine, when } from './words';

/** What the History view shows, newest first. */
export interface HistoryRows {
  readonly versions: readonly PolicyVersion[];
  readonly audit: readonly AuditEntry[];
  /** All suggestions, decided ones too: they lend their names to the audit trail. */
  readonly suggestions: readonly Suggestion[];
  /** The newest events, of `eventsInAll`. */
  readonly events: readonly CommandEvent[];
  readonly eventsInAll: number;
}

/**
 * Three groups of at most `limit` rows: versions of the policy, the audit trail, and commands that ran. Empty groups
 * are left out.
 */
export function historyNodes(rows: HistoryRows, limit: number): readonly ViewNode[] {
  const { versions, audit, events } = rows;
  const subjectName = namesOf(rows);
  const auditRows = audit.slice(0, limit).map((entry) => auditNode(entry, subjectName));
  return [
    group('versions', 'Policy versions', 'versions', versions.slice(0, limit).map(versionNode), {
      inAll: versions.length,
    }),
    group('audit', 'Audit trail', 'book', auditRows, { inAll: audit.length }),
    group('events', 'Recent commands', 'terminal', events.slice(0, limit).map(eventNode), {
      inAll: rows.eventsInAll,
    }),
  ].filter((node) => node.children.length > 0);
}

/** What people call a suggestion or a version. */
function namesOf({ versions, suggestions }: HistoryRows): (id: string) => string | undefined {
  const names = new Map([
    ...suggestions.map(({ id, diff }) => [id, diffTitle(diff)] as const),
    ...versions.map(({ version, seq }) => [version, `version ${seq}`] as const),
  ]);
  return (id) => names.get(id);
}

function group(
  key: string,
  label: string,
  icon: string,
  children: readonly ViewNode[],
  { inAll }: { readonly inAll: number },
) {
  const shown = children.length;
  const description = shown < inAll ? `${shown} of ${inAll.toLocaleString('en')}` : String(shown);
  return {
    key,
    subject: key,
    label,
    description,
    icon: { name: icon },
    tooltip: [`${label}: ${description}`],
    spoken: `${label}, ${description}`,
    expanded: key === 'versions',
    children,
  };
}

function versionNode(version: PolicyVersion): ViewNode {
  const label = versionLabel(version);
  const description = joined([version.author, when(version.ts)]);
  return {
    key: `version:${version.version}`,
    subject: version.version,
    label,
    description,
    icon: { name: version.kind === 'apply' ? 'git-commit' : 'discard' },
    tooltip: [
      label,
      `${counted(version.addedRules.length, 'rule')} in, ${counted(version.removedRules.length, 'rule')} out`,
      `By ${version.author}, ${when(version.ts)}`,
      ...(version.comment === '' ? [] : [oneLine(version.comment, 400)]),
      { code: version.version },
    ],
    spoken: `Policy version ${label}, ${description}`,
    viewItem: VIEW_ITEM.version,
  };
}

/** `4. Rolled back +0 −1 · too broad`. */
export function versionLabel(version: PolicyVersion): string {
  const { seq, kind, comment, addedRules, removedRules } = version;
  const change = `+${addedRules.length} −${removedRules.length}`;
  const verb = { apply: 'Applied', rollback: 'Rolled back', restore: 'Returned' }[kind];
  return joined([`${seq}. ${verb} ${change}`, comment === '' ? undefined : oneLine(comment, 50)]);
}

const AUDIT: Readonly<
  Record<AuditEntry['action'], { readonly icon: string; readonly verb: string }>
> = {
  propose: { icon: 'lightbulb', verb: 'Proposed' },
  apply: { icon: 'check', verb: 'Applied' },
  reject: { icon: 'close', verb: 'Rejected' },
  rollback: { icon: 'discard', verb: 'Rolled back' },
  restore: { icon: 'redo', verb: 'Returned' },
  recover: { icon: 'warning', verb: 'Recovered' },
};

function auditNode(entry: AuditEntry, nameOf: (subject: string) => string | undefined): ViewNode {
  const { icon, verb } = AUDIT[entry.action];
  const name = nameOf(entry.subject);
  const label = name === undefined ? verb : `${verb}: ${oneLine(name, 90)}`;
  const description = joined([entry.author, oneLine(entry.comment, 60), when(entry.ts)]);
  return {
    key: `audit:${entry.seq}`,
    subject: entry.subject,
    label,
    description,
    icon: { name: icon },
    tooltip: [
      label,
      `By ${entry.author}, ${when(entry.ts)}`,
      ...(entry.comment === '' ? [] : [oneLine(entry.comment, 400)]),
      { code: entry.subject },
    ],
    spoken: `Audit entry ${entry.seq}: ${label}, ${description}`,
  };
}

const LABEL_ICON: Readonly<Record<Label, ViewNode['icon']>> = {
  safe: { name: 'pass', color: 'charts.green' },
  unsafe: { name: 'warning', color: 'charts.red' },
  unknown: { name: 'question' },
};

const SOURCE: Readonly<Record<CommandEvent['source'], string>> = {
  terminal: 'Ran in a VS Code terminal.',
  hook: 'Reported by an agent’s hook.',
  csv: 'Imported from a CSV file.',
  guard: 'Asked of the guard by an agent.',
  import: 'Imported from the history of a shell or an agent.',
};

const DECIDED: Readonly<Record<Decision, string | undefined>> = {
  deny: 'denied',
  ask: 'asked',
  allow: undefined,
  none: undefined,
};

function eventNode(event: CommandEvent): ViewNode {
  const label = oneLine(event.command, 90) || '(empty command)';
  const meaning = effectiveLabel(event);
  const description = joined([
    event.label === undefined && meaning !== 'unknown' ? `${meaning} by score` : meaning,
    event.exitCode === undefined ? undefined : `exit ${event.exitCode}`,
    event.eventType === 'command_failed' ? 'failed' : undefined,
    event.context?.confidence === 'low' ? 'unsure command line' : undefined,
    DECIDED[event.verdict?.decision ?? 'none'],
    when(event.ts),
  ]);
  return {
    key: `event:${event.id}`,
    subject: event.id,
    label,
    description,
    icon: LABEL_ICON[meaning],
    tooltip: [{ code: event.command.slice(0, 2000) }, description, SOURCE[event.source]],
    spoken: `Command ${label}, ${description}`,
    viewItem: VIEW_ITEM.event,
  };
}
