import * as vscode from 'vscode';
import { COMMAND, type CommandId } from '../contributions';
import { RulewrightError } from '../core/errors';
import type { ErrorReport } from '../providers/errorReport';
import { CommandArgs, type Caller, type Handlers } from './signatures';

/**
 * Registers every handler. Arguments are parsed first. What fails is shown to a person, and thrown to code.
 * VS Code does not say who calls: no argument at all, a tree row or a file means a person.
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

/** Commands that the palette does not offer: without arguments, too, it is code that calls them. */
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
  return typeof first === 'object' && 'viewItem' in first ? 'person' : 'code';
}

async function call(
  handlers: Handlers,
  id: CommandId,
  caller: Caller,
  raw: readonly unknown[],
): Promise<unknown> {
  const schema = CommandArgs[id];
  // Menus add arguments of their own (all selected rows); those past the last known one are theirs.
  const known = raw.slice(0, schema.def.items.length).map((value) => value ?? undefined);
  const parsed = schema.safeParse(known);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `argument ${Number(path[0] ?? 0) + 1}: ${message}`,
    );
    throw new RulewrightError('invalid-input', `${id} was refused. ${problems.join('; ')}`, {
      hint: 'docs/commands.md lists the arguments of each command.',
    });
  }
  // The schema of `id` made these arguments, but the compiler cannot follow the pair through the union.
  const handler = handlers[id] as (caller: Caller, ...args: readonly unknown[]) => Promise<unknown>;
  return handler(caller, ...parsed.data);
}
