import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { AuditAction } from '../../core/auditAction';
import { formatCount } from '../../core/formatCount';
import { lastDays, localDay } from '../../core/localDay';
import type { AuditEntry } from '../../core/ports';
import type { Suggestion } from '../../core/suggestion';
import type { PolicyVersion } from '../../core/version';
import type { ViewNode } from '../viewNode';
import { diffTitle } from './suggestionNodes';
import { ruleCount } from './terms';
import { seqsOf, versionTitle, type SeqOf } from './versionTitle';
import { joined, oneLine, when } from './nodeTexts';

/** The content of the Versions view, newest first. */
export interface VersionRows {
  readonly versions: readonly PolicyVersion[];
  readonly audit: readonly AuditEntry[];
  /** All suggestions, including decided ones, which provide titles for audit entries. */
  readonly suggestions: readonly Suggestion[];
}

/**
 * At most `limit` policy versions, followed by a group with at most `limit` entries of the audit trail. Versions of
 * several days are grouped by day: titles are long, so a narrow side bar does not show when a version was created.
 */
export function versionNodes(rows: VersionRows, limit: number, nowMs: number): readonly ViewNode[] {
  const { versions, audit } = rows;
  const seqOf = seqsOf(versions);
  const older = versions.length - limit;
  return [
    ...byDay(versions.slice(0, limit), seqOf, nowMs),
    ...(older > 0 ? [olderVersions(older)] : []),
    ...(audit.length === 0 ? [] : [auditTrail(rows, limit)]),
  ];
}

function byDay(
  versions: readonly PolicyVersion[],
  seqOf: SeqOf,
  nowMs: number,
): readonly ViewNode[] {
  const days = new Map<string, PolicyVersion[]>();
  for (const version of versions) {
    const day = localDay(version.ts) ?? version.ts;
    days.set(day, [...(days.get(day) ?? []), version]);
  }
  const rowsOf = (some: readonly PolicyVersion[]): readonly ViewNode[] =>
    some.map((version) => versionNode(version, seqOf));
  if (days.size < 2) return rowsOf(versions);
  return [...days].map(([day, some]) => {
    const label = dayName(day, nowMs);
    const description =
      some.length === 1 ? l10n.t('1 version') : l10n.t('{0} versions', formatCount(some.length));
    return {
      key: `day:${day}`,
      subject: day,
      label,
      description,
      icon: { name: 'calendar' },
      tooltip: [`${label}: ${description}`],
      accessibleName: `${label}, ${description}`,
      children: rowsOf(some),
      expanded: true,
    };
  });
}

function dayName(day: string, nowMs: number): string {
  const [yesterday, today] = lastDays(2, nowMs);
  if (day === today) return l10n.t('Today');
  if (day === yesterday) return l10n.t('Yesterday');
  // At noon, so that no time zone changes the date.
  const date = new Date(`${day}T12:00`);
  return Number.isNaN(date.getTime())
    ? day
    : date.toLocaleDateString(undefined, { dateStyle: 'medium' });
}

/** A click asks the user to choose from all versions. */
function olderVersions(count: number): ViewNode {
  const label =
    count === 1 ? l10n.t('1 older version…') : l10n.t('{0} older versions…', formatCount(count));
  return {
    key: 'older',
    subject: 'older',
    label,
    icon: { name: 'ellipsis' },
    tooltip: [label],
    accessibleName: label,
    opens: { ...showsVersion(), isAsking: true },
  };
}

function auditTrail(rows: VersionRows, limit: number): ViewNode {
  const { versions, audit } = rows;
  const titleOf = subjectTitles(rows);
  const suggestions = new Map(rows.suggestions.map((one) => [one.id, one]));
  const known = new Set(versions.map(({ version }) => version));
  const children = audit.slice(0, limit).map((entry) => ({
    ...auditNode(entry, titleOf),
    ...(known.has(entry.subject) ? { opens: showsVersion() } : {}),
    ...suggestionActions(suggestions.get(entry.subject), entry.action),
  }));
  const label = l10n.t('Audit trail');
  const description =
    children.length < audit.length
      ? l10n.t('{0} of {1}', formatCount(children.length), formatCount(audit.length))
      : formatCount(audit.length);
  return {
    key: 'audit',
    subject: 'audit',
    label,
    description,
    icon: { name: 'book' },
    tooltip: [`${label}: ${description}`],
    accessibleName: `${label}, ${description}`,
    children,
  };
}

/** Finds the title of a suggestion or version by its id. */
function subjectTitles({ versions, suggestions }: VersionRows): (id: string) => string | undefined {
  const titles = new Map([
    ...suggestions.map(({ id, diff }) => [id, diffTitle(diff)] as const),
    ...versions.map(({ version, seq }) => [version, l10n.t('version {0}', String(seq))] as const),
  ]);
  return (id) => titles.get(id);
}

function versionNode(version: PolicyVersion, seqOf: SeqOf): ViewNode {
  const label = versionLabel(version, seqOf);
  const description = joined([version.author, when(version.ts), oneLine(version.comment, 50)]);
  return {
    key: `version:${version.version}`,
    subject: version.version,
    label,
    description,
    icon: { name: version.kind === 'apply' ? 'git-commit' : 'discard' },
    tooltip: [
      label,
      l10n.t(
        'Added: {0}. Removed: {1}.',
        ruleCount(version.addedRules.length),
        ruleCount(version.removedRules.length),
      ),
      l10n.t('By {0}, {1}', version.author, when(version.ts)),
      ...(version.comment === '' ? [] : [oneLine(version.comment, 400)]),
      { code: version.version },
    ],
    accessibleName: l10n.t('Policy version {0}, {1}', label, description),
    viewItem: VIEW_ITEM.version,
    opens: showsVersion(),
  };
}

function showsVersion(): ViewNode['opens'] & object {
  return { command: COMMAND.showVersion, title: l10n.t('Show Change of Version') };
}

/** `4. Back to version 2`. */
export function versionLabel(version: PolicyVersion, seqOf: SeqOf): string {
  return `${version.seq}. ${oneLine(versionTitle(version, seqOf), 120)}`;
}

/**
 * The action of an audit entry as the first words of a label. Unknown actions of newer versions are shown unchanged.
 */
export function actionName(action: string): string {
  const known = AuditAction.safeParse(action).data;
  return known === undefined ? oneLine(action, 60) : nameOf(known);
}

function nameOf(action: AuditAction): string {
  switch (action) {
    case 'propose':
      return l10n.t('Proposed');
    case 'apply':
      return l10n.t('Applied');
    case 'reject':
      return l10n.t('Rejected');
    case 'reopen':
      return l10n.t('Rejection undone');
    case 'rollback':
      return l10n.t('Rolled back');
    case 'restore':
      return l10n.t('Restored');
    case 'recover':
      return l10n.t('Recovered');
    case 'approve':
      return l10n.t('Approved the history');
    case 'repair':
      return l10n.t('Repaired');
    case 'pause':
      return l10n.t('Paused');
    case 'distrust':
      return l10n.t('Trust removed');
    case 'connect':
      return l10n.t('Host connected');
    case 'disconnect':
      return l10n.t('Host disconnected');
  }
}

const ACTION_ICON: Readonly<Record<AuditAction, string>> = {
  propose: 'lightbulb',
  apply: 'check',
  reject: 'close',
  reopen: 'reply',
  rollback: 'discard',
  restore: 'redo',
  recover: 'warning',
  approve: 'verified',
  repair: 'warning',
  distrust: 'key',
  pause: 'debug-pause',
  connect: 'plug',
  disconnect: 'debug-disconnect',
};

/** Prefix of the row key of an audit entry, before its number. */
export const AUDIT_KEY = 'audit:';

function actionIcon(action: string): string {
  const known = AuditAction.safeParse(action).data;
  return known === undefined ? 'question' : ACTION_ICON[known];
}

function auditNode(entry: AuditEntry, titleOf: (subject: string) => string | undefined): ViewNode {
  const action = actionName(entry.action);
  const title = titleOf(entry.subject);
  const label = title === undefined ? action : `${action}: ${oneLine(title, 90)}`;
  const description = joined([entry.author, oneLine(entry.comment, 60), when(entry.ts)]);
  return {
    key: `${AUDIT_KEY}${entry.seq}`,
    subject: entry.subject,
    label,
    description,
    icon: { name: actionIcon(entry.action) },
    tooltip: [
      label,
      l10n.t('By {0}, {1}', entry.author, when(entry.ts)),
      ...(entry.comment === '' ? [] : [oneLine(entry.comment, 400)]),
      { code: entry.subject },
    ],
    accessibleName: l10n.t('Audit entry {0}: {1}, {2}', String(entry.seq), label, description),
    viewItem: VIEW_ITEM.auditEntry,
    opens: { command: COMMAND.showAuditEntry, title: l10n.t('Show Audit Entry') },
  };
}

/** A click on an entry about a suggestion opens that suggestion. A rejection can be reverted there and in the menu. */
function suggestionActions(
  suggestion: Suggestion | undefined,
  action: AuditEntry['action'],
): Pick<ViewNode, 'opens' | 'viewItem'> {
  if (suggestion === undefined) return {};
  const isRejection = action === 'reject' && suggestion.status === 'rejected';
  return {
    opens: { command: COMMAND.applySuggestion, title: l10n.t('Review Suggestion') },
    ...(isRejection ? { viewItem: VIEW_ITEM.rejection } : {}),
  };
}
