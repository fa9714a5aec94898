import * as vscode from 'vscode';
import type { App } from '../app';
import { COMMAND } from '../contributions';
import { RulewrightError } from '../core/errors';
import { asksGuard, type HookFileChange, type HostConnection } from '../core/agentHost';
import { stateLine } from '../core/hostStateText';
import { checkHosts } from '../core/checkHosts';
import { withProgress } from '../providers/progress';
import { fromHome, joined } from '../providers/nodes/nodeTexts';
import { choose, notify } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

type Ids =
  | typeof COMMAND.listHosts
  | typeof COMMAND.connectHost
  | typeof COMMAND.disconnectHost
  | typeof COMMAND.checkHosts;
type Kind = HookFileChange['kind'];

/**
 * Connects agent hosts to the guard. Every change of a hook file is shown to the user before it is
 * written, whoever runs the command.
 */
export function hostCommands({ source, documents, ...host }: CommandHost): HandlersFor<Ids> {
  const say = (text: string): void => {
    if (!host.sayInSetup('hosts', text)) notify(text);
  };
  const connections = async () => (await source.get()).connections;
  const target = async (
    given: string | undefined,
    kind: Kind,
  ): Promise<HostConnection | undefined> => {
    const list = await (await connections()).list();
    const candidates = list.filter(({ state }) =>
      kind === 'connect'
        ? state !== 'connected' && state !== 'noRules'
        : state !== 'disconnected' && state !== 'unreadable',
    );
    if (given !== undefined) {
      const named = list.find(({ host }) => host === given);
      if (named === undefined) throw unknownHost(given, list);
      return named;
    }
    const choices = candidates.map(choiceOf);
    return kind === 'connect'
      ? choose(
          vscode.l10n.t('Select the agent host to connect'),
          choices,
          vscode.l10n.t('All agent hosts are already connected.'),
        )
      : choose(
          vscode.l10n.t('Select the agent host to disconnect'),
          choices,
          vscode.l10n.t('No agent host is connected.'),
        );
  };

  const change = async (given: string | undefined, kind: Kind) => {
    const app = await source.get();
    const chosen = await target(given, kind);
    if (chosen === undefined) return undefined;
    const proposed = await app.connections.propose(chosen.host, kind);
    if (proposed.before === proposed.after) return settle(app, chosen, kind);
    if (!(await isConfirmed(chosen, proposed))) return undefined;
    // A guard without a published policy denies every command.
    if (kind === 'connect') await app.publish();
    await app.connections.write(proposed);
    source.changed();
    say(doneText(chosen, kind));
    return (await app.connections.list()).find((now) => now.host === chosen.host);
  };

  /** Asks on the setup page, and shows the change beside it: a modal dialog would cover it. */
  const isConfirmed = async (of: HostConnection, proposed: HookFileChange): Promise<boolean> => {
    const { path, kind, before = '', after = '' } = proposed;
    const name = `${of.host}.${path.endsWith('.js') ? 'js' : 'jsonc'}`;
    const detail = [fileText(proposed), kind === 'connect' ? of.afterwards : undefined];
    // The change is shown beside the page, so the page comes first.
    await host.openSetup();
    return documents.compareDuring({ name, title: fromHome(path), before, after }, () =>
      host.askInSetup(question(of, kind), joined(detail, ' ')),
    );
  };

  /** The hook file needs no change, but the guard may be missing or changed, so it is installed again. */
  const settle = async (app: App, host: HostConnection, kind: Kind) => {
    if (kind === 'disconnect') {
      notify(vscode.l10n.t('{0} is not connected.', host.name));
      return host;
    }
    await app.publish();
    await app.connections.repair();
    source.changed();
    const now = (await app.connections.list()).find((one) => one.host === host.host) ?? host;
    const isRepaired = !asksGuard(host.state) && asksGuard(now.state);
    say(isRepaired ? vscode.l10n.t('The guard was installed again.') : unchangedText(now));
    return now;
  };

  return {
    [COMMAND.listHosts]: async () => (await connections()).list(),
    [COMMAND.connectHost]: (_, host) => change(host, 'connect'),
    [COMMAND.disconnectHost]: (_, host) => change(host, 'disconnect'),
    [COMMAND.checkHosts]: async (caller) => {
      const checked = await withProgress(vscode.l10n.t('Checking agent hosts'), async () =>
        checkHosts(await connections()),
      );
      source.changed();
      const text = checked.map(({ test, ...host }) => stateLine(host, test)).join('\n\n');
      const none = vscode.l10n.t('No agent host was found on this machine.');
      if (caller === 'person') await documents.show('agent-hosts.txt', text === '' ? none : text);
      return checked;
    },
  };
}

function unknownHost(given: string, list: readonly HostConnection[]): RulewrightError {
  return new RulewrightError(
    'invalid-input',
    vscode.l10n.t('There is no agent host "{0}".', given),
    { hint: vscode.l10n.t('Use one of: {0}.', list.map(({ host }) => host).join(', ')) },
  );
}

function choiceOf(host: HostConnection) {
  const { name, path, isHere } = host;
  return {
    label: name,
    description: isHere ? '' : vscode.l10n.t('not found on this machine'),
    detail: fromHome(path),
    value: host,
  };
}

function question({ name, state }: HostConnection, kind: Kind): string {
  if (kind === 'disconnect') {
    return vscode.l10n.t('Let {0} run commands without asking Rulewright?', name);
  }
  return state === 'outdated'
    ? vscode.l10n.t('Update the hooks of {0}?', name)
    : vscode.l10n.t('Let {0} ask Rulewright before it runs a command?', name);
}

/** Describes the change of the hook file. */
function fileText({ path, before, after }: HookFileChange): string {
  const file = fromHome(path);
  if (after === undefined) {
    return vscode.l10n.t(
      '{0} is removed, because it contains nothing else. The current file is kept in its folder.',
      file,
    );
  }
  return before === undefined
    ? vscode.l10n.t('The change shown beside this page is written to {0}, a new file.', file)
    : vscode.l10n.t(
        'The change shown beside this page is written to {0}. The current file is kept in its folder.',
        file,
      );
}

/** The message if the hook file needs no change. The host may still be unable to use the hooks. */
function unchangedText({ name, state, problem, afterwards }: HostConnection): string {
  if (state === 'untrusted') {
    return joined([vscode.l10n.t('The hooks of {0} are installed.', name), afterwards], ' ');
  }
  if (asksGuard(state) || problem === undefined) {
    return vscode.l10n.t('{0} is already connected.', name);
  }
  return vscode.l10n.t('The hooks of {0} are in its file, but {1}', name, problem);
}

function doneText({ name, afterwards }: HostConnection, kind: Kind): string {
  if (kind === 'disconnect') return vscode.l10n.t('{0} no longer asks Rulewright.', name);
  if (afterwards !== '') {
    return joined([vscode.l10n.t('The hooks of {0} were written.', name), afterwards], ' ');
  }
  return vscode.l10n.t('{0} asks Rulewright in every session that starts from now on.', name);
}
