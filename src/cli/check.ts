import type { Command } from 'commander';
import { explain, type Explanation } from '../policy/explain';
import type { Decision } from '../core/verdict';
import { commandLine } from './commandLine';
import type { CliIo } from './io';
import { loadPolicy } from './policyFile';

interface CheckOptions {
  readonly policy?: string;
  readonly json?: boolean;
  readonly powershell?: boolean;
}

const EXIT_CODES: Readonly<Record<Decision, number>> = { none: 0, allow: 0, deny: 3, ask: 4 };

/** `rulewright check`: what the policy says of a command. Exit code 0 none or allow, 3 deny, 4 ask. */
export function addCheck(program: Command, io: CliIo): void {
  verb(
    program,
    'check',
    'Say what the policy decides for a command: exit code 0 none or allow, 3 deny, 4 ask.',
  ).action(async (words: readonly string[], options: CheckOptions) => {
    const { verdict, micros } = await explained(words, options);
    io.out(
      options.json === true
        ? JSON.stringify({ ...verdict, micros })
        : `${verdict.decision}  ${verdict.reason}`,
    );
    io.setExitCode(EXIT_CODES[verdict.decision]);
  });
}

/** `rulewright explain`: which rule matched which view of a command, and which bytes that is. */
export function addExplain(program: Command, io: CliIo): void {
  verb(
    program,
    'explain',
    'Tell why: the rule, the policy version, the view that matched, and the bytes.',
  ).action(async (words: readonly string[], options: CheckOptions) => {
    const told = await explained(words, options);
    io.out(options.json === true ? JSON.stringify(told) : told.text);
    io.setExitCode(EXIT_CODES[told.verdict.decision]);
  });
}

function verb(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<command...>', 'the command, after --')
    .option(
      '--policy <file>',
      'a published policy, or JSON with rules; else the one in RULEWRIGHT_STORAGE',
    )
    .option('--json', 'print JSON')
    .option('--powershell', 'read the command as PowerShell');
}

async function explained(
  words: readonly string[],
  { policy, powershell }: CheckOptions,
): Promise<Explanation> {
  const shell = powershell === true ? { shell: 'powershell' as const } : {};
  return explain(await loadPolicy(policy), commandLine(words), shell);
}
