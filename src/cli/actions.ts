import type { Command } from 'commander';
import { commandActions, type CommandActions, type ShownAction } from '../shell/commandActions';
import { commandLine } from './commandLine';
import type { CliIo } from './io';

interface ActionsOptions {
  readonly json?: boolean;
  readonly powershell?: boolean;
  readonly cwd?: string;
}

/** `rulewright actions`: what a command does, in the terms of rules. */
export function addActions(program: Command, io: CliIo): void {
  program
    .command('actions')
    .description('List what a command does: programs, options, targets and their classes.')
    .argument('<command...>', 'the command, after --')
    .option('--json', 'print JSON')
    .option('--powershell', 'parse the command as PowerShell')
    .option(
      '--cwd <folder>',
      'the absolute working directory of the command; default: some project',
    )
    .action((words: readonly string[], { json, powershell, cwd }: ActionsOptions) => {
      const command = commandLine(words);
      const found = commandActions(command, {
        ...(powershell === true ? { shell: 'powershell' } : {}),
        ...(cwd === undefined ? {} : { cwd }),
      });
      if (json === true) io.data(JSON.stringify(found));
      else for (const line of describe(command, found)) io.out(line);
    });
}

function describe(
  command: string,
  { actions, parsed, truncated }: CommandActions,
): readonly string[] {
  const notes = [
    ...(parsed ? [] : ['The shell parser rejected this command; its parts were read separately.']),
    ...(truncated ? ['A limit was reached: the command may do more.'] : []),
    ...(actions.length === 0 ? ['The command runs no program.'] : []),
  ];
  const described = actions.map((action) => describeAction(command, action));
  const distinct = new Map(described.map((lines) => [lines.join('\n'), lines]));
  return [...[...distinct.values()].flat(), ...notes];
}

function describeAction(command: string, action: ShownAction): readonly string[] {
  const { folder, certain, inert, start, end } = action;
  const words = [
    ...action.operands,
    ...action.options.flatMap(({ value }) => value ?? []),
    ...action.redirects.map(({ target }) => target),
  ];
  const targets = words.flatMap((word) => word.targets);
  const rows: readonly (readonly [string, string])[] = [
    ['in the text', `${command.slice(start, end)} (${String(start)}–${String(end)})`],
    ...targets.map((target) => ['target', `${target.path}: ${target.class}`] as const),
    ...(folder.path === '.' ? [] : [['runs in', folder.path] as const]),
    ...(certain ? [] : [['likely', 'it may run, or run with other words'] as const]),
    ...(inert === undefined ? [] : [['changes nothing', inert] as const]),
  ];
  return [action.text, ...rows.map(([name, text]) => `  ${name.padEnd(16)}${text}`)];
}
