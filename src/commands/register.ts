import * as vscode from 'vscode';
import { COMMAND, type CommandId } from '../contributions';
import { RulewrightError } from '../core/errors';
import type { ErrorReport } from '../providers/errorReport';
import { isOwnRow } from '../providers/viewRows';
import { CommandArgs, type Caller, type Handlers } from './commandArguments';

/**
 * Registers every handler and validates its arguments. Errors are shown to the user or thrown to code. VS Code does not
 * report the caller: a call without arguments, with a row of our views or with a file is attributed to the user.
 */
export function registerCommands(handlers: Handlers, report: ErrorReport): vscode.Disposable {
  const registered = Object.values(COMMAND).map((id) =>
    vscode.commands.registerCommand(id, async (...raw: unknown[]) => {
      const caller = callerOf(id, raw);
      try {
        return await call(handlers, id, caller, raw);
      } catch (error) {
        if (caller === 'code') throw error;
        report(error);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}

/** Commands hidden from the palette: only code can call them, even without arguments. */
const API_ONLY: ReadonlySet<CommandId> = new Set([
  COMMAND.listRules,
  COMMAND.listSuggestions,
  COMMAND.listVersions,
  COMMAND.listAudit,
  COMMAND.listAgents,
  COMMAND.listHosts,
  COMMAND.queryRecent,
  COMMAND.registerAgent,
]);

function callerOf(id: CommandId, [first]: readonly unknown[]): Caller {
  if (API_ONLY.has(id)) return 'code';
  if (first === undefined || first === null || first instanceof vscode.Uri) return 'person';
  return typeof first === 'object' && isOwnRow(first) ? 'person' : 'code';
}

async function call(
  handlers: Handlers,
  id: CommandId,
  caller: Caller,
  raw: readonly unknown[],
): Promise<unknown> {
  const schema = CommandArgs[id];
  // Menus append their own arguments (all selected rows), which are ignored.
  const known = raw.slice(0, schema.def.items.length).map((value) => value ?? undefined);
  const parsed = schema.safeParse(known);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      vscode.l10n.t('argument {0}: {1}', String(Number(path[0] ?? 0) + 1), message),
    );
    throw new RulewrightError(
      'invalid-input',
      vscode.l10n.t('Invalid arguments for {0}: {1}', id, problems.join('; ')),
      {
        hint: vscode.l10n.t('docs/commands.md lists the arguments of each command.'),
      },
    );
  }
  // These arguments come from the schema of `id`; the compiler cannot track the pair through the union.
  const handler = handlers[id] as (caller: Caller, ...args: readonly unknown[]) => Promise<unknown>;
  return handler(caller, ...parsed.data);
}
