import { dirname } from 'node:path';
import type { Command } from 'commander';
import { parseHookArguments, readHookInput } from '../guard/hookInput';
import { HOST_HOOKS } from '../hosts/allHooks';
import { answerHook, writeToSpool } from '../guard/answerHook';
import type { CliIo } from './io';

/** `rulewright hook`: behaves like the guard, for testing a hook manually. */
export function addHook(program: Command, io: CliIo): void {
  program
    .command('hook')
    .description('Answer a hook call of an agent host, read from stdin, as the guard does.')
    .argument(
      '[phase]',
      'pre, perm, post, postfail, denied, notify, start, substart, stop, substop or end',
    )
    .option(
      '--host <host>',
      `one of ${Object.keys(HOST_HOOKS).join(', ')}; default: detected from the input`,
    )
    .option('--storage <folder>', 'the folder with the published policy')
    .action((phase: string | undefined, options: { host?: string; storage?: string }) => {
      const { host, storage = process.env['RULEWRIGHT_STORAGE'] ?? dirname(__dirname) } = options;
      const words = [
        ...(host === undefined ? [] : ['--host', host]),
        ...(phase === undefined ? [] : [phase]),
      ];
      const answered = answerHook(storage, {
        ...parseHookArguments(words),
        input: readHookInput(),
      });
      const { stdout, stderr, exitCode } = answered.outcome;
      if (stdout !== '') io.data(stdout);
      // The host reads it.
      if (stderr !== '') process.stderr.write(`${stderr}\n`);
      io.setExitCode(exitCode);
      writeToSpool(storage, answered);
    });
}
