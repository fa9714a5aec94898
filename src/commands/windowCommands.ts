import { COMMAND } from '../contributions';
import type { CommandHost } from './commandHost';
import type { HandlersFor } from './commandArguments';

type Ids =
  | typeof COMMAND.setUp
  | typeof COMMAND.openDashboard
  | typeof COMMAND.refresh
  | typeof COMMAND.showLog;

/** Commands of the window. */
export function windowCommands(host: CommandHost): HandlersFor<Ids> {
  const done = (act: () => void) => () => {
    act();
    return Promise.resolve();
  };
  return {
    [COMMAND.setUp]: () => host.openSetup(),
    [COMMAND.openDashboard]: () => host.openDashboard(),
    [COMMAND.refresh]: async () => {
      // The views show why the storage cannot be opened.
      await host.source.get().catch(() => undefined);
      host.source.changed();
    },
    [COMMAND.showLog]: done(() => {
      host.log.show();
    }),
  };
}
