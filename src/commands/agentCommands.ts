import * as vscode from 'vscode';
import { COMMAND } from '../contributions';
import { AgentStatus } from '../core/agent';
import { statusName } from '../providers/nodes/terms';
import { askLine, askText, choose, chooseAgent, chooseAgentOfHost, notify } from './ask';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

type Ids =
  | typeof COMMAND.registerAgent
  | typeof COMMAND.updateAgent
  | typeof COMMAND.setAgentStatus
  | typeof COMMAND.listAgents
  | typeof COMMAND.unregisterAgent
  | typeof COMMAND.addAgent
  | typeof COMMAND.showAgentCommands;

/** Commands of the agent registry. Each change refreshes every window. */
export function agentCommands(host: CommandHost): HandlersFor<Ids> {
  const { source } = host;
  const agents = async () => (await source.get()).agents;
  const target = async (id: string | undefined, title: string) =>
    id ?? chooseAgent(await source.get(), title);
  const changed = <T>(value: T): T => {
    source.changed();
    return value;
  };

  return {
    [COMMAND.registerAgent]: async (_, name) => changed(await (await agents()).register(name)),
    [COMMAND.addAgent]: async () => {
      const name = await askLine(
        vscode.l10n.t('Register Agent'),
        vscode.l10n.t('Agent name (leave empty to generate one)'),
      );
      if (name === undefined) return undefined;
      return changed(await (await agents()).register(name.trim() === '' ? undefined : name));
    },
    [COMMAND.updateAgent]: async (_, id, action, score) => {
      const agent = await target(id, vscode.l10n.t('Select the agent to update'));
      if (agent === undefined) return undefined;
      const currentAction =
        action ??
        (await askText(vscode.l10n.t('Update Agent (1/2)'), vscode.l10n.t('Current action')));
      if (currentAction === undefined) return undefined;
      const points = score ?? (await askScore());
      if (points === undefined) return undefined;
      return changed(await (await agents()).update(agent, currentAction, points));
    },
    [COMMAND.setAgentStatus]: async (_, id, status, reason) => {
      const agent = await target(id, vscode.l10n.t('Select the agent whose status to set'));
      if (agent === undefined) return undefined;
      const choices = AgentStatus.options.map((value) => ({ label: statusName(value), value }));
      const next = status ?? (await choose(vscode.l10n.t('Set Agent Status'), choices, ''));
      if (next === undefined) return undefined;
      return changed(await (await agents()).setStatus(agent, next, reason));
    },
    [COMMAND.showAgentCommands]: async (_, id) => {
      const title = vscode.l10n.t('Select the agent whose commands to show');
      const agent = id ?? (await chooseAgentOfHost(await source.get(), title));
      if (agent !== undefined) await host.showAgentCommands(agent);
    },
    [COMMAND.listAgents]: async () => (await agents()).list(),
    [COMMAND.unregisterAgent]: async (caller, id) => {
      const agent = await target(id, vscode.l10n.t('Select the agent to unregister'));
      if (agent === undefined) return undefined;
      await (await agents()).unregister(agent);
      if (caller === 'person') notify(vscode.l10n.t('The agent was unregistered.'));
      source.changed();
      return undefined;
    },
  };
}

async function askScore(): Promise<number | undefined> {
  const text = await askText(
    vscode.l10n.t('Update Agent (2/2)'),
    vscode.l10n.t('Score from 0 (dangerous) to 100 (harmless)'),
    {
      value: '100',
      problem: (value) => {
        const score = Number(value);
        const fits = value.trim() !== '' && score >= 0 && score <= 100;
        return fits ? undefined : vscode.l10n.t('Enter a number from 0 to 100.');
      },
    },
  );
  return text === undefined ? undefined : Number(text);
}
