import { VIEW_ITEM } from '../../contributions';
import { effectiveLabel, type CommandEvent } from '../../core/event';
import type { Label } from '../../core/label';
import type { AuditEntry } from '../../core/ports';
import type { PolicyVersion } from '../../core/version';
import type { ViewNode } from '../viewNode';
import { counted, joined, oneLine, when } from './words';

/** What the History view shows. */
export interface HistoryRows {
  /** Newest first. */
  readonly versions: readonly PolicyVersion[];
  readonly audit: readonly AuditEntry[];
  readonly events: readonly CommandEvent[];
}

/** Three groups: versions of the policy, the audit trail, and commands that ran. Empty groups are left out. */
export function historyNodes({ versions, audit, events }: HistoryRows): readonly ViewNode[] {
  return [
    group('versions', 'Policy versions', 'versions', versions.map(versionNode)),
    group('audit', 'Audit trail', 'law', audit.map(auditNode)),
    group('events', 'Recent commands', 'terminal', events.map(eventNode)),
  ].filter((node) => node.children.length > 0);
}

function group(key: string, label: string, icon: string, children: readonly ViewNode[]) {
  return {
    key,
    subject: key,
    label,
    description: String(children.length),
    icon: { name: icon },
    tooltip: [label],
    spoken: `${label}, ${counted(children.length, 'entry', 'entries')}`,
    expanded: key === 'versions',
    children,
  };
}

function versionNode(version: PolicyVersion): ViewNode {
  const label = `${version.seq}. ${versionTitle(version)}`;
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

function versionTitle({ kind, comment, addedRules, removedRules }: PolicyVersion): string {
  const change = `+${addedRules.length} −${removedRules.length}`;
  const verb = { apply: 'Applied', rollback: 'Rolled back', restore: 'Restored' }[kind];
  return joined([`${verb} ${change}`, comment === '' ? undefined : oneLine(comment, 50)]);
}

const AUDIT_ICON: Readonly<Record<AuditEntry['action'], string>> = {
  propose: 'lightbulb',
  apply: 'check',
  reject: 'close',
  rollback: 'discard',
  restore: 'redo',
  recover: 'warning',
};

function auditNode(entry: AuditEntry): ViewNode {
  const label = joined([entry.action, entry.author]);
  const description = joined([oneLine(entry.comment, 60), when(entry.ts)]);
  return {
    key: `audit:${entry.seq}`,
    subject: entry.subject,
    label,
    description,
    icon: { name: AUDIT_ICON[entry.action] },
    tooltip: [
      `${entry.action} by ${entry.author}, ${when(entry.ts)}`,
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

function eventNode(event: CommandEvent): ViewNode {
  const label = oneLine(event.command, 90) || '(empty command)';
  const meaning = effectiveLabel(event);
  const description = joined([
    event.label === undefined && meaning !== 'unknown' ? `${meaning} by score` : meaning,
    event.exitCode === undefined ? undefined : `exit ${event.exitCode}`,
    event.eventType === 'command_failed' ? 'failed' : undefined,
    event.context?.confidence === 'low' ? 'unsure command line' : undefined,
    event.verdict?.decision === 'deny' ? 'denied' : undefined,
    when(event.ts),
  ]);
  return {
    key: `event:${event.id}`,
    subject: event.id,
    label,
    description,
    icon: LABEL_ICON[meaning],
    tooltip: [{ code: event.command.slice(0, 2000) }, description, `Reported by ${event.source}`],
    spoken: `Command ${label}, ${description}`,
    viewItem: VIEW_ITEM.event,
  };
}
