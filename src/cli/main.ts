import { Command, CommanderError } from 'commander';
import { isRulewrightError } from '../core/errors';
import { visibleText } from '../core/visibleText';
import { useProgramTableIn } from '../policy/programTable';
import { programTableFault } from '../shell/table';
import type { CliIo } from './io';
import { addActions } from './actions';
import { addAudit } from './audit';
import { addBacktest } from './backtest';
import { addCheck, addExplain } from './check';
import { addDoctor } from './doctor';
import { addHook } from './hook';
import { addLint } from './lint';
import { addPredict } from './predict';
import { addRedact } from './redact';
import { addSample } from './sample';
import { addImport, addSources } from './sources';
import { addStarterRules } from './starterRules';
import { addSuggest } from './suggest';
import { addTrain } from './train';

/** Adds a subcommand to the program. */
export type CliCommand = (program: Command, io: CliIo) => void;

const COMMANDS: readonly CliCommand[] = [
  addTrain,
  addSuggest,
  addStarterRules,
  addPredict,
  addBacktest,
  addSample,
  addLint,
  addCheck,
  addExplain,
  addActions,
  addHook,
  addDoctor,
  addSources,
  addImport,
  addRedact,
  addAudit,
];

/** Runs the command line and resolves to its exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const io: CliIo = {
    out: (line) => process.stdout.write(`${visibleText(line)}\n`),
    err: (line) => process.stderr.write(`${visibleText(line)}\n`),
    data: (text) => process.stdout.write(`${text}\n`),
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  const program = new Command('rulewright')
    .description(
      'Learns a command policy from history, and tests, evaluates and explains it. It cannot apply one.',
    )
    .configureOutput({
      // It quotes the arguments.
      outputError: (text, write) => {
        write(text.split('\n').map(visibleText).join('\n'));
      },
    })
    .exitOverride();
  for (const add of COMMANDS) add(program, io);
  try {
    await program.parseAsync(argv, { from: 'user' });
    const fault = programTableFault();
    if (fault !== undefined) io.err(fault);
    return exitCode;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: CliIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (isRulewrightError(error)) {
    for (const line of `rulewright: ${error.message}`.split('\n')) io.err(line);
    if (error.hint !== undefined) io.err(error.hint);
    return 1;
  }
  throw error;
}

// A reader such as `head` may close the pipe early; that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

useProgramTableIn(__dirname);
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
