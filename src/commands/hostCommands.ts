import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { RulewrightError } from '../core/errors';
import {
  asksGuard,
  type CheckedHost,
  type HookFileChange,
  type HostConnection,
  type HostConnections,
} from '../core/agentHost';
import { stateLine } from '../core/hostStateText';
import { withProgress } from '../providers/progress';
import { fromHome } from '../providers/nodes/words';
import { choose, tell } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './signatures';

type Ids =
  | typeof COMMAND.listHosts
  | typeof COMMAND.connectHost
  | typeof COMMAND.disconnectHost
  | typeof COMMAND.checkHosts;
type Kind = HookFileChange['kind'];

const WRITE = 'Write File';

/** Agent hosts and the guard. A person sees every change of a hook file before it is written, whoever asked for it. */
export function hostCommands({ source, documents }: CommandHost): HandlersFor<Ids> {
  const connections = async () => (await source.get()).connections;
  const target = async (
    given: string | undefined,
    kind: Kind,
  ): Promise<HostConnection | undefined> => {
    const list = await (await connections()).list();
    const fitting = list.filter(({ state }) =>
      kind === 'connect'
        ? state !== 'connected' && state !== 'unruled'
        : state !== 'apart' && state !== 'unreadable',
    );
    if (given !== undefined) {
      const named = list.find(({ host }) => host === given);
      if (named === undefined) throw unknownHost(given, list);
      return named;
    }
    const title = kind === 'connect' ? 'Connect which agent host?' : 'Disconnect which agent host?';
    const none =
      kind === 'connect' ? 'Every host asks Rulewright already.' : 'No host is connected.';
    return choose(title, fitting.map(choiceOf), none);
  };

  const change = async (given: string | undefined, kind: Kind) => {
    const app = await source.get();
    const host = await target(given, kind);
    if (host === undefined) return undefined;
    const proposed = await app.connections.propose(host.host, kind);
    if (proposed.before === proposed.after) {
      tell(unchangedText(host, kind));
      return host;
    }
    const { before = '', after = '' } = proposed;
    await documents.compare(`${host.host}.jsonc`, { before, after }, fromHome(proposed.path));
    if (!(await isWanted(host, proposed))) return undefined;
    // A guard that finds no policy denies everything.
    if (kind === 'connect') await app.publish();
    await app.connections.write(proposed);
    source.changed();
    tell(doneText(host, kind));
    return (await app.connections.list()).find((now) => now.host === host.host);
  };

  return {
    [COMMAND.listHosts]: async () => (await connections()).list(),
    [COMMAND.connectHost]: (_, host) => change(host, 'connect'),
    [COMMAND.disconnectHost]: (_, host) => change(host, 'disconnect'),
    [COMMAND.checkHosts]: async (caller) => {
      const checked = await withProgress(vscode.l10n.t('Checking agent hosts'), () =>
        checkAll(connections),
      );
      source.changed();
      const text = checked.map(({ test, ...host }) => stateLine(host, test)).join('\n\n');
      const none = vscode.l10n.t('No agent host is connected.');
      if (caller === 'person') await documents.show('agent-hosts.txt', text === '' ? none : text);
      return checked;
    },
  };
}

/** The state of each host that is connected or was, with a test command sent through its hook file. */
async function checkAll(
  connections: () => Promise<HostConnections>,
): Promise<readonly CheckedHost[]> {
  const known = await connections();
  const hosts = (await known.list()).filter(({ state, expected }) => state !== 'apart' || expected);
  const checked: CheckedHost[] = [];
  for (const host of hosts) {
    const test = asksGuard(host.state) ? await known.test(host.host) : undefined;
    checked.push({ ...host, ...(test === undefined ? {} : { test }) });
  }
  return checked;
}

function unknownHost(given: string, list: readonly HostConnection[]): RulewrightError {
  return new RulewrightError('invalid-input', `There is no agent host "${given}".`, {
    hint: `Use one of ${list.map(({ host }) => host).join(', ')}.`,
  });
}

function choiceOf(host: HostConnection) {
  const { name, path, isHere } = host;
  return {
    label: name,
    description: isHere ? '' : 'not found here',
    detail: fromHome(path),
    value: host,
  };
}

async function isWanted(
  { name, state, afterwards }: HostConnection,
  { kind, path, before, after }: HookFileChange,
): Promise<boolean> {
  const connecting =
    state === 'outdated'
      ? `Update the hooks of ${name}?`
      : `Let ${name} ask Rulewright before it runs a command?`;
  const question =
    kind === 'connect' ? connecting : `Let ${name} run commands without asking Rulewright?`;
  const what =
    after === undefined
      ? `${fromHome(path)} would be removed: it holds nothing else.`
      : `The change shown in the editor would be written to ${fromHome(path)}.`;
  const kept =
    before === undefined ? ' It is a new file.' : ' The file as it is now stays beside it.';
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: what + kept + (kind === 'connect' ? ` ${afterwards}` : '') },
    WRITE,
  );
  return answer === WRITE;
}

/** Where our hooks are as they should be, or not there: only what else stands in the file may be in the way. */
function unchangedText({ name, state, problem, afterwards }: HostConnection, kind: Kind): string {
  if (kind === 'disconnect') return `${name} is not connected.`;
  if (state === 'untrusted') return `The hooks of ${name} are in place. ${afterwards}`;
  if (asksGuard(state) || problem === undefined) return `${name} asks Rulewright already.`;
  return vscode.l10n.t('The hooks of {0} are in its file, but {1}', name, problem);
}

function doneText({ name, afterwards }: HostConnection, kind: Kind): string {
  if (kind === 'disconnect') return `${name} does not ask Rulewright any more.`;
  if (afterwards !== '') return `The hooks of ${name} were written. ${afterwards}`;
  return `${name} asks Rulewright in every session that starts from now on.`;
}
