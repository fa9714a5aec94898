import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import { type AuditLine, auditLines } from '../core/auditLine';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import { policyText } from '../core/policyText';
import type { Rule } from '../core/rule';
import type { PolicyVersion } from '../core/version';
import { actionName } from '../providers/nodes/versionNodes';
import { oneLine, when } from '../providers/nodes/nodeTexts';
import { chooseAuditEntry, chooseVersion, notify } from './ask';
import { confirmFile } from './callers';
import type { CommandHost } from './commandHost';
import type { ComparedVersions, HandlersFor } from './commandArguments';

type Ids =
  | typeof COMMAND.showVersion
  | typeof COMMAND.compareVersions
  | typeof COMMAND.showAuditEntry
  | typeof COMMAND.exportAudit;

/** Reads versions of the policy and the audit trail. */
export function versionCommands(host: CommandHost): HandlersFor<Ids> {
  const app = () => host.source.get();

  const choose = async (title: string): Promise<string | undefined> =>
    chooseVersion(await app(), title);

  const compare = async (from: number, to: number): Promise<ComparedVersions> => {
    const { policies } = await app();
    const [before, after] = [await policies.rulesAfter(from), await policies.rulesAfter(to)];
    const title =
      from === 0
        ? vscode.l10n.t('Policy: version {0}, from no rules', String(to))
        : vscode.l10n.t('Policy: version {0} and version {1}', String(from), String(to));
    await host.documents.compare({
      ...{ name: 'policy.txt', title },
      ...{ before: shownRules(before), after: shownRules(after) },
    });
    return { before: policyText(before), after: policyText(after) };
  };

  return {
    [COMMAND.showVersion]: async (_, id) => {
      const target = id ?? (await choose(vscode.l10n.t('Select the version to show')));
      if (target === undefined) return undefined;
      const versions = await (await app()).policies.listVersions();
      const seq = seqOf(versions, target);
      return compare(seq - 1, seq);
    },
    [COMMAND.compareVersions]: async (_, id, otherId) => {
      const one = id ?? (await choose(vscode.l10n.t('Select a version to compare')));
      if (one === undefined) return undefined;
      const other =
        otherId ?? (await choose(vscode.l10n.t('Select the version to compare it with')));
      if (other === undefined) return undefined;
      const versions = await (await app()).policies.listVersions();
      const [a, b] = [seqOf(versions, one), seqOf(versions, other)];
      return compare(Math.min(a, b), Math.max(a, b));
    },
    [COMMAND.showAuditEntry]: async (caller, given) => {
      const seq = given ?? (await chooseAuditEntry(await app()));
      if (seq === undefined) return undefined;
      const line = await auditLine(await app(), seq);
      if (caller === 'person') {
        await host.documents.show(`audit-entry-${seq}.jsonc`, auditLineText(line));
      }
      return line;
    },
    [COMMAND.exportAudit]: async (caller, given) => {
      if (given !== undefined) await confirmFile(given, 'export');
      const path = given ?? (await askSave());
      if (path === undefined) return undefined;
      const { entries, key } = await (await app()).exportAudit(path);
      if (caller === 'person') notify(exported(entries, path, key));
      return entries;
    },
  };
}

/**
 * Rules as text to compare. An empty text for none: VS Code compares a line that became hundreds letter by letter, for
 * five seconds.
 */
function shownRules(rules: readonly Rule[]): string {
  return rules.length === 0 ? '' : policyText(rules);
}

/** The message after an export, with the fingerprint that the user may record for `rulewright audit verify`. */
function exported(entries: number, path: string, key: string | undefined): string {
  const written = vscode.l10n.t('Entries written to {1}: {0}', formatCount(entries), path);
  if (key === undefined) return written;
  return `${written}. ${vscode.l10n.t('Key of this machine (fingerprint): {0}', key)}`;
}

/** The line of an entry in the exported audit trail. Throws `not-found`. */
async function auditLine({ policies }: App, seq: number): Promise<AuditLine> {
  const [audit, versions, { signatures }] = await Promise.all([
    policies.listAudit(),
    policies.listVersions(),
    policies.listSignatures(),
  ]);
  const found = auditLines({ audit, versions, signatures }).find((line) => line.seq === seq);
  if (found !== undefined) return found;
  throw new RulewrightError(
    'not-found',
    vscode.l10n.t('The audit trail has no entry {0}.', String(seq)),
    {
      hint: vscode.l10n.t('Refresh the view.'),
    },
  );
}

/** An audit entry as text: a description and its line in JSON. */
function auditLineText(line: AuditLine): string {
  const { seq, kind, author, time } = line;
  const title = vscode.l10n.t('Entry {0} of the audit trail: {1}', String(seq), actionName(kind));
  const by = vscode.l10n.t('By {0}, {1}', oneLine(author), when(time));
  return [`// ${title}`, `// ${by}`, JSON.stringify(line, undefined, 2), ''].join('\n');
}

/** The number of a version. Throws `not-found`. */
function seqOf(versions: readonly PolicyVersion[], id: string): number {
  const found = versions.find(({ version }) => version === id);
  if (found !== undefined) return found.seq;
  throw new RulewrightError('not-found', vscode.l10n.t('There is no version "{0}".', id), {
    hint: vscode.l10n.t('Refresh the list of versions.'),
  });
}

async function askSave(): Promise<string | undefined> {
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Audit Trail'),
    saveLabel: vscode.l10n.t('Export'),
    filters: { [vscode.l10n.t('JSON Lines')]: ['jsonl'] },
  });
  return file?.fsPath;
}
