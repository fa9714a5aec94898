import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { APPLY_WORD } from '../core/approval';
import type { Rule } from '../core/rule';
import { counted, oneLine } from '../providers/nodes/words';
import { tell } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './signatures';

/** Putting a good copy in the place of a policy that cannot be believed. A person types APPLY for that, too. */
export function recoveryCommands(host: CommandHost): HandlersFor<typeof COMMAND.recover> {
  return {
    [COMMAND.recover]: async () => {
      const app = await host.source.get();
      const offer = await app.recoveryOffer();
      if (offer === undefined) {
        tell('There is nothing to recover: the policy file is not damaged.');
        return;
      }
      const text = recoveryText(offer.text, await app.policies.listRules());
      await host.documents.show('recovery.txt', text);
      const typed = await vscode.window.showInputBox({
        title: 'Recover Policy',
        prompt: `Read what is offered in the editor, then type ${APPLY_WORD} to put it in force.`,
        ignoreFocusOut: true,
      });
      if (typed === undefined) return;
      await app.recover(offer, typed);
      host.source.changed();
      tell('The policy is recovered. A damaged file is kept beside it, with “aside” in its name.');
    },
  };
}

/** The offer, a sentence a line, and the rules that would be in force. */
function recoveryText(offer: string, rules: readonly Rule[]): string {
  return [
    ...offer.split(/(?<=[.:]) /),
    '',
    `In force after the recovery: ${counted(rules.length, 'rule')}.`,
    ...rules.map(({ effect, pattern }) => `  ${effect.padEnd(5)}  ${oneLine(pattern, 200)}`),
    '',
  ].join('\n');
}
