import type { Command } from 'commander';
import { explain, type Explanation } from '../policy/explain';
import type { Decision } from '../core/verdict';
import { commandLine } from './commandLine';
import type { CliIo } from './io';
import { loadPolicy } from './policyRules';

interface CheckOptions {
  readonly policy?: string;
  readonly json?: boolean;
  readonly powershell?: boolean;
  readonly cwd?: string;
}

const EXIT_CODES: Readonly<Record<Decision, number>> = { none: 0, allow: 0, deny: 3, ask: 4 };

/** `rulewright check`: evaluates a command. Exit code 0 none or allow, 3 deny, 4 ask. */
export function addCheck(program: Command, io: CliIo): void {
  subcommand(
    program,
    'check',
    'Evaluate a command with the policy: exit code 0 none or allow, 3 deny, 4 ask.',
  ).action(async (words: readonly string[], options: CheckOptions) => {
    const { verdict, micros } = await explained(words, options);
    if (options.json === true) io.data(JSON.stringify({ ...verdict, micros }));
    else io.out(`${verdict.decision}  ${verdict.reason}`);
    io.setExitCode(EXIT_CODES[verdict.decision]);
  });
}

/** `rulewright explain`: which rule matched which view of a command, and at which bytes. */
export function addExplain(program: Command, io: CliIo): void {
  subcommand(
    program,
    'explain',
    'Explain a verdict: the rule, the policy version, the view that matched, and the bytes.',
  ).action(async (words: readonly string[], options: CheckOptions) => {
    const explanation = await explained(words, options);
    if (options.json === true) io.data(JSON.stringify(explanation));
    else for (const line of explanation.text.split('\n')) io.out(line);
    io.setExitCode(EXIT_CODES[explanation.verdict.decision]);
  });
}

function subcommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<command...>', 'the command, after --')
    .option(
      '--policy <file>',
      'a published policy, or JSON with rules; default: the policy in RULEWRIGHT_STORAGE',
    )
    .option('--json', 'print JSON')
    .option('--powershell', 'parse the command as PowerShell')
    .option(
      '--cwd <folder>',
      'the absolute working directory of the command; default: some project',
    );
}

async function explained(
  words: readonly string[],
  { policy, powershell, cwd }: CheckOptions,
): Promise<Explanation> {
  return explain(await loadPolicy(policy), commandLine(words), {
    ...(powershell === true ? { shell: 'powershell' } : {}),
    ...(cwd === undefined ? {} : { cwd }),
  });
}
