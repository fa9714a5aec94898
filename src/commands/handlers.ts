import { agentCommands } from './agentCommands';
import type { CommandHost } from './commandHost';
import { explainCommands } from './explainCommands';
import { historyCommands } from './historyCommands';
import { hostCommands } from './hostCommands';
import { importCommands } from './importCommands';
import { learningCommands } from './learningCommands';
import { pauseCommand } from './pauseCommand';
import { likeThisCommands } from './likeThisCommands';
import { policyCommands } from './policyCommands';
import { recoveryCommands } from './recoveryCommands';
import type { Handlers } from './commandArguments';
import { versionCommands } from './versionCommands';
import { windowCommands } from './windowCommands';

/** All handlers. The compiler reports a command without one. */
export function createHandlers(host: CommandHost): Handlers {
  return {
    ...policyCommands(host),
    ...versionCommands(host),
    ...likeThisCommands(host),
    ...recoveryCommands(host),
    ...explainCommands(host),
    ...learningCommands(host),
    ...agentCommands(host),
    ...hostCommands(host),
    ...pauseCommand(host),
    ...historyCommands(host),
    ...importCommands(host),
    ...windowCommands(host),
  };
}
