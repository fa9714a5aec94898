import * as l10n from '@vscode/l10n';
import { COMMAND, VIEW_ITEM } from '../../contributions';
import type { ConnectionState, HostConnection } from '../../core/agentHost';
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
      ...(viewItem === VIEW_ITEM.hostConnected
        ? {}
        : { opens: { command: COMMAND.connectHost, title: l10n.t('Connect Agent Host…') } }),
    };
  });
}

/** What is wrong with a host that was connected here; undefined if nothing is. */
export function lostConnection(host: HostConnection): string | undefined {
  const { name, state, expected, afterwards } = host;
  if (!expected || state === 'connected' || state === 'outdated') return undefined;
  const text = l10n.t('{0} may run commands without asking Rulewright: {1}.', name, fault(state));
  return state === 'untrusted' ? `${text} ${afterwards}` : text;
}

type FaultyState = Exclude<ConnectionState, 'connected' | 'outdated'>;

function fault(state: FaultyState): string {
  switch (state) {
    case 'untrusted':
      return l10n.t('its hooks are not trusted yet');
    case 'apart':
      return l10n.t('its hooks were removed');
    case 'changed':
      return l10n.t('its hooks were changed');
    case 'off':
      return l10n.t('its hook file disables all hooks');
    case 'unreadable':
      return l10n.t('its hook file is not valid');
  }
}

function lookOf(host: HostConnection): Look {
  const { state, expected, isHere, problem } = host;
  if (state === 'connected') {
    return {
      icon: { name: 'shield', color: 'charts.green' },
      description: l10n.t('asks Rulewright'),
      text: l10n.t('it asks Rulewright before it runs a command.'),
      viewItem: VIEW_ITEM.hostConnected,
    };
  }
  if (state === 'outdated') {
    return {
      icon: { name: 'shield', color: 'list.warningForeground' },
      description: l10n.t('update available'),
      text: l10n.t(
        'it asks Rulewright through the hooks of an earlier version. The hooks of this version also block when the guard does not run.',
      ),
      viewItem: VIEW_ITEM.hostBroken,
    };
  }
  if (state === 'apart' && !expected) {
    return {
      icon: { name: 'circle-outline' },
      description: isHere ? l10n.t('not connected') : l10n.t('not found on this machine'),
      text: l10n.t('it runs commands without asking Rulewright.'),
      viewItem: VIEW_ITEM.hostApart,
    };
  }
  return {
    icon: { name: 'warning', color: 'list.warningForeground' },
    description: fault(state),
    text: problem ?? `${fault(state)}.`,
    viewItem: state === 'apart' ? VIEW_ITEM.hostApart : VIEW_ITEM.hostBroken,
  };
}
