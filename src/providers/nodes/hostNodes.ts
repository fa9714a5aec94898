import { COMMAND, VIEW_ITEM } from '../../contributions';
import type { HostConnection } from '../../core/agentHost';
import type { ViewNode } from '../viewNode';
import { fromHome } from './words';

interface Look {
  readonly icon: ViewNode['icon'];
  readonly description: string;
  readonly says: string;
  readonly viewItem: string;
}

/** The agent hosts, and which of them ask the guard before they run a command. */
export function hostNodes(hosts: readonly HostConnection[]): readonly ViewNode[] {
  return hosts.map((host) => {
    const { icon, description, says, viewItem } = lookOf(host);
    return {
      key: host.host,
      subject: host.host,
      label: host.name,
      description,
      icon,
      tooltip: [
        `${host.name}: ${says}`,
        ...(host.state === 'untrusted' ? [host.afterwards] : []),
        { code: fromHome(host.path) },
      ],
      spoken: `${host.name}, ${description}`,
      viewItem,
      ...(viewItem === VIEW_ITEM.hostConnected
        ? {}
        : { opens: { command: COMMAND.connectHost, title: 'Connect Agent Host…' } }),
    };
  });
}

/** What is wrong with a host that was connected here; undefined where nothing is. */
export function lostConnection(host: HostConnection): string | undefined {
  const { name, state, expected, afterwards } = host;
  if (!expected || state === 'connected' || state === 'outdated') return undefined;
  const cure = state === 'untrusted' ? ` ${afterwards}` : '';
  return `${name} may run commands without asking Rulewright: ${WRONG[state]}${cure}`;
}

const WRONG: Readonly<Record<Exclude<HostConnection['state'], 'connected' | 'outdated'>, string>> =
  {
    untrusted: 'its hooks are not trusted yet.',
    apart: 'its hooks were removed.',
    changed: 'its hooks were changed.',
    off: 'its file switches all hooks off.',
    unreadable: 'its hook file cannot be understood.',
  };

function lookOf(host: HostConnection): Look {
  const { state, expected, isHere, problem } = host;
  if (state === 'connected') {
    return {
      icon: { name: 'shield', color: 'charts.green' },
      description: 'asks Rulewright',
      says: 'it asks Rulewright before it runs a command.',
      viewItem: VIEW_ITEM.hostConnected,
    };
  }
  if (state === 'outdated') {
    return {
      icon: { name: 'shield', color: 'list.warningForeground' },
      description: 'update available',
      says: 'it asks Rulewright, by the hooks of an earlier version. Those of this one also block where the guard does not run.',
      viewItem: VIEW_ITEM.hostBroken,
    };
  }
  if (state === 'apart' && !expected) {
    return {
      icon: { name: 'circle-outline' },
      description: isHere ? 'not connected' : 'not found here',
      says: 'it runs commands without asking Rulewright.',
      viewItem: VIEW_ITEM.hostApart,
    };
  }
  return {
    icon: { name: 'warning', color: 'list.warningForeground' },
    description: WRONG[state].replace(/\.$/, ''),
    says: problem ?? WRONG[state],
    viewItem: state === 'apart' ? VIEW_ITEM.hostApart : VIEW_ITEM.hostBroken,
  };
}
