import * as vscode from 'vscode';
import { PAUSE_WORD } from '../app';
import { COMMAND } from '../contributions';
import { askLine, notify } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

/** Pauses self-protection, after the user typed PAUSE. */
export function pauseCommand({
  source,
}: CommandHost): HandlersFor<typeof COMMAND.pauseSelfProtection> {
  return {
    [COMMAND.pauseSelfProtection]: async () => {
      const app = await source.get();
      const typed = await askLine(
        vscode.l10n.t('Pause Self-Protection'),
        vscode.l10n.t(
          'For ten minutes, agents may change the hooks and the files of Rulewright. Type {0} to confirm.',
          PAUSE_WORD,
        ),
      );
      if (typed === undefined) return undefined;
      await app.pauseSelfProtection(typed);
      source.changed();
      notify(vscode.l10n.t('Self-protection is paused for ten minutes.'));
      return undefined;
    },
  };
}
