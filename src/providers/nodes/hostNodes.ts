import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import { asksGuard, type HostConnection } from '../../core/agentHost';
import { stateText } from '../../core/hostStateText';
import type { ViewNode } from '../viewNode';
import { fromHome } from './words';

interface Look {
  readonly icon: ViewNode['icon'];
  readonly description: string;
  /** A sentence for the tooltip. */
  readonly text: string;
  readonly viewItem: string;
}

/** The agent hosts, and which of them ask the guard before they run a command. */
export function hostNodes(hosts: readonly HostConnection[]): readonly ViewNode[] {
  return hosts.map((host) => {
    const { icon, description, text, viewItem } = lookOf(host);
    return {
      key: host.host,
      subject: host.host,
      label: host.name,
      description,
      icon,
      tooltip: [
        `${host.name}: ${text}`,
        ...(host.state === 'untrusted' ? [host.afterwards] : []),
        { code: fromHome(host.path) },
      ],
      spoken: `${host.name}, ${description}`,
      viewItem,
      opens:
        viewItem === VIEW_ITEM.hostConnected
          ? { command: COMMAND.setUp, title: l10n.t('Set Up Protection') }
          : { command: COMMAND.connectHost, title: l10n.t('Connect Agent Host…') },
    };
  });
}

/** What is wrong with a host that was connected here; undefined if nothing is. */
export function lostConnection(host: HostConnection): string | undefined {
  const { name, state, expected, afterwards, problem = '' } = host;
  if (!expected || asksGuard(state)) return undefined;
  const text = l10n.t('{0} may run commands without asking Rulewright: {1}', name, problem);
  return state === 'untrusted' ? `${text} ${afterwards}` : text;
}

function lookOf(host: HostConnection): Look {
  const { state, problem } = host;
  const description = stateText(host, fromHome);
  switch (state) {
    case 'connected':
      return {
        icon: { name: 'shield', color: 'charts.green' },
        description,
        text: l10n.t('it asks Rulewright before it runs a command.'),
        viewItem: VIEW_ITEM.hostConnected,
      };
    case 'noRules':
      return {
        icon: { name: 'shield' },
        description,
        text: l10n.t('it asks Rulewright before it runs a command, but no rule is in force.'),
        viewItem: VIEW_ITEM.hostConnected,
      };
    case 'outdated':
      return {
        icon: { name: 'shield', color: 'list.warningForeground' },
        description,
        text: l10n.t(
          'it asks Rulewright through the hooks of an earlier version. The hooks of this version also block when the guard does not run.',
        ),
        viewItem: VIEW_ITEM.hostBroken,
      };
    case 'disconnected':
      return {
        icon: { name: 'circle-outline' },
        description,
        text: l10n.t('it runs commands without asking Rulewright.'),
        viewItem: VIEW_ITEM.hostDisconnected,
      };
    case 'untrusted':
    case 'off':
    case 'changed':
    case 'missing':
    case 'notAsking':
    case 'unreadable':
      return {
        icon: { name: 'warning', color: 'list.warningForeground' },
        description,
        text: problem ?? description,
        viewItem: state === 'missing' ? VIEW_ITEM.hostDisconnected : VIEW_ITEM.hostBroken,
      };
  }
}
