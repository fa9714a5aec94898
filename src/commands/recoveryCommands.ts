import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { APPLY_WORD } from '../core/approval';
import { formatCount } from '../core/formatCount';
import type { Rule } from '../core/rule';
import { effectName } from '../providers/nodes/terms';
import { oneLine } from '../providers/nodes/nodeTexts';
import { askLine, notify } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

/**
 * Replaces a policy that failed its integrity check with a valid copy, or signs a history that was not approved with
 * the key of this machine, after the user typed APPLY.
 */
export function recoveryCommands(
  host: CommandHost,
): HandlersFor<
  typeof COMMAND.recover | typeof COMMAND.approveHistory | typeof COMMAND.removeTrust
> {
  return {
    [COMMAND.recover]: async () => {
      const app = await host.source.get();
      const offer = await app.recoveryOffer();
      if (offer === undefined) {
        notify(vscode.l10n.t('There is nothing to recover: the policy file is not damaged.'));
        return;
      }
      const text = recoveryText(
        offer.text,
        offer.startsEmpty === true ? [] : await app.policies.listRules(),
      );
      await host.documents.show('recovery.txt', text);
      const typed = await askLine(
        vscode.l10n.t('Recover Policy'),
        vscode.l10n.t(
          'Read in the editor what would be restored, then type {0} to apply it.',
          APPLY_WORD,
        ),
      );
      if (typed === undefined) return;
      await app.recover(offer, typed);
      host.source.changed();
      notify(
        vscode.l10n.t(
          'The policy was recovered. The damaged file is kept beside it, with “aside” in its name.',
        ),
      );
    },
    [COMMAND.approveHistory]: async () => {
      const app = await host.source.get();
      const offer = await app.historyOffer();
      if (offer === undefined) {
        notify(
          vscode.l10n.t('There is nothing to approve: no version was approved with another key.'),
        );
        return;
      }
      await host.documents.show('history.txt', `${offer.text}\n`);
      const typed = await askLine(
        vscode.l10n.t('Approve This History'),
        vscode.l10n.t(
          'Read the versions in the editor, then type {0} to sign them with the key of this machine.',
          APPLY_WORD,
        ),
      );
      if (typed === undefined) return;
      await app.approveHistory(offer, typed);
      host.source.changed();
      notify(vscode.l10n.t('The history was approved with the key of this machine.'));
    },
    [COMMAND.removeTrust]: async () => {
      const app = await host.source.get();
      const typed = await askLine(
        vscode.l10n.t('Remove Trust in Other Keys'),
        vscode.l10n.t(
          'Type {0}. Versions signed with the key of another client must then be approved again.',
          APPLY_WORD,
        ),
      );
      if (typed === undefined) return;
      await app.removeTrust(typed);
      host.source.changed();
      notify(vscode.l10n.t('Only the key of this machine is trusted now.'));
    },
  };
}

/** The offer, one sentence per line, and the rules that would be in force. */
function recoveryText(offer: string, rules: readonly Rule[]): string {
  return [
    ...offer.split(/(?<=[.:]) /),
    '',
    vscode.l10n.t('Rules in force after the recovery: {0}', formatCount(rules.length)),
    ...rules.map(
      ({ effect, pattern }) => `  ${effectName(effect).padEnd(5)}  ${oneLine(pattern, 200)}`,
    ),
    '',
  ].join('\n');
}
