import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { PROJECT_FILES } from '../../core/hostNames';
import type { ViewNode } from '../viewNode';

/** The ids of the built-in rules. */
export const BUILT_IN = { deny: 'built-in.deny', ask: 'built-in.ask' } as const;

/** The rules that are built into the guard. They are not part of the policy and cannot be removed. */
export function builtInNodes(): readonly ViewNode[] {
  return [
    builtIn(
      BUILT_IN.deny,
      l10n.t('Changes Rulewright or the hooks of an agent host'),
      l10n.t('Deny'),
      l10n.t(
        'Agents may not change the storage of Rulewright, its guard, or the files by which agent hosts call it, nor start a host without its hooks.',
      ),
      'lock',
    ),
    builtIn(
      BUILT_IN.ask,
      l10n.t("Changes a project's settings of agent hosts"),
      l10n.t('Ask'),
      l10n.t('These files of a project can switch hooks off: {0}.', PROJECT_FILES.join(', ')),
      'lock',
    ),
  ];
}

function builtIn(
  key: string,
  label: string,
  effect: string,
  about: string,
  icon: string,
): ViewNode {
  const description = l10n.t('{0}, built in', effect);
  return {
    key,
    subject: key,
    label,
    description,
    icon: { name: icon },
    tooltip: [
      about,
      l10n.t('Self-protection of the guard. It cannot be removed.'),
      { command: COMMAND.pauseSelfProtection, title: l10n.t('Pause Self-Protection…') },
    ],
    accessibleName: l10n.t('{0} rule {1}', description, label),
    viewItem: VIEW_ITEM.builtIn,
    opens: { command: COMMAND.explainCommand, title: l10n.t('Explain Rule') },
  };
}
