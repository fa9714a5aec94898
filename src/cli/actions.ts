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
      io.out(json === true ? JSON.stringify(found) : describe(command, found));
    });
}

function describe(command: string, { actions, parsed, truncated }: CommandActions): string {
  const notes = [
    ...(parsed ? [] : ['The shell parser rejected this command; its parts were read separately.']),
    ...(truncated ? ['A limit was reached: the command may do more.'] : []),
    ...(actions.length === 0 ? ['The command runs no program.'] : []),
  ];
  return [...new Set(actions.map((action) => describeAction(command, action))), ...notes].join(
    '\n',
  );
}

function describeAction(command: string, action: ShownAction): string {
  const { folder, certain, inert, start, end } = action;
  const words = [
    ...action.operands,
    ...action.options.flatMap(({ value }) => value ?? []),
    ...action.redirects.map(({ target }) => target),
  ];
  const targets = words.flatMap((word) => word.targets);
  const rows: readonly (readonly [string, string])[] = [
    ['in the text', `${command.slice(start, end)} (${start}–${end})`],
    ...targets.map((target) => ['target', `${target.path}: ${target.class}`] as const),
    ...(folder.path === '.' ? [] : [['runs in', folder.path] as const]),
    ...(certain ? [] : [['likely', 'it may run, or run with other words'] as const]),
    ...(inert === undefined ? [] : [['changes nothing', inert] as const]),
  ];
  return [action.text, ...rows.map(([name, text]) => `  ${name.padEnd(16)}${text}`)].join('\n');
}
