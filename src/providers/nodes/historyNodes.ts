import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { AuditAction } from '../../core/auditAction';
import { effectiveLabel, type CommandEvent } from '../../core/event';
import type { Label } from '../../core/label';
import type { AuditEntry } from '../../core/ports';
import type { Suggestion } from '../../core/suggestion';
import type { Decision } from '../../core/verdict';
import type { PolicyVersion } from '../../core/version';
import type { ViewNode } from '../viewNode';
import { diffTitle } from './suggestionNodes';
import { labelName, ruleCount } from './terms';
import { seqsOf, versionTitle, type SeqOf } from './versionTitle';
import { grouped, joined, oneLine, when } from './words';

/** The content of the History view, newest first. */
export interface HistoryRows {
  readonly versions: readonly PolicyVersion[];
  readonly audit: readonly AuditEntry[];
  /** All suggestions, decided ones too: they give audit entries their titles. */
  readonly suggestions: readonly Suggestion[];
  /** The newest events. */
  readonly events: readonly CommandEvent[];
  /** Number of events in the whole history. */
  readonly eventTotal: number;
}

/**
 * Three groups of at most `limit` rows: policy versions, the audit trail, and recent commands. Empty groups are left
 * out.
 */
export function historyNodes(rows: HistoryRows, limit: number): readonly ViewNode[] {
  const { versions, audit, events } = rows;
  const titleOf = subjectTitles(rows);
  const seqOf = seqsOf(versions);
  const suggestions = new Map(rows.suggestions.map((one) => [one.id, one]));
  const known = new Set(versions.map(({ version }) => version));
  const auditRows = audit.slice(0, limit).map((entry) => ({
    ...auditNode(entry, titleOf),
    ...(known.has(entry.subject) ? { opens: showsVersion() } : {}),
    ...suggestionActions(suggestions.get(entry.subject), entry.action),
  }));
  return [
    group(
      { key: 'versions', label: l10n.t('Policy versions'), icon: 'versions' },
      versions.slice(0, limit).map((version) => versionNode(version, seqOf)),
      versions.length,
    ),
    group({ key: 'audit', label: l10n.t('Audit trail'), icon: 'book' }, auditRows, audit.length),
    group(
      { key: 'events', label: l10n.t('Recent commands'), icon: 'terminal' },
      events.slice(0, limit).map(eventNode),
      rows.eventTotal,
    ),
  ].filter((node) => node.children.length > 0);
}

/** Finds the title of a suggestion or version by its id. */
function subjectTitles({ versions, suggestions }: HistoryRows): (id: string) => string | undefined {
  const titles = new Map([
    ...suggestions.map(({ id, diff }) => [id, diffTitle(diff)] as const),
    ...versions.map(({ version, seq }) => [version, l10n.t('version {0}', seq)] as const),
  ]);
  return (id) => titles.get(id);
}

function group(
  { key, label, icon }: { readonly key: string; readonly label: string; readonly icon: string },
  children: readonly ViewNode[],
  total: number,
) {
  const shown = children.length;
  const description =
    shown < total ? l10n.t('{0} of {1}', grouped(shown), grouped(total)) : String(shown);
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

function versionNode(version: PolicyVersion, seqOf: SeqOf): ViewNode {
  const label = versionLabel(version, seqOf);
  const description = joined([version.author, oneLine(version.comment, 50), when(version.ts)]);
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
    spoken: l10n.t('Policy version {0}, {1}', label, description),
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

/** What a newer version recorded is shown as it is. */
function actionName(action: string): string {
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
};

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
    key: `audit:${entry.seq}`,
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
    spoken: l10n.t('Audit entry {0}: {1}, {2}', entry.seq, label, description),
  };
}

/** A click on an entry opens the suggestion that it is about; a rejection can be undone there and in the menu. */
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

const LABEL_ICON: Readonly<Record<Label, ViewNode['icon']>> = {
  safe: { name: 'pass', color: 'charts.green' },
  unsafe: { name: 'warning', color: 'charts.red' },
  unknown: { name: 'question' },
};

function sourceText(source: CommandEvent['source']): string {
  switch (source) {
    case 'terminal':
      return l10n.t('Ran in a VS Code terminal.');
    case 'hook':
      return l10n.t('Reported by the hook of an agent host.');
    case 'csv':
      return l10n.t('Imported from a CSV file.');
    case 'guard':
      return l10n.t('Submitted to the guard by an agent host.');
    case 'import':
      return l10n.t('Imported from the history of a shell or an agent.');
  }
}

function decisionText(decision: Decision | undefined): string | undefined {
  if (decision === 'deny') return l10n.t('denied');
  return decision === 'ask' ? l10n.t('asked') : undefined;
}

function eventNode(event: CommandEvent): ViewNode {
  const label = oneLine(event.command, 90) || l10n.t('(empty command)');
  const meaning = effectiveLabel(event);
  const description = joined([
    event.label === undefined && meaning !== 'unknown'
      ? l10n.t('{0} by score', labelName(meaning))
      : labelName(meaning),
    event.exitCode === undefined ? undefined : l10n.t('exit {0}', event.exitCode),
    event.eventType === 'command_failed' ? l10n.t('failed') : undefined,
    event.context?.confidence === 'low' ? l10n.t('uncertain command line') : undefined,
    decisionText(event.verdict?.decision),
    when(event.ts),
  ]);
  return {
    key: `event:${event.id}`,
    subject: event.id,
    label,
    description,
    icon: LABEL_ICON[meaning],
    tooltip: [{ code: event.command.slice(0, 2000) }, description, sourceText(event.source)],
    spoken: l10n.t('Command {0}, {1}', label, description),
    viewItem: VIEW_ITEM.event,
    opens: { command: COMMAND.explainCommand, title: l10n.t('Explain Command') },
  };
}
